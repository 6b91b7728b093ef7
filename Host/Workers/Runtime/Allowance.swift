/// How many log lines a strategy may write, and how many signals it may give: a bucket filled by event time, so that a
/// flood neither fills the order ring and the journal nor depends on the machine. Orders have theirs in the host: the
/// throttle of risk.

/// A token bucket.
public struct Allowance: BitwiseCopyable, Sendable {
    /// 1000 lines a second, 64 at once.
    public static let logs = Allowance(burst: 64, perSecond: 1000)
    /// 50,000 signals a second, 65,536 at once: more than one for every tick of a busy symbol.
    public static let signals = Allowance(burst: 65_536, perSecond: 50_000)

    /// How many at once.
    public let burst: Int64
    /// Event time after which one more is allowed, ns.
    public let interval: Int64
    private var tokens: Int64
    private var filled: Int64 = 0

    public init(burst: Int64, perSecond: Int64) {
        self.burst = burst
        interval = 1_000_000_000 / max(1, perSecond)
        tokens = burst
    }

    /// Whether one may go out at event time `now`.
    public mutating func take(at now: Int64) -> Bool {
        let (elapsed, overflow) = now.subtractingReportingOverflow(filled)
        if overflow || elapsed < 0 {
            filled = now
        } else {
            let earned = elapsed / interval
            if earned > 0 {
                tokens = min(burst, tokens &+ min(earned, burst))
                filled = earned >= burst ? now : filled &+ earned &* interval
            }
        }
        guard tokens > 0 else { return false }
        tokens &-= 1
        return true
    }
}
