/// Framed messages in memory, one after the other, without a look into them.

/// Walks messages behind two-byte big-endian lengths.
@frozen
public struct ITCHCursor {
    @usableFromInline let bytes: UnsafeRawBufferPointer
    /// Of the next message's length prefix.
    public var offset = 0

    @inlinable @inline(__always)
    public init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    /// The next message without its prefix; nil at the end, and where the bytes are cut inside a
    /// message: then `offset` is not at their end.
    @inlinable @inline(__always)
    public mutating func next() -> UnsafeRawBufferPointer? {
        guard let base = bytes.baseAddress, offset &+ 2 <= bytes.count else { return nil }
        let length = Int(base.u16(offset))
        let end = offset &+ 2 &+ length
        guard end <= bytes.count else { return nil }
        let message = UnsafeRawBufferPointer(start: base + (offset &+ 2), count: length)
        offset = end
        return message
    }
}
