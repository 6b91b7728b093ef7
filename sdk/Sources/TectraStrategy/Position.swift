/// What the strategy holds and what it has made, as the host accounts for it.
public import PluginABI

/// The position in one instrument.
public struct Position: Sendable {
    public let record: tectra_position
    @inlinable @inline(__always)
    public init(_ record: tectra_position) { self.record = record }

    /// Shares; negative is short.
    @inlinable @inline(__always)
    public var quantity: Int64 { record.quantity }
    /// Average cost, rounded to the nearest billionth; nil when flat.
    @inlinable @inline(__always)
    public var averagePrice: Price? { record.quantity != 0 ? Price(billionths: record.average_price) : nil }
    /// Profit and loss of what was closed, before fees.
    @inlinable @inline(__always)
    public var realized: Money { Money(billionths: record.realized) }
    /// Profit and loss of what is open, at the mid price.
    @inlinable @inline(__always)
    public var unrealized: Money { Money(billionths: record.unrealized) }
    @inlinable @inline(__always)
    public var fees: Money { Money(billionths: record.fees) }
}

/// Profit and loss of the whole strategy.
public struct ProfitAndLoss: Sendable {
    public let record: tectra_pnl
    @inlinable @inline(__always)
    public init(_ record: tectra_pnl) { self.record = record }

    /// Before fees.
    @inlinable @inline(__always)
    public var realized: Money { Money(billionths: record.realized) }
    /// At the mid price, as of the last fill or tick seen.
    @inlinable @inline(__always)
    public var unrealized: Money { Money(billionths: record.unrealized) }
    @inlinable @inline(__always)
    public var fees: Money { Money(billionths: record.fees) }
    /// Realized plus unrealized minus fees.
    @inlinable @inline(__always)
    public var net: Money { realized + unrealized - fees }
}
