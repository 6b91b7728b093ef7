/// How much the books can hold, fixed when they are made, and how much of it is in use.

/// The bounds that an operator sets. What goes beyond them is refused and counted, never grown into.
public struct BookCapacity: Sendable, Equatable {
    /// 1 to 65536: the stock locates that are taken.
    public var instruments: Int
    /// Most orders at rest in all books together.
    public var orders: Int
    /// Most places for levels; a side of a book takes blocks of 16, 32, … of them.
    public var levels: Int

    public init(instruments: Int, orders: Int, levels: Int) {
        self.instruments = instruments
        self.orders = orders
        self.levels = levels
    }

    /// What a whole market fits in: every stock locate, four million orders at rest.
    public static let wholeMarket = BookCapacity(instruments: 65_536, orders: 1 << 22, levels: 1 << 23)

    func check() throws(MarketDataError) {
        guard (1...65_536).contains(instruments), (1...(1 << 28)).contains(orders),
            (64...(1 << 28)).contains(levels)
        else { throw .capacity("instruments 1 to 65536, orders 1 to 268435456, levels 64 to 268435456") }
    }
}

/// What the books hold of what they can hold.
public struct BookUsage: Sendable, Equatable {
    public var orders: Int
    /// Most orders at rest at any time.
    public var ordersMost: Int
    /// Places for levels in blocks that books have taken.
    public var levels: Int
    /// Bytes taken from the system at the start; it never becomes more. Pages that were never written
    /// are not resident.
    public var bytes: Int
}
