/// What a thread tells its processor: that it spins, and which memory it needs soon.
#ifndef TECTRA_SYSTEM_PAUSE_H
#define TECTRA_SYSTEM_PAUSE_H

#include <sched.h>

/// Eases a spin: the sibling hyper-thread runs faster, and leaving the loop costs less.
static inline void tectra_pause(void) {
#if defined(__x86_64__)
    __builtin_ia32_pause();
#elif defined(__aarch64__)
    __asm__ volatile("isb");
#endif
}

/// Asks for the cache line at `address`, to be written; never faults, whatever the address is.
static inline void tectra_prefetch(const void *address) {
    __builtin_prefetch(address, 1, 3);
}

/// Lets another thread have the processor.
static inline void tectra_yield(void) {
    sched_yield();
}

#endif
