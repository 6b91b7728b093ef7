/// The order-rate throttle: a token bucket in event time, exact in integers.

/// Tokens fill at `rate` a second up to `burst`; an order takes one. Counted in 1e-9 of a token, a
/// nanosecond brings exactly `rate` of them, so nothing is ever rounded.
struct TokenBucket {
    static let token: Int64 = 1_000_000_000

    private var level: Int64 = 0
    private var time: Int64 = 0
    /// A bucket is full until its first order.
    private var isUsed = false

    /// What is in the bucket at `now`, in 1e-9 of a token. Time that goes back brings nothing.
    @inline(__always)
    func level(at now: Int64, rate: Int64, burst: Int64) -> Int64 {
        let full = Self.full(burst)
        guard isUsed else { return full }
        let (elapsed, overflow) = now.subtractingReportingOverflow(time)
        guard !overflow else { return now > time ? full : min(level, full) }
        guard elapsed > 0 else { return min(level, full) }
        let (gain, gainOverflow) = elapsed.multipliedReportingOverflow(by: rate)
        let (sum, sumOverflow) = level.addingReportingOverflow(gain)
        return gainOverflow || sumOverflow ? full : min(sum, full)
    }

    /// Takes a token; there must be one.
    @inline(__always)
    mutating func take(at now: Int64, rate: Int64, burst: Int64) {
        level = level(at: now, rate: rate, burst: burst) - Self.token
        time = isUsed ? max(time, now) : now
        isUsed = true
        assert(level >= 0)
    }

    /// Burst in 1e-9 of a token, as far as Int64 goes: nine thousand million tokens.
    @inline(__always)
    private static func full(_ burst: Int64) -> Int64 {
        min(max(burst, 0), Int64.max / token) * token
    }
}
