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
        // Where the totals of each ladder's levels begin; the best level comes last.
        var firsts: [Int] = []
        var sum = 0
        for index in 0..<2 * capacity.instruments {
            firsts.append(sum)
            sum += Int(ladders[index].count) + 1
        }
        var totals = [LevelSize](repeating: LevelSize(), count: sum)
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
            totals[firsts[Int(order.ladder)] + at].quantity += UInt64(order.quantity)
            totals[firsts[Int(order.ladder)] + at].orders += 1
        }
        if count != orders.count { audit.miscounted = abs(count - orders.count) }
        for index in 0..<2 * capacity.instruments {
            let ladder = ladders[index]
            let (keys, sizes) = (pool.blocks.keys(ladder), pool.blocks.sizes(ladder))
            let count = Int(ladder.count)
            let best = totals[firsts[index] + count]
            if ladder.bestOrders != best.orders || (best.orders > 0 && ladder.bestQuantity != best.quantity) {
                audit.wrongLevels += 1
            }
            if count > 0, ladder.bestOrders == 0 || keys[count - 1] >= ladder.bestKey { audit.unsorted += 1 }
            for at in 0..<count {
                let (size, total) = (sizes[at], totals[firsts[index] + at])
                if size.quantity != total.quantity || size.orders != total.orders || size.orders == 0 {
                    audit.wrongLevels += 1
                }
                if at > 0, keys[at - 1] >= keys[at] { audit.unsorted += 1 }
            }
            for at in count..<ladder.room where keys[at] != LevelKey.worst { audit.unsorted += 1 }
        }
        for instrument in 0..<UInt32(capacity.instruments) where isTrading(instrument) && isCrossed(instrument) {
            audit.crossed += 1
        }
        return audit
    }

    /// Which level of a ladder has a key, the worst 0 and the best last.
    private func place(of key: Int32, in index: Int) -> Int? {
        let ladder = ladders[index]
        if ladder.bestOrders > 0, ladder.bestKey == key { return Int(ladder.count) }
        let keys = pool.blocks.keys(ladder)
        return (0..<Int(ladder.count)).first { keys[$0] == key }
    }

    /// Whether the best bid is at or above the best ask.
    public func isCrossed(_ instrument: UInt32) -> Bool {
        let top = top(of: instrument)
        return top.bid != Price.none && top.ask != Price.none && top.bid >= top.ask
    }
}
