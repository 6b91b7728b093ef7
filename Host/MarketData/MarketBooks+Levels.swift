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
        let ladder = ladders[index]
        let rank = Self.rank(pool.keys.base, ladder, key)
        let at = ladder.end &- 1 &- rank
        if rank < Int(ladder.count), pool.keys[at] == key {
            pool.sizes[at].quantity &+= UInt64(quantity)
            pool.sizes[at].orders &+= 1
            return rank
        }
        return insert(index, rank, key, quantity)
    }

    /// Makes a level that has `rank` better ones.
    private mutating func insert(_ index: Int, _ rank: Int, _ key: Int32, _ quantity: UInt32) -> Int? {
        var ladder = ladders[index]
        if Int(ladder.count) == (16 << Int(ladder.sizeClass)) - 16 {
            guard let grown = grow(ladder) else { return nil }
            ladder = grown
        }
        let end = ladder.end
        var at = end
        while at > end &- rank {
            pool.keys[at] = pool.keys[at &- 1]
            pool.sizes[at] = pool.sizes[at &- 1]
            at &-= 1
        }
        pool.keys[at] = key
        pool.sizes[at] = LevelSize(quantity: UInt64(quantity), orders: 1)
        ladder.count &+= 1
        ladders[index] = ladder
        assert(isSorted(ladder, around: at), "a level at the wrong place of ladder \(index)")
        return rank
    }

    /// The same levels in a block twice as large; nil when there is none.
    @inline(never)
    private mutating func grow(_ ladder: Ladder) -> Ladder? {
        let next = Int(ladder.sizeClass) + 1
        guard let start = pool.take(next) else { return nil }
        if ladder.sizeClass > 0 {
            (pool.keys.base + Int(start)).update(from: pool.keys.base + Int(ladder.start), count: Int(ladder.count))
            (pool.sizes.base + Int(start)).update(from: pool.sizes.base + Int(ladder.start), count: Int(ladder.count))
            pool.give(ladder.start, Int(ladder.sizeClass))
        }
        return Ladder(start: start, count: ladder.count, sizeClass: UInt8(next))
    }

    /// Takes from the level of a resting order, which is there.
    /// - Returns: how deep the level was, 0 the best.
    @inline(__always)
    mutating func lower(_ index: Int, _ key: Int32, _ quantity: UInt32, isOrderGone: Bool) -> Int {
        let ladder = ladders[index]
        let rank = Self.rank(pool.keys.base, ladder, key)
        let at = ladder.end &- 1 &- rank
        assert(rank < Int(ladder.count) && pool.keys[at] == key, "an order without a level in ladder \(index)")
        assert(pool.sizes[at].quantity >= UInt64(quantity), "a level of less than its orders in ladder \(index)")
        pool.sizes[at].quantity &-= UInt64(quantity)
        guard isOrderGone else { return rank }
        pool.sizes[at].orders &-= 1
        if pool.sizes[at].orders == 0 {
            assert(pool.sizes[at].quantity == 0, "a level without orders keeps a quantity in ladder \(index)")
            remove(at, ladder.end &- 1)
            ladders[index].count &-= 1
        }
        return rank
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
