/// What a look into a ring gave.

public enum RingRead: Equatable, Sendable {
    /// A record of so many bytes is in the buffer.
    case record(Int)
    case empty
    /// The writer has overwritten what came next; see `resumeAtHead`.
    case lapped
    /// A record that cannot be: larger than the buffer, or longer than what was published.
    case corrupt
}

/// What has gone over a ring, as one side of it saw.
public struct RingCounters: Equatable, Sendable {
    /// Records written or read.
    public var records: UInt64 = 0
    /// Times a write found no room, which is back-pressure.
    public var full: UInt64 = 0
    /// Most units (cells or slots) seen waiting; sampled, at least once in an eighth of the ring.
    public var depthHighWater: UInt64 = 0
    /// Times a reader was overtaken by the writer.
    public var lapped: UInt64 = 0
    /// Cells that a reader lost that way.
    public var lost: UInt64 = 0
    /// Records refused because their header does not fit their size.
    public var refused: UInt64 = 0

    @inlinable
    public init() {}
}
