// Records that carry their own checksum, so that a torn copy shows.
import CLinux
import PluginABI
import Records
import SharedMemory

/// A region that closures of several threads can hold.
final class Held: Sendable {
    let region: SharedRegion
    init(_ region: consuming SharedRegion) { self.region = region }
}

/// A page-aligned pair of regions as a host and one worker have it; here both mapped writable.
final class Pair: Sendable {
    let host: SharedRegion
    let worker: SharedRegion
    init(cells: Int = 64, slots: Int = 16) throws {
        host = try SharedRegion.create(name: "host", size: RingLayout.hostRegionSize(cells: cells))
        worker = try SharedRegion.create(name: "worker", size: RingLayout.workerRegionSize(slots: slots))
    }
}

/// A buffer for records that is freed with its owner.
final class RecordBuffer: @unchecked Sendable {
    let bytes: UnsafeMutableRawBufferPointer
    init(_ size: Int = 8192) { bytes = .allocate(byteCount: size, alignment: 64) }
    deinit { bytes.deallocate() }

    /// Makes a record of `size` bytes: header, sequence, words that follow from both, checksum.
    func fill(sequence: UInt64, size: Int) -> UnsafeRawBufferPointer {
        precondition(size >= 24 && size % 8 == 0)
        let header = tectra_header(
            block_length: UInt16(size - 8), template_id: 1, schema_id: UInt16(TECTRA_SCHEMA_ID), version: 1)
        bytes.storeBytes(of: header, as: tectra_header.self)
        bytes.storeBytes(of: sequence, toByteOffset: 8, as: UInt64.self)
        for offset in stride(from: 16, to: size - 8, by: 8) {
            bytes.storeBytes(of: sequence &* 0x9E37_79B9 &+ UInt64(offset), toByteOffset: offset, as: UInt64.self)
        }
        let crc = tectra_crc32c(0, bytes.baseAddress, size - 8)
        bytes.storeBytes(of: UInt64(crc), toByteOffset: size - 8, as: UInt64.self)
        return UnsafeRawBufferPointer(rebasing: bytes[0..<size])
    }

    var sequence: UInt64 { bytes.load(fromByteOffset: 8, as: UInt64.self) }

    /// Whether the first `size` bytes are a whole record as `fill` makes it.
    func isWhole(_ size: Int) -> Bool {
        let crc = tectra_crc32c(0, bytes.baseAddress, size - 8)
        return bytes.loadUnaligned(fromByteOffset: size - 8, as: UInt64.self) == UInt64(crc)
            && Int(bytes.load(as: UInt16.self)) == size - 8
    }
}

/// A whole record's bytes handed to a body.
func withRecord<R: Record, Result>(_ record: R, _ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    withUnsafeBytes(of: record, body)
}
