/// One order of a strategy, flat: everything the host knows of it.
public import Records

/// An order of a strategy. Prices are in 1e-9 of the currency unit, quantities in shares.
public struct Order: Sendable {
    /// Highest price of an order: ten million currency units.
    public static let priceMax: Int64 = 10_000_000 * Price.scale
    /// Highest quantity of an order: what the feed's 32-bit quantities can count.
    public static let quantityMax: Int64 = Int64(UInt32.max)

    /// The host's number, unique in the session, from 1 without a gap (rejected requests take one too).
    public internal(set) var id: UInt64
    public internal(set) var clientID: UInt64
    /// `Price.none` for a market order.
    public internal(set) var price: Int64
    /// The whole order.
    public internal(set) var quantity: Int64
    /// Of it, so far.
    public internal(set) var filled: Int64
    /// What a replace on its way asks for; counts only while `isReplacePending`.
    public internal(set) var pendingPrice: Int64
    public internal(set) var pendingQuantity: Int64
    /// What risk values a share of the order at: its price, or for a market order the far touch at its
    /// verdict.
    public internal(set) var valuation: Int64
    /// Sum of price times quantity of the fills, exact.
    public internal(set) var filledNotional: Int128
    /// Event time at which the order was taken in, and of its last event.
    public internal(set) var created: Int64
    public internal(set) var updated: Int64
    /// Free for whoever works the order at a venue: the place in its queue, for one.
    public var venueTag: UInt64
    public internal(set) var instrument: UInt32
    public internal(set) var reason: RejectReason
    public internal(set) var strategy: UInt8
    public internal(set) var side: Side
    public internal(set) var type: OrderType
    public internal(set) var timeInForce: TimeInForce
    /// TECTRA_POST_ONLY.
    public internal(set) var flags: UInt8
    public internal(set) var state: OrderState
    /// While `state` is pending: the state the order would be in had the request never been made.
    public internal(set) var underlying: OrderState
    public internal(set) var isReplacePending: Bool
    /// TECTRA_DATA_… of its instrument when it was judged last.
    public internal(set) var dataFlags: UInt32

    /// Of the quantity, what is not filled.
    @inlinable
    public var remaining: Int64 { quantity &- filled }

    /// Average price of the fills so far, rounded to nearest, ties away from zero; 0 before the first.
    public var averagePrice: Int64 {
        filled > 0 ? Int64(saturating: filledNotional.divided(roundingToNearest: Int128(filled))) : 0
    }
}
