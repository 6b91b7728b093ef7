/// CRC32C (Castagnoli, reflected polynomial 0x82F63B78, as in RFC 3720), which guards each frame
/// of the journal. The processor's instruction where it has one, found at run time; else a table.
#ifndef TECTRA_SYSTEM_CRC32C_H
#define TECTRA_SYSTEM_CRC32C_H

#include <stddef.h>
#include <stdint.h>

/// Extends a checksum over `length` more bytes. Begin with 0.
uint32_t tectra_crc32c(uint32_t crc, const void *bytes, size_t length);

/// Checksum of `length` bytes that copies them to `target` on its way.
uint32_t tectra_crc32c_copy(uint32_t crc, void *target, const void *bytes, size_t length);

/// The table, whatever the processor can do: what tests hold the instruction against.
uint32_t tectra_crc32c_table(uint32_t crc, const void *bytes, size_t length);

/// 1 when the processor's own instruction is used.
int tectra_crc32c_is_hardware(void);

#endif
