/// A request for an order whose every field was checked. The bytes of a worker become orders only here.
public import PluginABI
public import Records

/// An order to be added to the table.
public struct NewOrder: Sendable {
    public let strategy: UInt8
    public let clientID: UInt64
    public let instrument: UInt32
    public let side: Side
    public let type: OrderType
    public let timeInForce: TimeInForce
    public let flags: UInt8
    public let price: Int64
    public let quantity: Int64

    /// Checks everything that can be checked without looking at anything else.
    ///
    /// - Throws: badField, badPrice or badQuantity. A market order has no price and is not a day order
    ///   that could rest: it may be day, IOC or FOK and takes what there is; post-only goes with a
    ///   limit day order alone.
    public init(_ submit: tectra_submit, strategy: UInt8) throws(RejectReason) {
        guard let side = Side(rawValue: submit.side), let type = OrderType(rawValue: submit.type),
            let timeInForce = TimeInForce(rawValue: submit.time_in_force),
            submit.flags & ~UInt8(TECTRA_POST_ONLY) == 0
        else { throw .badField }
        self = try NewOrder(
            strategy: strategy, clientID: submit.client_id, instrument: submit.instrument, side: side, type: type,
            timeInForce: timeInForce, flags: submit.flags, price: submit.price, quantity: submit.quantity)
    }

    /// As above, from values.
    public init(
        strategy: UInt8, clientID: UInt64, instrument: UInt32, side: Side, type: OrderType = .limit,
        timeInForce: TimeInForce = .day, flags: UInt8 = 0, price: Int64, quantity: Int64
    ) throws(RejectReason) {
        if flags & UInt8(TECTRA_POST_ONLY) != 0, type != .limit || timeInForce != .day { throw .badField }
        switch type {
        case .limit: guard price > 0, price <= Order.priceMax else { throw .badPrice }
        case .market: guard price == Price.none else { throw .badPrice }
        }
        guard quantity > 0, quantity <= Order.quantityMax else { throw .badQuantity }
        self.strategy = strategy
        self.clientID = clientID
        self.instrument = instrument
        self.side = side
        self.type = type
        self.timeInForce = timeInForce
        self.flags = flags
        self.price = price
        self.quantity = quantity
    }
}
