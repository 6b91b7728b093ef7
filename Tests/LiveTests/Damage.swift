// Damage to files on purpose, and checksums that fit it.
import CLinux
import Foundation

enum Damage {
    /// Turns the bits of one byte of a file.
    static func flip(_ path: String, at offset: Int) throws {
        var data = try Data(contentsOf: URL(filePath: path))
        data[data.startIndex + min(offset, data.count - 1)] ^= 0xFF
        try data.write(to: URL(filePath: path))
    }

    /// Makes a snapshot's length and checksum fit what it has, so that more than the checksum is tested.
    static func mend(_ bytes: inout [UInt8]) {
        guard bytes.count >= 100 else { return }
        let body = UInt64(bytes.count - 100)
        bytes.withUnsafeMutableBytes { raw in
            raw.storeBytes(of: body, toByteOffset: 64, as: UInt64.self)
            let checksum = tectra_crc32c(0, raw.baseAddress, raw.count - 4)
            raw.storeBytes(of: checksum, toByteOffset: raw.count - 4, as: UInt32.self)
        }
    }
}
