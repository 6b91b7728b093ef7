/// What is wrong with a MoldUDP64 packet, and where.

public struct MoldFault: Error, Hashable, Sendable, BitwiseCopyable {
    public enum Kind: UInt8, Sendable, CaseIterable, BitwiseCopyable {
        /// Fewer than the 20 bytes of a header.
        case header
        /// Sequence numbers count from 1, and this is 0.
        case zeroSequence
        /// The last message's number does not fit 64 bits.
        case sequenceOverflow
        /// A message's length is cut off by the end of the packet.
        case lengthCut
        /// A message's bytes are cut off by the end of the packet.
        case messageCut
        /// A message is longer than the receiver's bound.
        case messageTooLong
        /// Bytes follow the last message, or a heartbeat.
        case trailingBytes
        /// A number so far ahead of the stream that it is taken for damage until a second packet agrees.
        case sequenceJump
    }

    public let kind: Kind
    /// Where in the packet, bytes from its first.
    public let offset: Int

    @inlinable
    public init(_ kind: Kind, at offset: Int) {
        self.kind = kind
        self.offset = offset
    }
}

extension MoldFault: CustomStringConvertible {
    public var description: String {
        let what =
            switch kind {
            case .header: "shorter than a MoldUDP64 header of 20 bytes"
            case .zeroSequence: "sequence number 0, and they count from 1"
            case .sequenceOverflow: "sequence number and count exceed 64 bits"
            case .lengthCut: "cut off within a message length"
            case .messageCut: "cut off within a message"
            case .messageTooLong: "message longer than the receiver allows"
            case .trailingBytes: "bytes after the last message"
            case .sequenceJump: "sequence number implausibly far ahead"
            }
        return "\(what), at byte \(offset) of the packet"
    }
}
