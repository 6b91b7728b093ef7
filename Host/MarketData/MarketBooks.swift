/// Full-depth, order-by-order books of every instrument, in memory taken once.
///
/// One component for the whole market: orders by reference (`OrderStore`), levels by price
/// (`LevelPool`), and what is known of each instrument. A message changes at most its own instrument.
internal import Records

/// Best prices and what stands there; `Price.none` and 0 for an empty side.
public struct TopOfBook: BitwiseCopyable, Sendable, Equatable {
    public var bid = Price.none
    public var ask = Price.none
    public var bidQuantity: Int64 = 0
    public var askQuantity: Int64 = 0

    public init() {}
}

/// One price level of a book.
public struct Level: Sendable, Equatable {
    public var price: Int64
    public var quantity: Int64
    public var orders: Int

    public init(price: Int64, quantity: Int64, orders: Int) {
        self.price = price
        self.quantity = quantity
        self.orders = orders
    }
}

public struct MarketBooks: ~Copyable {
    var orders: OrderStore
    var pool: LevelPool
    /// Buy side of instrument i at 2i, sell side at 2i + 1.
    let ladders: PagedMemory<Ladder>
    @usableFromInline let tops: BestPrices
    let states: PagedMemory<InstrumentState>
    let statuses: PagedMemory<TradingStatus>
    let imbalances: PagedMemory<AuctionImbalance>
    let crosses: PagedMemory<CrossPrint>
    let matches: MatchLog
    /// Length of a message by its type letter; 0 where there is no such type.
    let lengths: PagedMemory<UInt8>
    public let capacity: BookCapacity
    /// Stamp of the last order added.
    public internal(set) var arrivals: UInt64 = 0
    public internal(set) var faults: UInt64 = 0
    /// Letter of the last system event; 0 before the first.
    public internal(set) var systemEvent: UInt8 = 0
    /// Regular hours have ended: M, or what comes after it, E and C.
    public var isDayOver: Bool { systemEvent == 0x4D || systemEvent == 0x45 || systemEvent == 0x43 }
    /// Index levels of the market-wide circuit breaker, 1e-8; 0 before they are told.
    public internal(set) var declineLevels: (UInt64, UInt64, UInt64) = (0, 0, 0)
    /// Breached level of the market-wide circuit breaker, 1 to 3; 0 none.
    public internal(set) var marketWideLevel: UInt8 = 0

    /// Levels of a side whose change is a change of the depth that is shown.
    static var depthShown: Int { 10 }

    public init(_ capacity: BookCapacity) throws(MarketDataError) {
        try capacity.check()
        // All of it before any of it is kept: a value that owns memory is not left half made.
        let orders = try OrderStore(capacity: capacity.orders)
        let pool = try LevelPool(capacity: capacity.levels)
        let ladders = try PagedMemory<Ladder>(2 * capacity.instruments)
        let states = try PagedMemory<InstrumentState>(capacity.instruments)
        let statuses = try PagedMemory<TradingStatus>(capacity.instruments)
        let imbalances = try PagedMemory<AuctionImbalance>(capacity.instruments)
        let crosses = try PagedMemory<CrossPrint>(capacity.instruments)
        let matches = try MatchLog(size: 1 << 16)
        let lengths = try PagedMemory<UInt8>(256)
        Self.fill(lengths.base)
        self.capacity = capacity
        self.orders = orders
        self.pool = pool
        tops = BestPrices(ladders: ladders.base, instruments: capacity.instruments)
        self.ladders = ladders
        self.states = states
        self.statuses = statuses
        self.imbalances = imbalances
        self.crosses = crosses
        self.lengths = lengths
        self.matches = matches
        self.states.base.update(repeating: InstrumentState(), count: capacity.instruments)
    }

    private static func fill(_ lengths: UnsafeMutablePointer<UInt8>) {
        for type in ITCHMessageType.allCases { lengths[Int(type.rawValue)] = UInt8(type.length) }
    }

    /// Takes all the memory from the kernel now: before the first message and not while messages come.
    public func touch() {
        orders.touch()
        pool.touch()
        ladders.touch()
        states.touch()
        statuses.touch()
        imbalances.touch()
        crosses.touch()
        matches.touch()
    }

    public var restingOrders: Int { orders.count }

    /// What is in use, and the memory that all of it has.
    public var usage: BookUsage {
        BookUsage(
            orders: orders.count, ordersMost: orders.countMost, levels: pool.used,
            bytes: orders.bytes + pool.bytes + ladders.bytes + states.bytes + statuses.bytes + imbalances.bytes
                + crosses.bytes + matches.bytes)
    }
}
