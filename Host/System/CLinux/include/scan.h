/// Work without branches, which Swift does not turn into such code: a search of a short sorted array, and a
/// choice that nobody can foresee.
#ifndef TECTRA_SYSTEM_SCAN_H
#define TECTRA_SYSTEM_SCAN_H

#include <stdint.h>

/// How many of the first `count` of sixteen sorted keys, the least first, are not greater than `key`; what lies
/// behind them is not greater either. Four vector comparisons and one look for the first that is greater.
static inline int32_t tectra_place16(const int32_t *keys, int32_t count, int32_t key) {
    typedef int32_t line __attribute__((ext_vector_type(16)));
    typedef _Bool lanes __attribute__((ext_vector_type(16)));
    lanes greater = __builtin_convertvector(*(const line *)keys > key, lanes);
    uint16_t mask;
    __builtin_memcpy(&mask, &greater, sizeof mask);
    return __builtin_ctz(mask | 1u << count);
}

/// `yes` or `no`, computed and never jumped to: for a condition that the processor would foresee badly.
static inline uint32_t tectra_choose(int32_t condition, uint32_t yes, uint32_t no) {
    return __builtin_unpredictable(condition) ? yes : no;
}

#endif
