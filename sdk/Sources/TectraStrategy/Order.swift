/// What became of one of the strategy's own orders.
public import PluginABI

/// The number that `Host.submit` gave to an order.
public struct OrderID: Hashable, Sendable, Comparable, CustomStringConvertible {
    public let rawValue: UInt64
    @inlinable @inline(__always)
    public init(_ rawValue: UInt64) { self.rawValue = rawValue }

    @inlinable @inline(__always)
    public static func < (left: OrderID, right: OrderID) -> Bool { left.rawValue < right.rawValue }
    public var description: String { "order \(rawValue)" }
}

/// An order as it stands after a change of its state.
public struct Order: Sendable {
    public let record: tectra_order
    @inlinable @inline(__always)
    public init(_ record: tectra_order) { self.record = record }

    @inlinable @inline(__always)
    public var sequence: UInt64 { record.sequence }
    @inlinable @inline(__always)
    public var time: Int64 { record.time }
    /// What `submit` returned.
    @inlinable @inline(__always)
    public var id: OrderID { OrderID(record.client_id) }
    /// The host's own number, unique in the session.
    @inlinable @inline(__always)
    public var hostID: UInt64 { record.order_id }
    @inlinable @inline(__always)
    public var instrument: InstrumentID { InstrumentID(record.instrument) }
    /// A state that this version does not know counts as `new`.
    @inlinable @inline(__always)
    public var state: OrderState { OrderState(rawValue: record.state) ?? .new }
    @inlinable @inline(__always)
    public var side: Side { Side(rawValue: record.side) ?? .buy }
    @inlinable @inline(__always)
    public var type: OrderType { OrderType(rawValue: record.type) ?? .limit }
    @inlinable @inline(__always)
    public var timeInForce: TimeInForce { TimeInForce(rawValue: record.time_in_force) ?? .day }
    @inlinable @inline(__always)
    public var isPostOnly: Bool { record.flags & UInt8(TECTRA_POST_ONLY) != 0 }
    /// nil for a market order.
    @inlinable @inline(__always)
    public var price: Price? { Price(record: record.price) }
    /// Shares of the whole order.
    @inlinable @inline(__always)
    public var quantity: Int64 { record.quantity }
    /// Of them, filled so far.
    @inlinable @inline(__always)
    public var filled: Int64 { record.filled }
    /// Of them, still open if the order is.
    @inlinable @inline(__always)
    public var remaining: Int64 { record.quantity &- record.filled }
    /// Of the fills so far, rounded to the nearest billionth; nil before the first.
    @inlinable @inline(__always)
    public var averagePrice: Price? { record.filled > 0 ? Price(billionths: record.average_price) : nil }
    /// Why it was rejected, cancelled or expired.
    @inlinable @inline(__always)
    public var reason: Reason { Reason(rawValue: record.reason) }
    /// The limit that was hit, in the rule's unit; 0 when none was.
    @inlinable @inline(__always)
    public var limit: Int64 { record.limit }
    /// What was observed against it.
    @inlinable @inline(__always)
    public var observed: Int64 { record.observed }
}
