/// What a strategy, or the firm, has at stake in one instrument: kept up by every order event and fill.

/// Position and open orders in one instrument. One cache line.
public struct Exposure: Equatable, Sendable, BitwiseCopyable {
    /// Shares; negative is short.
    public internal(set) var position: Int64 = 0
    /// Shares that open orders may still buy.
    public internal(set) var openBuy: Int64 = 0
    /// Shares that open orders may still sell.
    public internal(set) var openSell: Int64 = 0
    public internal(set) var openOrders: Int64 = 0
    /// Open orders at their prices, in 1e-9.
    public internal(set) var openNotional: Int128 = 0
    /// The position at cost without its sign, in 1e-9. The firm's is the sum of its strategies', so that one
    /// strategy's long does not hide another's short.
    public internal(set) var positionNotional: Int128 = 0

    public init() {}

    /// Position with every open buy filled and no sell.
    @inlinable
    public var longest: Int128 { Int128(position) + Int128(openBuy) }

    /// Position, as a short one counts, with every open sell filled and no buy.
    @inlinable
    public var shortest: Int128 { Int128(openSell) - Int128(position) }
}

/// Sums over all instruments of a strategy, or of the firm.
public struct ExposureTotals: Equatable, Sendable, BitwiseCopyable {
    public internal(set) var openOrders: Int64 = 0
    public internal(set) var openNotional: Int128 = 0
    public internal(set) var positionNotional: Int128 = 0

    public init() {}

    /// What credit limits, in 1e-9.
    @inlinable
    public var gross: Int128 { openNotional + positionNotional }
}
