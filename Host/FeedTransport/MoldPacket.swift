/// A downstream packet of MoldUDP64 (NASDAQ, "MoldUDP64 Protocol Specification", version 1.00),
/// read where it lies: nothing is copied, and a packet that exists has been checked to its end.
///
///     session 10 · sequence 8 · count 2 · count × (length 2 · message)
///
/// All numbers are big-endian. Count 0 is a heartbeat, 0xFFFF the end of the session; both carry
/// the sequence number that the next message will have.

public struct MoldPacket: BitwiseCopyable {
    public enum Kind: UInt8, Sendable, BitwiseCopyable { case messages, heartbeat, endOfSession }

    /// Bytes of the header.
    public static let headerSize = 20
    static let endOfSessionCount: UInt16 = .max

    public let session: MoldSession
    /// Number of the first message, or of the next one to come. At least 1.
    public let sequence: UInt64
    /// Messages inside; 0 for a heartbeat and the end of session.
    public let count: Int
    public let kind: Kind
    /// What follows the header.
    @usableFromInline let blocks: UnsafeRawBufferPointer

    /// Number after the last message. `sequence + count` has been checked to fit.
    @inlinable public var end: UInt64 { sequence &+ UInt64(truncatingIfNeeded: count) }

    /// Parses and checks a whole packet.
    ///
    /// - Parameters:
    ///   - bytes: one datagram's payload; must outlive the packet.
    ///   - messageBytesMax: the longest message to accept, 0...65535.
    public init(_ bytes: UnsafeRawBufferPointer, messageBytesMax: Int = 65_535) throws(MoldFault) {
        guard let session = MoldSession(reading: bytes), let sequence = bytes.bigEndian(UInt64.self, at: 10),
            let count = bytes.bigEndian(UInt16.self, at: 18),
            let blocks = bytes.slice(at: Self.headerSize, count: bytes.count - Self.headerSize)
        else { throw MoldFault(.header, at: bytes.count) }
        guard sequence > 0 else { throw MoldFault(.zeroSequence, at: 10) }
        self.session = session
        self.sequence = sequence
        self.blocks = blocks
        switch count {
        case 0: kind = .heartbeat
        case Self.endOfSessionCount: kind = .endOfSession
        default: kind = .messages
        }
        self.count = kind == .messages ? Int(count) : 0
        guard !sequence.addingReportingOverflow(UInt64(count)).overflow else {
            throw MoldFault(.sequenceOverflow, at: 10)
        }
        try Self.check(blocks, count: self.count, messageBytesMax: messageBytesMax)
    }

    /// Walks the lengths, so that a reader of messages need not doubt them.
    private static func check(
        _ blocks: UnsafeRawBufferPointer, count: Int, messageBytesMax: Int
    ) throws(MoldFault) {
        var offset = 0
        for _ in 0..<count {
            guard let length = blocks.bigEndian(UInt16.self, at: offset) else {
                throw MoldFault(.lengthCut, at: headerSize &+ offset)
            }
            guard Int(length) <= messageBytesMax else { throw MoldFault(.messageTooLong, at: headerSize &+ offset) }
            offset &+= 2 &+ Int(length)
            guard offset <= blocks.count else { throw MoldFault(.messageCut, at: headerSize &+ blocks.count) }
        }
        guard offset == blocks.count else { throw MoldFault(.trailingBytes, at: headerSize &+ offset) }
    }

    /// A cursor at the first message.
    @inlinable public var messages: MoldMessages { MoldMessages(of: self) }
}
