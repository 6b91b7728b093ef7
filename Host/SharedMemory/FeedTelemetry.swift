/// What a live feed shows of itself: its lines, what was missing and came after all, and how far
/// behind the engine is. Every count only rises.

/// One line. Zeros for one that is not there.
public struct LineTelemetry: BitwiseCopyable, Sendable {
    public var packets: UInt64 = 0
    /// Messages that this line was first with, and those that were there already.
    public var messages: UInt64 = 0
    public var duplicates: UInt64 = 0
    public var heartbeats: UInt64 = 0
    public var reordered: UInt64 = 0
    /// Times it left numbers out, and how many.
    public var gaps: UInt64 = 0
    public var missed: UInt64 = 0
    /// Datagrams that are no sound packet, and those of a session that is over.
    public var faults: UInt64 = 0
    public var stale: UInt64 = 0
    /// Datagrams of another session, while the one that goes on was still heard.
    public var foreign: UInt64 = 0
    /// ns since the last sound packet; -1 before the first.
    public var silence: Int64 = -1

    public init() {}
}

public struct FeedTelemetry: BitwiseCopyable, Sendable {
    /// 1: a live feed; the lines below are its.
    public var isLive: UInt64 = 0
    public var a = LineTelemetry()
    public var b = LineTelemetry()
    /// Name of the session, zero-padded.
    public var session = InlineArray<16, UInt8>(repeating: 0)
    /// Number of the next message that the receiver will give out, and 1 while it waits for it.
    public var next: UInt64 = 0
    public var isRecovering: UInt64 = 0
    /// Of the lines together: gaps, messages that came late, by request, or never.
    public var gaps: UInt64 = 0
    public var late: UInt64 = 0
    public var recovered: UInt64 = 0
    public var lost: UInt64 = 0
    public var gapsDeclared: UInt64 = 0
    public var requests: UInt64 = 0
    public var retries: UInt64 = 0
    public var overflow: UInt64 = 0
    public var sessions: UInt64 = 0
    /// Datagrams that the request server did not send, requests and receives that the system refused.
    public var strangers: UInt64 = 0
    public var unsent: UInt64 = 0
    public var refused: UInt64 = 0
    /// Items between receiver and engine now, and times that there was no room for one.
    public var queued: UInt64 = 0
    public var queueFull: UInt64 = 0

    // What the engine says itself.

    /// Number of the next message as the engine has it; for a file, how far it is.
    public var applied: UInt64 = 0
    /// 1: messages were lost and the books are to be distrusted; how many, in how many gaps.
    public var isDegraded: UInt64 = 0
    public var engineLost: UInt64 = 0
    public var engineGaps: UInt64 = 0
    public var hasEnded: UInt64 = 0
    /// The books are being built anew from what comes before this number; 0 when they are not.
    public var rebuildsUntil: UInt64 = 0
    /// 1: the feed's file ended before its end, or was not whole.
    public var hasEndedEarly: UInt64 = 0
    /// From a message's arrival to its turn in the engine, ns.
    public var lagCount: UInt64 = 0
    public var lagSum: UInt64 = 0
    public var lagMaximum: Int64 = 0
    public var lagMedian: Int64 = 0
    public var lag99: Int64 = 0
    /// How many were at or below each of `lagBounds`.
    public var lagCounts = InlineArray<8, UInt64>(repeating: 0)

    /// ns: 1 µs to 10 s, by tens.
    public static let lagBounds: InlineArray<8, UInt64> = [
        1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000, 10_000_000_000,
    ]

    public init() {}
}
