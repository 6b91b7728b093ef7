/// How much a sequencer may hold, how long it waits, and when it gives up.

public struct SequencerLimits: Hashable, Sendable {
    /// Messages that can be held while an earlier one is missing; rounded up to a power of two,
    /// 64...16,777,216. Memory is this times `messageBytesMax` plus 10, rounded up to 8.
    public var windowMessages = 65_536
    /// Longest message in bytes, 1...65,535. A packet with a longer one is refused whole.
    public var messageBytesMax = 52
    /// Missing ranges known at the same time, 2...1024.
    public var holesMax = 64
    /// How long a missing message may be merely late, in nanoseconds, before it is asked for.
    public var reorderWait: Int64 = 500_000
    /// How long the first request is given, in nanoseconds; each further one gets twice as long.
    public var requestWait: Int64 = 20_000_000
    /// The bound of that doubling, in nanoseconds.
    public var requestWaitMax: Int64 = 500_000_000
    /// Requests for the same messages before they are declared lost. 0: there is no request server.
    public var requestAttemptsMax = 6
    /// Messages that one request asks for, 1...65,534.
    public var requestMessagesMax = 256
    /// Requests in flight at the same time, at least 1.
    public var requestsInFlightMax = 16
    /// A packet further ahead than this many messages is taken for damage until a second agrees.
    public var jumpMax: UInt64 = 1 << 24
    /// Number of the first message wanted from the first session; nil joins at the first one seen.
    /// A session that follows is always taken from 1.
    public var firstSequence: UInt64? = 1

    /// Silence of a session on all lines, in nanoseconds, after which another one may take its place without its end
    /// having come. MoldUDP64 says something every second.
    public var sessionPatience: Int64 = 3_000_000_000

    public init() {}

    /// The same, with every number brought into its range.
    var inRange: SequencerLimits {
        var limits = self
        let window = min(max(windowMessages, 64), 1 << 24)
        limits.windowMessages = 1 << (Int.bitWidth - (window - 1).leadingZeroBitCount)
        limits.messageBytesMax = min(max(messageBytesMax, 1), 65_535)
        limits.holesMax = min(max(holesMax, 2), 1024)
        limits.reorderWait = min(max(reorderWait, 0), 1 << 60)
        limits.requestWait = min(max(requestWait, 1), 1 << 60)
        limits.requestWaitMax = min(max(requestWaitMax, limits.requestWait), 1 << 60)
        limits.requestAttemptsMax = min(max(requestAttemptsMax, 0), 1_000_000)
        limits.requestMessagesMax = min(max(requestMessagesMax, 1), 65_534)
        limits.requestsInFlightMax = max(requestsInFlightMax, 1)
        limits.jumpMax = min(max(jumpMax, 1), 1 << 62)
        limits.sessionPatience = min(max(sessionPatience, 0), 1 << 60)
        limits.firstSequence = firstSequence.map { max($0, 1) }
        return limits
    }
}
