/// All orders of all strategies, in memory taken once: found by client id, listed by strategy and
/// instrument, changed only through the state machine.
internal import Records

/// The orders of one session.
///
/// Open orders are limited to `capacity`, and each strategy's to its share, so that one strategy can not
/// use up the room of the others. The last `retained` closed orders stay findable; older ones are
/// forgotten and their slots used again. Nothing here allocates after `init`.
public struct OrderTable: ~Copyable {
    let orders: UnsafeMutablePointer<Order>
    let openOrders: UnsafeMutablePointer<Int>
    let lastClientIDs: UnsafeMutablePointer<UInt64>
    var byClientID: KeyIndex
    var byOrderID: KeyIndex
    var byStrategy: OpenLists
    var byInstrument: OpenLists
    var crossing: CrossingHeap
    /// One list: closed orders that are still findable, oldest first.
    var closed: OpenLists
    /// One list: slots with no order.
    var free: OpenLists
    var closedCount = 0

    public let capacity: Int
    public let capacityPerStrategy: Int
    public let strategies: Int
    public let instruments: Int
    /// How many closed orders stay findable.
    public let retained: Int
    let slots: Int

    /// Orders that can still trade.
    public internal(set) var openCount = 0
    /// Number of the last order, or of the last request that took one.
    public internal(set) var lastOrderID: UInt64 = 0
    /// Events that were refused since the beginning.
    public internal(set) var refusedEvents: UInt64 = 0

    /// - Parameters:
    ///   - capacity: most open orders at a time, at least 1.
    ///   - strategies: highest number of a strategy; they are numbered from 1.
    ///   - instruments: count of instruments; their ids are below it.
    ///   - capacityPerStrategy: most open orders of one strategy; nil is `capacity`.
    ///   - retained: closed orders that stay findable.
    ///   - seed: of the hash of client ids; take it from the session, and keep it from strategies.
    public init(
        capacity: Int, strategies: Int = 63, instruments: Int, capacityPerStrategy: Int? = nil, retained: Int = 1024,
        seed: UInt64 = 0
    ) {
        let capacity = min(max(capacity, 1), 1 << 28)
        let strategies = min(max(strategies, 1), 63)
        let instruments = max(instruments, 1)
        let retained = min(max(retained, 0), 1 << 28)
        self.capacity = capacity
        self.capacityPerStrategy = min(max(capacityPerStrategy ?? capacity, 1), capacity)
        self.strategies = strategies
        self.instruments = instruments
        self.retained = retained
        slots = capacity + retained
        orders = .allocate(capacity: slots)
        orders.initialize(repeating: .vacant, count: slots)
        openOrders = .allocate(capacity: strategies + 1)
        openOrders.initialize(repeating: 0, count: strategies + 1)
        lastClientIDs = .allocate(capacity: strategies + 1)
        lastClientIDs.initialize(repeating: 0, count: strategies + 1)
        byClientID = KeyIndex(capacity: slots, seed: seed)
        byOrderID = KeyIndex(capacity: slots, seed: seed)
        byStrategy = OpenLists(lists: strategies + 1, slots: slots)
        byInstrument = OpenLists(lists: (strategies + 1) * instruments, slots: slots)
        crossing = CrossingHeap(heaps: instruments * 2, slots: slots)
        closed = OpenLists(lists: 1, slots: slots)
        free = OpenLists(lists: 1, slots: slots)
        for slot in 0..<slots { free.append(UInt32(slot), to: 0) }
    }

    deinit {
        orders.deallocate()
        openOrders.deallocate()
        lastClientIDs.deallocate()
    }

    /// The order at an index that this table gave.
    public subscript(index: OrderIndex) -> Order {
        precondition(Int(index.slot) < slots)
        return orders[Int(index.slot)]
    }

    /// Sets the venue's own mark on an order.
    public mutating func setVenueTag(_ tag: UInt64, of index: OrderIndex) {
        precondition(Int(index.slot) < slots)
        orders[Int(index.slot)].venueTag = tag
    }

    /// The order with a client id, open or lately closed. Any values may be asked for.
    public func index(strategy: UInt8, clientID: UInt64) -> OrderIndex? {
        guard let slot = byClientID.find(clientID, strategy: UInt32(strategy)) else { return nil }
        return OrderIndex(slot: slot)
    }

    /// The order with the host's number, open or lately closed. Any value may be asked for.
    public func index(orderID: UInt64) -> OrderIndex? {
        guard let slot = byOrderID.find(orderID, strategy: 0) else { return nil }
        return OrderIndex(slot: slot)
    }

    /// Highest client id that the strategy has used; 0 before the first.
    public func lastClientID(of strategy: UInt8) -> UInt64 {
        Int(strategy) <= strategies ? lastClientIDs[Int(strategy)] : 0
    }

    /// A number for a request that becomes no order, so that its rejection can be told apart.
    public mutating func takeOrderID() -> UInt64 {
        lastOrderID &+= 1
        return lastOrderID
    }
}

extension Order {
    /// What stands in a slot that holds no order.
    static let vacant = Order(
        id: 0, clientID: 0, price: 0, quantity: 0, filled: 0, pendingPrice: 0, pendingQuantity: 0, valuation: 0,
        filledNotional: 0, created: 0, updated: 0, venueTag: 0, instrument: 0, reason: .none, strategy: 0, side: .buy,
        type: .limit, timeInForce: .day, flags: 0, state: .cancelled, underlying: .accepted, isReplacePending: false,
        dataFlags: 0)
}
