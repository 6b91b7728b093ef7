/// What risk is asked: may this order be sent, or this order be changed so?
public import Orders
public import Records

/// A submit or a modify to be judged.
public struct RiskRequest: Sendable {
    public var strategy: UInt8
    public var instrument: UInt32
    public var side: Side
    public var type: OrderType
    /// `Price.none` for a market order.
    public var price: Int64
    /// The whole quantity; for a modify the new whole.
    public var quantity: Int64
    /// The order to be changed; nil for a submit.
    public var replacing: OrderIndex?
    /// Which venue's throttle counts, from 0.
    public var venue: UInt8
    /// The strategy was deployed to be judged only.
    public var isDryRun: Bool

    @inlinable
    public init(
        strategy: UInt8, instrument: UInt32, side: Side, type: OrderType = .limit, price: Int64, quantity: Int64,
        replacing: OrderIndex? = nil, venue: UInt8 = 0, isDryRun: Bool = false
    ) {
        self.strategy = strategy
        self.instrument = instrument
        self.side = side
        self.type = type
        self.price = price
        self.quantity = quantity
        self.replacing = replacing
        self.venue = venue
        self.isDryRun = isDryRun
    }

    /// A submit.
    @inlinable
    public init(_ order: NewOrder, venue: UInt8 = 0, isDryRun: Bool = false) {
        self.init(
            strategy: order.strategy, instrument: order.instrument, side: order.side, type: order.type,
            price: order.price, quantity: order.quantity, venue: venue, isDryRun: isDryRun)
    }

    /// A modify of an open order.
    @inlinable
    public init(
        modifying order: Order, at index: OrderIndex, price: Int64, quantity: Int64, venue: UInt8 = 0,
        isDryRun: Bool = false
    ) {
        self.init(
            strategy: order.strategy, instrument: order.instrument, side: order.side, type: order.type, price: price,
            quantity: quantity, replacing: index, venue: venue, isDryRun: isDryRun)
    }
}
