/// Copies between private memory and memory that somebody else may be writing at this moment.
///
/// The barriers keep the compiler from reading the shared bytes again later, from using them
/// before they are copied, or from joining this copy with the next one: what was checked is what
/// is used.
#ifndef TECTRA_SYSTEM_SHARED_COPY_H
#define TECTRA_SYSTEM_SHARED_COPY_H

#include <stddef.h>
#include <stdint.h>

/// Copies `length` bytes out of shared memory, each byte once.
static inline void tectra_copy_out(void *target, const void *shared, size_t length) {
    __asm__ volatile("" ::: "memory");
    __builtin_memcpy(target, shared, length);
    __asm__ volatile("" ::: "memory");
}

/// Copies one cache line out of shared memory, each byte once.
static inline void tectra_copy_out_line(void *target, const void *shared) {
    __asm__ volatile("" ::: "memory");
    __builtin_memcpy(target, shared, 64);
    __asm__ volatile("" ::: "memory");
}

/// Copies `length` bytes into shared memory.
static inline void tectra_copy_in(void *shared, const void *source, size_t length) {
    __asm__ volatile("" ::: "memory");
    __builtin_memcpy(shared, source, length);
    __asm__ volatile("" ::: "memory");
}

/// Copies one cache line into shared memory.
static inline void tectra_copy_in_line(void *shared, const void *source) {
    __asm__ volatile("" ::: "memory");
    __builtin_memcpy(shared, source, 64);
    __asm__ volatile("" ::: "memory");
}

/// Reads 8 bytes of shared memory, once.
static inline uint64_t tectra_read_once(const void *shared) {
    return *(const volatile uint64_t *)shared;
}

#endif
