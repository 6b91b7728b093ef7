/// The messages of a checked packet, one by one, where they lie.

public struct MoldMessages: BitwiseCopyable {
    @usableFromInline var position: UInt64
    @usableFromInline var left: Int
    @usableFromInline var rest: UnsafeRawBufferPointer

    /// Number of the message that `next` gives.
    @inlinable public var sequence: UInt64 { position }
    /// Messages not given yet.
    @inlinable public var remaining: Int { left }

    /// No messages.
    @inlinable
    init() {
        position = 0
        left = 0
        rest = UnsafeRawBufferPointer(start: nil, count: 0)
    }

    @inlinable
    init(of packet: MoldPacket) {
        position = packet.sequence
        left = packet.count
        rest = packet.blocks
    }

    /// The next message's bytes, or nil after the last. They may be empty.
    @inlinable
    public mutating func next() -> UnsafeRawBufferPointer? {
        guard left > 0, let length = rest.bigEndian(UInt16.self, at: 0),
            let message = rest.slice(at: 2, count: Int(length))
        else {
            left = 0
            return nil
        }
        let taken = 2 &+ Int(length)
        rest = UnsafeRawBufferPointer(start: rest.baseAddress.map { $0 + taken }, count: rest.count &- taken)
        left &-= 1
        position &+= 1
        return message
    }
}
