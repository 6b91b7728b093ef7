/// Levels of a book: found from the best end, made, changed and taken away.
internal import CLinux

extension MarketBooks {
    // What is called for every message is mutating or static: the compiler lends a large value that is
    // being changed by copying it, 450 bytes a call.

    /// How many levels of a ladder are better than a key; the levels are searched sixteen at a time.
    @inline(__always)
    private static func rank(_ keys: UnsafeMutablePointer<Int32>, _ ladder: Ladder, _ key: Int32) -> Int {
        let first = Int(tectra_rank16(keys + ladder.end, key))
        return first < 16 ? first : rankBelow(keys, ladder, key)
    }

    @inline(never)
    private static func rankBelow(_ keys: UnsafeMutablePointer<Int32>, _ ladder: Ladder, _ key: Int32) -> Int {
        var rank = 16
        while rank < Int(ladder.count) {
            let more = Int(tectra_rank16(keys + (ladder.end &- rank), key))
            rank &+= more
            if more < 16 { break }
        }
        return rank
    }

    /// Adds an order to its level, which is made when it is not there.
    /// - Returns: how deep the level is, 0 the best; nil when there is no room, and nothing is changed.
    @inline(__always)
    mutating func raise(_ index: Int, _ key: Int32, _ quantity: UInt32) -> Int? {
        let ladder = ladders.base + index
        guard ladder.pointee.bestOrders > 0, key <= ladder.pointee.bestKey else { return lead(index, key, quantity) }
        if key == ladder.pointee.bestKey {
            ladder.pointee.bestQuantity &+= UInt64(quantity)
            ladder.pointee.bestOrders &+= 1
            return 0
        }
        let rank = Self.rank(pool.keys.base, ladder.pointee, key)
        let at = ladder.pointee.end &- 1 &- rank
        // The key first, which tells; that the place is one of the ladder's follows nearly always.
        if pool.keys[at] == key, rank < Int(ladder.pointee.count) {
            pool.sizes[at].quantity &+= UInt64(quantity)
            pool.sizes[at].orders &+= 1
            return rank &+ 1
        }
        return insert(index, rank, key, LevelSize(quantity: UInt64(quantity), orders: 1)) ? rank &+ 1 : nil
    }

    /// Makes a level that is better than all; the best one until now goes to the pool.
    private mutating func lead(_ index: Int, _ key: Int32, _ quantity: UInt32) -> Int? {
        let best = ladders[index]
        if best.bestOrders > 0 {
            let size = LevelSize(quantity: best.bestQuantity, orders: best.bestOrders)
            guard insert(index, 0, best.bestKey, size) else { return nil }
        }
        ladders[index].bestKey = key
        ladders[index].bestQuantity = UInt64(quantity)
        ladders[index].bestOrders = 1
        return 0
    }

    /// Puts a level into the pool that has `rank` better ones there; false when there is no room.
    private mutating func insert(_ index: Int, _ rank: Int, _ key: Int32, _ size: LevelSize) -> Bool {
        if Int(ladders[index].count) == (16 << Int(ladders[index].sizeClass)) - 16 {
            guard grow(index) else { return false }
        }
        let end = ladders[index].end
        var at = end
        while at > end &- rank {
            pool.keys[at] = pool.keys[at &- 1]
            pool.sizes[at] = pool.sizes[at &- 1]
            at &-= 1
        }
        pool.keys[at] = key
        pool.sizes[at] = size
        ladders[index].count &+= 1
        assert(isSorted(ladders[index], around: at), "a level at the wrong place of ladder \(index)")
        return true
    }

    /// Moves the levels to a block twice as large; false when there is none.
    @inline(never)
    private mutating func grow(_ index: Int) -> Bool {
        let ladder = ladders[index]
        let next = Int(ladder.sizeClass) + 1
        guard let start = pool.take(next) else { return false }
        if ladder.sizeClass > 0 {
            (pool.keys.base + Int(start)).update(from: pool.keys.base + Int(ladder.start), count: Int(ladder.count))
            (pool.sizes.base + Int(start)).update(from: pool.sizes.base + Int(ladder.start), count: Int(ladder.count))
            pool.give(ladder.start, Int(ladder.sizeClass))
        }
        ladders[index].start = start
        ladders[index].sizeClass = UInt8(next)
        return true
    }

    /// Takes from the level of a resting order, which is there.
    /// - Returns: how deep the level was, 0 the best.
    @inline(__always)
    mutating func lower(_ index: Int, _ key: Int32, _ quantity: UInt32, isOrderGone: Bool) -> Int {
        let ladder = ladders.base + index
        if key == ladder.pointee.bestKey {
            assert(ladder.pointee.bestOrders > 0, "an order without a level in ladder \(index)")
            assert(ladder.pointee.bestQuantity >= UInt64(quantity), "a level of less than its orders in \(index)")
            ladder.pointee.bestQuantity &-= UInt64(quantity)
            if isOrderGone {
                ladder.pointee.bestOrders &-= 1
                if ladder.pointee.bestOrders == 0 { follow(index) }
            }
            return 0
        }
        let rank = Self.rank(pool.keys.base, ladder.pointee, key)
        let at = ladder.pointee.end &- 1 &- rank
        assert(rank < Int(ladder.pointee.count) && pool.keys[at] == key, "an order without a level in ladder \(index)")
        assert(pool.sizes[at].quantity >= UInt64(quantity), "a level of less than its orders in ladder \(index)")
        pool.sizes[at].quantity &-= UInt64(quantity)
        guard isOrderGone else { return rank &+ 1 }
        pool.sizes[at].orders &-= 1
        if pool.sizes[at].orders == 0 {
            assert(pool.sizes[at].quantity == 0, "a level without orders keeps a quantity in ladder \(index)")
            remove(at, ladder.pointee.end &- 1)
            ladder.pointee.count &-= 1
        }
        return rank &+ 1
    }

    /// The best level is gone: the next one, if there is one, takes its place.
    private mutating func follow(_ index: Int) {
        let ladder = ladders.base + index
        assert(ladder.pointee.bestQuantity == 0, "a level without orders keeps a quantity in ladder \(index)")
        guard ladder.pointee.count > 0 else { return }
        let at = ladder.pointee.end &- 1
        ladder.pointee.bestKey = pool.keys[at]
        ladder.pointee.bestQuantity = pool.sizes[at].quantity
        ladder.pointee.bestOrders = pool.sizes[at].orders
        ladder.pointee.count &-= 1
    }

    /// Closes the gap of a level that is gone, from the better side.
    @inline(__always)
    private mutating func remove(_ place: Int, _ last: Int) {
        var at = place
        while at < last {
            pool.keys[at] = pool.keys[at &+ 1]
            pool.sizes[at] = pool.sizes[at &+ 1]
            at &+= 1
        }
    }

    /// For assertions: the level at `at` stands between a worse and a better one.
    private func isSorted(_ ladder: Ladder, around at: Int) -> Bool {
        (at == Int(ladder.start) || pool.keys[at - 1] < pool.keys[at])
            && (at == ladder.end - 1 || pool.keys[at] < pool.keys[at + 1])
    }
}
