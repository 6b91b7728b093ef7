/// Closing a position that one order can not close: when to ask again, and when to give up. Pure.

struct Flattening: Equatable {
    /// Between two tries, ns: a fill has long been counted by then.
    static let wait: Int64 = 1_000_000_000
    static let triesMax = 60

    private var next: Int64
    private var tries = 1

    /// The first order has just been asked for.
    init(now: Int64) { next = now &+ Self.wait }

    enum Due: Equatable { case nothing, again, over }

    /// - Parameter position: shares that are left, all instruments, either way.
    mutating func due(position: Int64, now: Int64) -> Due {
        guard now >= next else { return .nothing }
        guard position != 0, tries < Self.triesMax else { return .over }
        tries += 1
        next = now &+ Self.wait
        return .again
    }
}
