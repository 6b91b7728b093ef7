/// What a sequencer has seen, for telemetry. Every number only rises.

/// Of one line.
public struct LineCounters: Hashable, Sendable, BitwiseCopyable {
    /// Datagrams, the refused ones included.
    public var packets: UInt64 = 0
    /// Messages that this line was first with.
    public var messages: UInt64 = 0
    /// Messages that were there already.
    public var duplicates: UInt64 = 0
    public var heartbeats: UInt64 = 0
    /// Packets behind one that this line had sent before: late, or twice.
    public var reordered: UInt64 = 0
    /// Times this line left numbers out.
    public var gaps: UInt64 = 0
    /// Numbers it left out then; some may have come late.
    public var missed: UInt64 = 0
    /// Datagrams that are not a sound packet, or are implausibly far ahead.
    public var faults: UInt64 = 0
    /// Packets of a session that is over or not ours.
    public var stale: UInt64 = 0
    /// Packets of another session, while the one that goes on was still heard; they are left out.
    public var foreign: UInt64 = 0

    public init() {}
}

/// Of both lines and the recovery together.
public struct SequencerCounters: Hashable, Sendable, BitwiseCopyable {
    /// Messages given out, each number once.
    public var messages: UInt64 = 0
    /// Times that messages were missing on every line so far.
    public var gaps: UInt64 = 0
    /// Missing messages that a line brought late.
    public var late: UInt64 = 0
    /// Missing messages that the request server brought.
    public var recovered: UInt64 = 0
    /// Messages declared lost.
    public var lost: UInt64 = 0
    /// Ranges declared lost.
    public var gapsDeclared: UInt64 = 0
    /// Requests made, repeats included.
    public var requests: UInt64 = 0
    /// Requests that repeated one without an answer.
    public var retries: UInt64 = 0
    /// Messages put aside because the window or the table of holes was full; they are asked for later.
    public var overflow: UInt64 = 0
    /// Sessions begun.
    public var sessions: UInt64 = 0

    public init() {}
}
