/// The price levels of all books: each side of a book is a ladder of levels. The best one stands in the
/// ladder itself, so that what happens there, which is most of it, touches one cache line for both sides;
/// the others are sorted with the better at the end, in a block of one pool.
///
/// Keys lie apart from quantities, so that sixteen levels are one cache line and one search without a
/// branch. A block begins with sixteen keys of padding, which a search near the worst level may read.

/// What stands at a level.
struct LevelSize: BitwiseCopyable {
    var quantity: UInt64 = 0
    var orders: UInt32 = 0
    var reserved: UInt32 = 0
}

/// One side of one book: half a cache line.
struct Ladder: BitwiseCopyable {
    /// The best level; no orders: the side is empty.
    var bestQuantity: UInt64 = 0
    var bestOrders: UInt32 = 0
    var bestKey: Int32 = 0
    /// Where the worst level is in the pool.
    var start: UInt32 = 0
    /// Levels in the pool: all but the best.
    var count: UInt16 = 0
    /// 0 is no block yet; else it holds (16 << sizeClass) - 16 levels.
    var sizeClass: UInt8 = 0
    var reserved: UInt8 = 0
    /// Of the buy side: when the instrument was heard of last, ns since midnight; 0 never.
    var heard: Int64 = 0

    /// Behind the best level in the pool.
    @inline(__always) var end: Int { Int(start) &+ Int(count) }
    @inline(__always) var levels: Int { bestOrders > 0 ? Int(count) &+ 1 : 0 }
}

struct LevelPool: ~Copyable {
    let keys: PagedMemory<Int32>
    let sizes: PagedMemory<LevelSize>
    let capacity: Int
    /// Levels in blocks that were ever given out.
    private(set) var used = 0
    /// First free block of each class; the next is in its first quantity; UInt32.max ends.
    private var free = InlineArray<13, UInt32>(repeating: .max)

    static var padding: Int { 16 }

    init(capacity: Int) throws(MarketDataError) {
        let keys = try PagedMemory<Int32>(capacity)
        let sizes = try PagedMemory<LevelSize>(capacity)
        self.capacity = capacity
        self.keys = keys
        self.sizes = sizes
    }

    /// What a ladder without a block is searched in: padding, and no level.
    mutating func reservePadding() {
        keys.base.update(repeating: LevelKey.padding, count: Self.padding)
        used = Self.padding
    }

    var bytes: Int { keys.bytes + sizes.bytes }

    /// A block of a class, 1 to 12: where its worst level goes; nil when there is no room.
    mutating func take(_ sizeClass: Int) -> UInt32? {
        guard sizeClass < 13 else { return nil }
        let head = free[sizeClass]
        if head != .max {
            free[sizeClass] = UInt32(truncatingIfNeeded: sizes[Int(head)].quantity)
            return head
        }
        let size = 16 << sizeClass
        guard used + size <= capacity else { return nil }
        (keys.base + used).update(repeating: LevelKey.padding, count: Self.padding)
        used += size
        return UInt32(used - size + Self.padding)
    }

    mutating func give(_ start: UInt32, _ sizeClass: Int) {
        sizes[Int(start)].quantity = UInt64(free[sizeClass])
        free[sizeClass] = start
    }
}
