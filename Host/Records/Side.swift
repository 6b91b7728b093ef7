/// The small closed values of the contract as Swift enums. `init?(rawValue:)` is the check that a
/// byte from outside is one of them.

/// Which side of the market an order is on.
public enum Side: UInt8, BitwiseCopyable, Sendable, CaseIterable {
    case buy = 1
    case sell = 2

    @inlinable
    public var opposite: Side { self == .buy ? .sell : .buy }

    /// +1 for a buy, -1 for a sell: how a fill moves a position.
    @inlinable
    public var sign: Int64 { self == .buy ? 1 : -1 }
}

/// How an order is priced.
public enum OrderType: UInt8, Sendable, CaseIterable {
    case limit = 1
    case market = 2
}

/// How long an order stays.
public enum TimeInForce: UInt8, Sendable, CaseIterable {
    case day = 1
    case immediateOrCancel = 2
    case fillOrKill = 3
}

/// Whether a fill took liquidity or made it.
public enum Liquidity: UInt8, BitwiseCopyable, Sendable {
    case maker = 1
    case taker = 2
}
