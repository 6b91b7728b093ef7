/// The clocks of the machine as plain numbers. A strategy never sees them; the journal, the
/// telemetry and the watchdogs do.
#ifndef TECTRA_SYSTEM_CLOCK_H
#define TECTRA_SYSTEM_CLOCK_H

#include <stdint.h>
#include <time.h>

/// Nanoseconds since the Unix epoch (CLOCK_REALTIME); it can be stepped.
static inline int64_t tectra_clock_realtime(void) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

/// Nanoseconds that never go back (CLOCK_MONOTONIC).
static inline int64_t tectra_clock_monotonic(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

/// The processor's time-stamp counter where there is one, else the monotonic clock: for
/// measuring short spans, in a unit that has to be calibrated.
static inline uint64_t tectra_clock_cycles(void) {
#if defined(__x86_64__)
    return __builtin_ia32_rdtsc();
#else
    return (uint64_t)tectra_clock_monotonic();
#endif
}

#endif
