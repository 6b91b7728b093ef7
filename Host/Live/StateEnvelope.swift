/// A strategy's saved state as the host keeps it: what the strategy wrote, which nobody looks into, in
/// an envelope of the host's own that says whose it is and as of when, and that proves it whole.
///
///     0   8  "TECTRAST"
///     8   4  revision of the envelope, 1
///    12   4  schema revision of the state, as the plugin says
///    16   8  sequence of the cut
///    24   8  event time of the cut, ns
///    32   8  highest client id asked with
///    40  32  SHA-256 of the library that saved it
///    72  24  version of the plugin, zero-padded UTF-8
///    96  40  name of the strategy, zero-padded UTF-8
///   136   4  bytes of the state
///   140   4  CRC-32C of all of the above and the state behind it
///   144      the state
internal import CLinux
internal import Records

struct StateEnvelope: Equatable {
    static let magic: [UInt8] = Array("TECTRAST".utf8)
    static let headSize = 144
    static let revision: UInt32 = 1

    var name = ""
    var version = ""
    var library = [UInt8](repeating: 0, count: 32)
    var schema: UInt32 = 0
    var cut: UInt64 = 0
    var time: Int64 = 0
    var lastClient: UInt64 = 0
    var state: [UInt8] = []

    var bytes: [UInt8] {
        var bytes = [UInt8](repeating: 0, count: Self.headSize)
        bytes.replaceSubrange(0..<8, with: Self.magic)
        bytes.withUnsafeMutableBytes { room in
            room.storeBytes(of: Self.revision.littleEndian, toByteOffset: 8, as: UInt32.self)
            room.storeBytes(of: schema.littleEndian, toByteOffset: 12, as: UInt32.self)
            room.storeBytes(of: cut.littleEndian, toByteOffset: 16, as: UInt64.self)
            room.storeBytes(of: time.littleEndian, toByteOffset: 24, as: Int64.self)
            room.storeBytes(of: lastClient.littleEndian, toByteOffset: 32, as: UInt64.self)
            for (index, byte) in library.prefix(32).enumerated() { room[40 + index] = byte }
            for (index, byte) in version.utf8.prefix(23).enumerated() { room[72 + index] = byte }
            for (index, byte) in name.utf8.prefix(39).enumerated() { room[96 + index] = byte }
            room.storeBytes(of: UInt32(clamping: state.count).littleEndian, toByteOffset: 136, as: UInt32.self)
        }
        bytes += state
        let crc = Self.checksum(bytes)
        bytes.withUnsafeMutableBytes { $0.storeBytes(of: crc.littleEndian, toByteOffset: 140, as: UInt32.self) }
        return bytes
    }

    init() {}

    /// - Returns: nil when the bytes are not a whole envelope of this revision.
    init?(_ bytes: [UInt8]) {
        guard bytes.count >= Self.headSize, bytes.prefix(8).elementsEqual(Self.magic) else { return nil }
        let (revision, length, crc) = bytes.withUnsafeBytes { room in
            (
                UInt32(littleEndian: room.loadUnaligned(fromByteOffset: 8, as: UInt32.self)),
                Int(UInt32(littleEndian: room.loadUnaligned(fromByteOffset: 136, as: UInt32.self))),
                UInt32(littleEndian: room.loadUnaligned(fromByteOffset: 140, as: UInt32.self))
            )
        }
        guard revision == Self.revision, bytes.count == Self.headSize + length, crc == Self.checksum(bytes) else {
            return nil
        }
        bytes.withUnsafeBytes { room in
            schema = UInt32(littleEndian: room.loadUnaligned(fromByteOffset: 12, as: UInt32.self))
            cut = UInt64(littleEndian: room.loadUnaligned(fromByteOffset: 16, as: UInt64.self))
            time = Int64(littleEndian: room.loadUnaligned(fromByteOffset: 24, as: Int64.self))
            lastClient = UInt64(littleEndian: room.loadUnaligned(fromByteOffset: 32, as: UInt64.self))
        }
        library = Array(bytes[40..<72])
        version = Self.text(bytes[72..<96])
        name = Self.text(bytes[96..<136])
        state = Array(bytes[Self.headSize...])
    }

    /// Of everything but the checksum's own four bytes.
    private static func checksum(_ bytes: [UInt8]) -> UInt32 {
        bytes.withUnsafeBytes { room in
            let head = tectra_crc32c(0, room.baseAddress, 140)
            return tectra_crc32c(head, room.baseAddress.map { $0 + headSize }, room.count - headSize)
        }
    }

    private static func text(_ bytes: ArraySlice<UInt8>) -> String {
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
}
