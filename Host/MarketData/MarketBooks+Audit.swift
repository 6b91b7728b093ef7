/// The invariants of the books, checked over all of them: for tests, and for a person who doubts.
internal import Records

/// What an audit found; a sound set of books has none of it.
public struct BookAudit: Sendable, Equatable {
    /// Orders at rest whose level is not there.
    public var orphans = 0
    /// Levels whose quantity or count is not that of their orders.
    public var wrongLevels = 0
    /// Levels out of order, or two of one price.
    public var unsorted = 0
    /// Instruments in continuous trading whose best bid is at or above the best ask. The feed may tell
    /// it so; the books do not make it.
    public var crossed = 0
    /// Orders counted otherwise than they are.
    public var miscounted = 0

    public var isSound: Bool { self == BookAudit() }
}

extension MarketBooks {
    /// Walks all orders and all levels. Allocates a total for each level.
    public func audit() -> BookAudit {
        var audit = BookAudit()
        // Of the levels in the pool, then of the best level of each ladder.
        var totals = [LevelSize](repeating: LevelSize(), count: pool.used + 2 * capacity.instruments)
        var count = 0
        for slot in 0..<orders.slotCount where orders[slot].reference != 0 {
            count += 1
            let order = orders[slot]
            guard let at = place(of: order.key, in: Int(order.ladder)),
                orders.slots.find(order.reference) == slot
            else {
                audit.orphans += 1
                continue
            }
            totals[at].quantity += UInt64(order.quantity)
            totals[at].orders += 1
        }
        if count != orders.count { audit.miscounted = abs(count - orders.count) }
        for index in 0..<2 * capacity.instruments {
            let ladder = ladders[index]
            let best = totals[pool.used + index]
            if ladder.bestOrders != best.orders || (best.orders > 0 && ladder.bestQuantity != best.quantity) {
                audit.wrongLevels += 1
            }
            if ladder.count > 0, ladder.bestOrders == 0 || pool.keys[ladder.end - 1] >= ladder.bestKey {
                audit.unsorted += 1
            }
            for at in Int(ladder.start)..<ladder.end {
                let size = pool.sizes[at]
                if size.quantity != totals[at].quantity || size.orders != totals[at].orders || size.orders == 0 {
                    audit.wrongLevels += 1
                }
                if at > Int(ladder.start), pool.keys[at - 1] >= pool.keys[at] { audit.unsorted += 1 }
            }
        }
        for instrument in 0..<UInt32(capacity.instruments) where isTrading(instrument) && isCrossed(instrument) {
            audit.crossed += 1
        }
        return audit
    }

    private func place(of key: Int32, in index: Int) -> Int? {
        let ladder = ladders[index]
        if ladder.bestOrders > 0, ladder.bestKey == key { return pool.used + index }
        return (Int(ladder.start)..<ladder.end).first { pool.keys[$0] == key }
    }

    /// Whether the best bid is at or above the best ask.
    public func isCrossed(_ instrument: UInt32) -> Bool {
        let top = top(of: instrument)
        return top.bid != Price.none && top.ask != Price.none && top.bid >= top.ask
    }
}
