/// CRC32C by SSE4.2 or by slicing a table four bytes at a time.
#include "crc32c.h"

#include <string.h>

#if defined(__x86_64__)
#include <nmmintrin.h>
#endif

/// table[k][b]: checksum of byte b followed by k zero bytes.
static uint32_t table[4][256];

__attribute__((constructor)) static void fill_table(void) {
    for (uint32_t byte = 0; byte < 256; byte++) {
        uint32_t crc = byte;
        for (int bit = 0; bit < 8; bit++) crc = (crc >> 1) ^ (0x82F63B78u & (0u - (crc & 1)));
        table[0][byte] = crc;
    }
    for (int slice = 1; slice < 4; slice++)
        for (uint32_t byte = 0; byte < 256; byte++)
            table[slice][byte] = (table[slice - 1][byte] >> 8) ^ table[0][table[slice - 1][byte] & 255];
}

uint32_t tectra_crc32c_table(uint32_t crc, const void *bytes, size_t length) {
    const uint8_t *next = bytes;
    crc = ~crc;
    for (; length >= 4; length -= 4, next += 4) {
        uint32_t word;
        memcpy(&word, next, 4);
        crc ^= word;
        crc = table[3][crc & 255] ^ table[2][(crc >> 8) & 255] ^ table[1][(crc >> 16) & 255] ^ table[0][crc >> 24];
    }
    for (; length > 0; length--, next++) crc = (crc >> 8) ^ table[0][(crc ^ *next) & 255];
    return ~crc;
}

#if defined(__x86_64__)

__attribute__((target("sse4.2"))) static uint32_t by_instruction(uint32_t crc, const uint8_t *next, size_t length) {
    uint64_t state = (uint32_t)~crc;
    for (; length >= 8; length -= 8, next += 8) {
        uint64_t word;
        memcpy(&word, next, 8);
        state = _mm_crc32_u64(state, word);
    }
    uint32_t narrow = (uint32_t)state;
    if (length & 4) {
        uint32_t word;
        memcpy(&word, next, 4);
        narrow = _mm_crc32_u32(narrow, word);
        next += 4;
    }
    for (length &= 3; length > 0; length--, next++) narrow = _mm_crc32_u8(narrow, *next);
    return ~narrow;
}

__attribute__((target("sse4.2"))) static uint32_t copying(
    uint32_t crc, uint8_t *target, const uint8_t *next, size_t length) {
    uint64_t state = (uint32_t)~crc;
    for (; length >= 8; length -= 8, next += 8, target += 8) {
        uint64_t word;
        memcpy(&word, next, 8);
        memcpy(target, &word, 8);
        state = _mm_crc32_u64(state, word);
    }
    uint32_t narrow = (uint32_t)state;
    for (; length > 0; length--, next++, target++) {
        *target = *next;
        narrow = _mm_crc32_u8(narrow, *next);
    }
    return ~narrow;
}

int tectra_crc32c_is_hardware(void) {
    return __builtin_cpu_supports("sse4.2") ? 1 : 0;
}

#else

int tectra_crc32c_is_hardware(void) {
    return 0;
}

#endif

uint32_t tectra_crc32c(uint32_t crc, const void *bytes, size_t length) {
#if defined(__x86_64__)
    if (__builtin_cpu_supports("sse4.2")) return by_instruction(crc, bytes, length);
#endif
    return tectra_crc32c_table(crc, bytes, length);
}

uint32_t tectra_crc32c_copy(uint32_t crc, void *target, const void *bytes, size_t length) {
#if defined(__x86_64__)
    if (__builtin_cpu_supports("sse4.2")) return copying(crc, target, bytes, length);
#endif
    memcpy(target, bytes, length);
    return tectra_crc32c_table(crc, target, length);
}
