/// Whether and how an instrument trades, as its exchange told last.

/// Trading state, short-sale restriction and auction collars of one instrument.
public struct TradingStatus: BitwiseCopyable, Sendable, Equatable {
    /// H halted, P paused, Q quotation only, T trading; 0 before the first word.
    public var state: UInt8 = 0
    /// The market's own halt of this instrument, beside the state of all markets.
    public var isOperationallyHalted = false
    /// Reg SHO price test: 0 none, 1 came into force today, 2 remains in force.
    public var shortSale: UInt8 = 0
    /// Breached level of the market-wide circuit breaker when the state was told: a later breach halts the instrument
    /// until its next word.
    public var breachedLevel: UInt8 = 0
    /// Four letters, why the state is as it is; in memory order, 0 before the first.
    public var reason: UInt32 = 0
    /// Limit-up limit-down collars of the auction that ends a pause, 1e-9; 0 before the first.
    public var collarReference: Int64 = 0
    public var collarUpper: Int64 = 0
    public var collarLower: Int64 = 0
    /// How often that auction was put off.
    public var collarExtensions: UInt32 = 0
    /// When quoting of a new issue begins, seconds since midnight; 0 none.
    public var releaseTime: UInt32 = 0

    public init() {}

    /// Whether orders meet continuously, as far as the instrument goes.
    public var isTrading: Bool { state == 0x54 && !isOperationallyHalted }
}

/// The net order imbalance before an auction. Prices in 1e-9, 0 where there is none.
public struct AuctionImbalance: BitwiseCopyable, Sendable, Equatable {
    /// ns since midnight; 0 before the first.
    public var time: Int64 = 0
    /// Shares that would trade at the reference price.
    public var paired: Int64 = 0
    /// Shares that would not.
    public var imbalance: Int64 = 0
    public var farPrice: Int64 = 0
    public var nearPrice: Int64 = 0
    public var referencePrice: Int64 = 0
    /// B, S, N none, O too few orders, P paused.
    public var direction: UInt8 = 0
    /// O opening, C closing, H halt or IPO, A extended.
    public var cross: UInt8 = 0
    /// How far the near price is from the reference, as a letter.
    public var variation: UInt8 = 0

    public init() {}
}
