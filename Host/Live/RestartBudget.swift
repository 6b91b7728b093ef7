/// How often and how soon a strategy that was lost is started again: waits that double, and a number
/// that ends it. A strategy that holds for a while earns its waits back. Pure.

struct RestartBudget: Equatable {
    /// Restarts that are left.
    private(set) var left: UInt64
    private var wait: Int64 = Self.waitMin
    private var lastRestart: Int64 = .min

    static let waitMin: Int64 = 100_000_000
    static let waitMax: Int64 = 30_000_000_000
    /// After so long without a loss the next wait is the shortest again.
    static let calm: Int64 = 60_000_000_000

    init(_ restarts: UInt64) { left = restarts }

    /// The strategy was lost at `now`, monotonic ns: when to start it again; nil for not any more.
    mutating func restart(lostAt now: Int64) -> Int64? {
        guard left > 0 else { return nil }
        left -= 1
        if lastRestart != .min, now &- lastRestart >= Self.calm { wait = Self.waitMin }
        let due = now &+ wait
        lastRestart = due
        wait = min(wait * 2, Self.waitMax)
        return due
    }
}
