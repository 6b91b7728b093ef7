/// Levels of a book: found from the best end, made, changed and taken away.
internal import CLinux

extension MarketBooks {
    // What is called for every message is mutating or static: the compiler lends a large value that is
    // being changed by copying it, 450 bytes a call.

    /// How many levels of a ladder in the pool are not better than a key; the keys are searched by whole lines,
    /// from the better end.
    @inline(__always)
    private static func place(_ keys: UnsafeMutablePointer<Int32>, _ count: Int, _ key: Int32) -> Int {
        let line = (max(count, 1) &- 1) & ~15
        let place = Int(tectra_place16(keys + line, Int32(truncatingIfNeeded: count &- line), key))
        return place > 0 || line == 0 ? line &+ place : placeBelow(keys, line, key)
    }

    @inline(never)
    private static func placeBelow(_ keys: UnsafeMutablePointer<Int32>, _ line: Int, _ key: Int32) -> Int {
        var line = line
        while line > 0 {
            line &-= 16
            let place = Int(tectra_place16(keys + line, 16, key))
            if place > 0 { return line &+ place }
        }
        return 0
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
        let keys = pool.blocks.keys(ladder.pointee)
        let at = Self.place(keys, Int(ladder.pointee.count), key) &- 1
        let rank = Int(ladder.pointee.count) &- 1 &- at
        if at >= 0, keys[at] == key {
            let size = pool.blocks.sizes(ladder.pointee) + at
            size.pointee.quantity &+= UInt64(quantity)
            size.pointee.orders &+= 1
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
        if Int(ladders[index].count) == ladders[index].room {
            guard grow(index) else { return false }
        }
        let keys = pool.blocks.keys(ladders[index])
        let sizes = pool.blocks.sizes(ladders[index])
        var at = Int(ladders[index].count)
        let place = at &- rank
        while at > place {
            keys[at] = keys[at &- 1]
            sizes[at] = sizes[at &- 1]
            at &-= 1
        }
        keys[at] = key
        sizes[at] = size
        ladders[index].count &+= 1
        assert(isSorted(ladders[index], around: at), "a level at the wrong place of ladder \(index)")
        return true
    }

    /// Moves the levels to a block twice as large; false when there is none.
    @inline(never)
    private mutating func grow(_ index: Int) -> Bool {
        let ladder = ladders[index]
        guard let start = pool.take(ladder.sizeClass + 1) else { return false }
        ladders[index].start = start
        ladders[index].sizeClass += 1
        if ladder.sizeClass > 0 {
            let (old, new) = (ladder, ladders[index])
            pool.blocks.keys(new).update(from: pool.blocks.keys(old), count: Int(old.count))
            pool.blocks.sizes(new).update(from: pool.blocks.sizes(old), count: Int(old.count))
            pool.give(old.start, old.sizeClass)
        }
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
        let keys = pool.blocks.keys(ladder.pointee)
        let at = Self.place(keys, Int(ladder.pointee.count), key) &- 1
        let rank = Int(ladder.pointee.count) &- 1 &- at
        let size = pool.blocks.sizes(ladder.pointee) + at
        assert(at >= 0 && keys[at] == key, "an order without a level in ladder \(index)")
        assert(size.pointee.quantity >= UInt64(quantity), "a level of less than its orders in ladder \(index)")
        size.pointee.quantity &-= UInt64(quantity)
        guard isOrderGone else { return rank &+ 1 }
        size.pointee.orders &-= 1
        if size.pointee.orders == 0 {
            assert(size.pointee.quantity == 0, "a level without orders keeps a quantity in ladder \(index)")
            remove(keys + at, size, rank)
            ladder.pointee.count &-= 1
        }
        return rank &+ 1
    }

    /// The best level is gone: the next one, if there is one, takes its place.
    private mutating func follow(_ index: Int) {
        let ladder = ladders.base + index
        assert(ladder.pointee.bestQuantity == 0, "a level without orders keeps a quantity in ladder \(index)")
        guard ladder.pointee.count > 0 else { return }
        let at = Int(ladder.pointee.count) &- 1
        let key = pool.blocks.keys(ladder.pointee) + at
        let size = pool.blocks.sizes(ladder.pointee)[at]
        ladder.pointee.bestKey = key.pointee
        ladder.pointee.bestQuantity = size.quantity
        ladder.pointee.bestOrders = size.orders
        ladder.pointee.count &-= 1
        key.pointee = LevelKey.worst
    }

    /// Closes the gap of a level that is gone, from the better side, where `rank` levels are.
    @inline(__always)
    private mutating func remove(
        _ key: UnsafeMutablePointer<Int32>, _ size: UnsafeMutablePointer<LevelSize>, _ rank: Int
    ) {
        for at in 0..<rank {
            key[at] = key[at &+ 1]
            size[at] = size[at &+ 1]
        }
        key[rank] = LevelKey.worst
    }

    /// For assertions: the level at `at` stands between a worse and a better one.
    private func isSorted(_ ladder: Ladder, around at: Int) -> Bool {
        let keys = pool.blocks.keys(ladder)
        return (at == 0 || keys[at - 1] < keys[at]) && (at == Int(ladder.count) - 1 || keys[at] < keys[at + 1])
    }
}
