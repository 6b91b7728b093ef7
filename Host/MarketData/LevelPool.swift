/// The price levels of all books: each side of a book is a ladder of levels. The best one stands in the
/// ladder itself, so that what happens there, which is most of it, touches one cache line for both sides;
/// the others are sorted with the better at the end, in a block of one pool.
///
/// A block is a line of sixteen keys and four lines of what stands there, as often as needed: first all keys,
/// then all sizes. A search reads whole lines of keys without a branch, where places that are not in use have
/// the worst key there is; and one message touches one page of the pool, since looking a page up costs as much
/// as the miss that comes with it.

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
    /// Line of the pool that the block begins with; 0 is no block yet, but a line without a level.
    var start: UInt32 = 0
    /// Levels in the pool: all but the best.
    var count: UInt16 = 0
    /// 0 is no block yet; else it holds 8 << sizeClass levels.
    var sizeClass: UInt8 = 0
    var reserved: UInt8 = 0
    /// Of the buy side: when the instrument was heard of last, ns since midnight; 0 never.
    var heard: Int64 = 0

    @inline(__always) var levels: Int { bestOrders > 0 ? Int(count) &+ 1 : 0 }
    /// Levels that the block has room for.
    var room: Int { LevelPool.places(sizeClass) }
}

/// Where blocks lie. A small value that is passed in registers, so that nothing is copied for a look into one.
struct LevelBlocks: BitwiseCopyable {
    let lines: UnsafeMutablePointer<SIMD16<Int32>>

    /// Keys of a ladder's levels, the worst first.
    @inline(__always)
    func keys(_ ladder: Ladder) -> UnsafeMutablePointer<Int32> {
        UnsafeMutableRawPointer(lines + Int(ladder.start)).assumingMemoryBound(to: Int32.self)
    }

    /// What stands at the same levels.
    @inline(__always)
    func sizes(_ ladder: Ladder) -> UnsafeMutablePointer<LevelSize> {
        UnsafeMutableRawPointer(lines + Int(ladder.start) + (1 &<< Int(ladder.sizeClass)) &>> 1)
            .assumingMemoryBound(to: LevelSize.self)
    }
}

struct LevelPool: ~Copyable {
    private let memory: PagedMemory<SIMD16<Int32>>
    let blocks: LevelBlocks
    let capacity: Int
    /// Places for levels in blocks that were ever given out.
    private(set) var used = 0
    /// First free block of each class; the next is in its first key; 0 ends.
    private var free = InlineArray<14, UInt32>(repeating: 0)

    /// Lines of keys and sizes together that sixteen levels take.
    private static var linesOfSixteen: Int { 5 }

    init(capacity: Int) throws(MarketDataError) {
        let memory = try PagedMemory<SIMD16<Int32>>((capacity / 16 + 1) * Self.linesOfSixteen)
        blocks = LevelBlocks(lines: memory.base)
        blocks.lines.pointee = SIMD16(repeating: LevelKey.worst)
        self.capacity = capacity
        self.memory = memory
    }

    var bytes: Int { memory.bytes }
    func touch() { memory.touch() }

    /// Levels that a block of a class has room for; no more than can be counted.
    static func places(_ sizeClass: UInt8) -> Int { min((8 << Int(sizeClass)) & ~15, Int(UInt16.max)) }

    /// A block of a class, 1 to 13; nil when there is no room.
    mutating func take(_ sizeClass: UInt8) -> UInt32? {
        guard Int(sizeClass) < free.count else { return nil }
        let size = 8 << Int(sizeClass)
        var start = free[Int(sizeClass)]
        if start != 0 {
            free[Int(sizeClass)] = UInt32(bitPattern: memory[Int(start)][0])
        } else {
            guard used + size <= capacity else { return nil }
            start = UInt32((used / 16 + 1) * Self.linesOfSixteen)
            used += size
        }
        (memory.base + Int(start)).update(repeating: SIMD16(repeating: LevelKey.worst), count: size / 16)
        return start
    }

    mutating func give(_ start: UInt32, _ sizeClass: UInt8) {
        memory[Int(start)][0] = Int32(bitPattern: free[Int(sizeClass)])
        free[Int(sizeClass)] = start
    }
}
