/// Counts this thread's allocations, so that a test can say that a hot path makes none.
#ifndef TECTRA_ALLOCATION_COUNTER_H
#define TECTRA_ALLOCATION_COUNTER_H

#include <stdint.h>

/// Calls of malloc, calloc, realloc, posix_memalign and aligned_alloc that this thread has made.
uint64_t tectra_allocation_count(void);

#endif
