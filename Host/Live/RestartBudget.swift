/// How often and how soon a strategy that was lost is started again: waits that double, and a number
/// that ends it. A strategy that holds for a while earns its waits back. Pure.

struct RestartBudget: Equatable {
    /// Restarts that are left.
    private(set) var left: UInt64
    /// The shortest wait, ns.
    private let waitMin: Int64
    private var wait: Int64
    private var lastRestart: Int64 = .min

    static let waitMax: Int64 = 30_000_000_000
    /// After so long without a loss the next wait is the shortest again.
    static let calm: Int64 = 60_000_000_000

    /// - Parameter waitMilliseconds: before the first; at least 1.
    init(_ restarts: UInt64, waitMilliseconds: UInt64 = 100) {
        left = restarts
        waitMin = min(Int64(clamping: max(1, min(waitMilliseconds, 30_000))) &* 1_000_000, Self.waitMax)
        wait = waitMin
    }

    /// The strategy was lost at `now`, monotonic ns: when to start it again; nil for not any more.
    mutating func restart(lostAt now: Int64) -> Int64? {
        guard left > 0 else { return nil }
        left -= 1
        if lastRestart != .min, now &- lastRestart >= Self.calm { wait = waitMin }
        let due = now &+ wait
        lastRestart = due
        wait = min(wait * 2, Self.waitMax)
        return due
    }
}
