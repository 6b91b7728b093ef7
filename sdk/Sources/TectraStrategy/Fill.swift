/// An execution of one of the strategy's own orders.
public import PluginABI

public struct Fill: Sendable {
    public let record: tectra_fill
    @inlinable @inline(__always)
    public init(_ record: tectra_fill) { self.record = record }

    @inlinable @inline(__always)
    public var sequence: UInt64 { record.sequence }
    @inlinable @inline(__always)
    public var time: Int64 { record.time }
    /// What `submit` returned.
    @inlinable @inline(__always)
    public var order: OrderID { OrderID(record.client_id) }
    /// The host's number of the order, unique in the session.
    @inlinable @inline(__always)
    public var hostOrderID: UInt64 { record.order_id }
    /// The host's number of this fill, unique in the session.
    @inlinable @inline(__always)
    public var id: UInt64 { record.fill_id }
    @inlinable @inline(__always)
    public var instrument: InstrumentID { InstrumentID(record.instrument) }
    @inlinable @inline(__always)
    public var side: Side { Side(rawValue: record.side) ?? .buy }
    @inlinable @inline(__always)
    public var liquidity: Liquidity { Liquidity(rawValue: record.liquidity) ?? .taker }
    @inlinable @inline(__always)
    public var price: Price { Price(billionths: record.price) }
    /// Shares of this fill.
    @inlinable @inline(__always)
    public var quantity: Int64 { record.quantity }
    /// Shares of the order still open after it.
    @inlinable @inline(__always)
    public var remaining: Int64 { record.remaining }
    /// Paid; negative is a rebate.
    @inlinable @inline(__always)
    public var fee: Money { Money(billionths: record.fee) }
    /// How this moves the position: positive for a buy.
    @inlinable @inline(__always)
    public var signedQuantity: Int64 { side.sign &* record.quantity }
}
