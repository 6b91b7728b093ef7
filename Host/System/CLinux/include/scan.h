/// A search of a short sorted array without branches, which Swift does not turn into vector code.
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

#endif
