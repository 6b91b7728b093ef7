/// How many log lines a strategy may write: a bucket filled by event time, so that a flood neither
/// fills the order ring nor depends on the machine.

/// A token bucket.
public struct LogAllowance: BitwiseCopyable, Sendable {
    /// Lines at once.
    public let burst: Int64
    /// Event time after which one more line is allowed, ns.
    public let interval: Int64
    private var tokens: Int64
    private var filled: Int64 = 0

    public init(burst: Int64 = 64, perSecond: Int64 = 1000) {
        self.burst = burst
        interval = 1_000_000_000 / max(1, perSecond)
        tokens = burst
    }

    /// Whether a line may be written at event time `now`.
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
