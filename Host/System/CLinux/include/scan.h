/// Work without branches, which Swift does not turn into such code: a search of a short sorted array, and a
/// choice that nobody can foresee.
#ifndef TECTRA_SYSTEM_SCAN_H
#define TECTRA_SYSTEM_SCAN_H

#include <stdint.h>

/// How many of the sixteen keys that end before `end` are greater than `key`. A plain loop, which the
/// compiler turns into four vector comparisons.
static inline int32_t tectra_rank16(const int32_t *end, int32_t key) {
    int32_t greater = 0;
    for (int lane = 1; lane <= 16; lane++) greater += end[-lane] > key;
    return greater;
}

/// `yes` or `no`, computed and never jumped to: for a condition that the processor would foresee badly.
static inline uint32_t tectra_choose(int32_t condition, uint32_t yes, uint32_t no) {
    return __builtin_unpredictable(condition) ? yes : no;
}

#endif
