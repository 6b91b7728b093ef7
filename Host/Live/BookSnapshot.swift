/// A snapshot of the books in a file: a header, the messages that rebuild them, a checksum over all.
///
/// Little-endian, 96 bytes, then `byteCount` bytes of messages, each behind its length in two
/// big-endian bytes as in a day's file, then the CRC-32C of everything before it in four bytes.
internal import CLinux
internal import FeedTransport
internal import PluginABI

struct BookSnapshot {
    /// "TECTSNP1"
    static let magic: UInt64 = 0x3150_4E53_5443_4554
    static let headerSize = 96

    /// Midnight of the session, ns since the epoch.
    var midnight: Int64 = 0
    /// Sequence of the journal's input that the books are behind of.
    var sequence: UInt64 = 0
    /// Event time of it.
    var time: Int64 = 0
    /// Number of the feed's next message, and how many were lost before.
    var next: UInt64 = 1
    var lost: UInt64 = 0
    var isDegraded = false
    var session = InlineArray<16, UInt8>(repeating: 0)
    /// How many messages there are, and their bytes with lengths.
    private(set) var count: UInt64 = 0
    private(set) var messages: [UInt8] = []

    init() {}

    mutating func append(_ message: UnsafeRawBufferPointer) {
        guard message.count <= Int(UInt16.max) else { return }
        count += 1
        messages.append(UInt8(truncatingIfNeeded: message.count >> 8))
        messages.append(UInt8(truncatingIfNeeded: message.count))
        messages.append(contentsOf: message)
    }

    func visit(_ body: (UnsafeRawBufferPointer) -> Void) {
        messages.withUnsafeBytes { bytes in
            var offset = 0
            while offset + 2 <= bytes.count {
                let length = Int(bytes[offset]) << 8 | Int(bytes[offset + 1])
                guard offset + 2 + length <= bytes.count else { return }
                body(UnsafeRawBufferPointer(rebasing: bytes[(offset + 2)..<(offset + 2 + length)]))
                offset += 2 + length
            }
        }
    }

    // MARK: - Bytes

    var bytes: [UInt8] {
        var bytes = [UInt8](repeating: 0, count: Self.headerSize)
        bytes.withUnsafeMutableBytes { head in
            head.storeBytes(of: Self.magic, as: UInt64.self)
            head.storeBytes(of: midnight, toByteOffset: 8, as: Int64.self)
            head.storeBytes(of: sequence, toByteOffset: 16, as: UInt64.self)
            head.storeBytes(of: time, toByteOffset: 24, as: Int64.self)
            head.storeBytes(of: next, toByteOffset: 32, as: UInt64.self)
            head.storeBytes(of: lost, toByteOffset: 40, as: UInt64.self)
            head.storeBytes(of: isDegraded ? 1 : 0, toByteOffset: 48, as: UInt64.self)
            head.storeBytes(of: count, toByteOffset: 56, as: UInt64.self)
            head.storeBytes(of: UInt64(messages.count), toByteOffset: 64, as: UInt64.self)
            for index in session.indices { head[72 + index] = session[index] }
        }
        bytes += messages
        let checksum = bytes.withUnsafeBytes { tectra_crc32c(0, $0.baseAddress, $0.count) }
        withUnsafeBytes(of: checksum.littleEndian) { bytes.append(contentsOf: $0) }
        return bytes
    }

    /// Reads a file's bytes, which may be anything.
    init(_ bytes: UnsafeRawBufferPointer) throws(SnapshotFault) {
        guard bytes.count >= Self.headerSize + 4 else { throw SnapshotFault(bytes.count, "it is cut off") }
        func word(_ at: Int) -> UInt64 { bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self) }
        guard word(0) == Self.magic else { throw SnapshotFault(0, "it does not begin as a snapshot") }
        let body = bytes.count - Self.headerSize - 4
        guard word(64) == UInt64(body) else { throw SnapshotFault(64, "it is not as long as it says") }
        let stated = bytes.loadUnaligned(fromByteOffset: bytes.count - 4, as: UInt32.self)
        guard tectra_crc32c(0, bytes.baseAddress, bytes.count - 4) == stated else {
            throw SnapshotFault(bytes.count - 4, "its checksum is wrong")
        }
        midnight = Int64(bitPattern: word(8))
        sequence = word(16)
        time = Int64(bitPattern: word(24))
        next = max(word(32), 1)
        lost = word(40)
        isDegraded = word(48) != 0
        for index in session.indices { session[index] = bytes[72 + index] }
        try take(UnsafeRawBufferPointer(rebasing: bytes[Self.headerSize..<(Self.headerSize + body)]), word(56))
    }

    private mutating func take(_ body: UnsafeRawBufferPointer, _ stated: UInt64) throws(SnapshotFault) {
        var (offset, found): (Int, UInt64) = (0, 0)
        while offset < body.count {
            guard offset + 2 <= body.count else { throw SnapshotFault(Self.headerSize + offset, "a length is cut off") }
            let length = Int(body[offset]) << 8 | Int(body[offset + 1])
            guard length >= FeedItem.lengthMin, length <= Int(TECTRA_FEED_MESSAGE_MAX),
                offset + 2 + length <= body.count
            else { throw SnapshotFault(Self.headerSize + offset, "a message can not have \(length) bytes") }
            offset += 2 + length
            found += 1
        }
        guard found == stated else { throw SnapshotFault(56, "it has \(found) messages and says \(stated)") }
        messages = Array(body)
        count = found
    }
}

/// What is wrong with a snapshot, and at which byte of its file.
struct SnapshotFault: Error, CustomStringConvertible {
    let offset: Int
    let reason: String

    init(_ offset: Int, _ reason: String) {
        self.offset = offset
        self.reason = reason
    }

    var description: String { "\(reason), at byte \(offset)" }
}
