/// The messages about the day, the securities and whether they trade.

/// S: a step of the day.
public struct SystemEventMessage: ITCHMessageView {
    @inlinable public static var type: ITCHMessageType { .systemEvent }
    public let base: UnsafeRawPointer
    @inlinable @inline(__always) public init(base: UnsafeRawPointer) { self.base = base }
    /// O start of messages, S system hours, Q market hours, M their end, E, C.
    @inlinable @inline(__always) public var code: UInt8 { base.u8(11) }
}

/// R: a security of the day.
public struct StockDirectoryMessage: ITCHMessageView {
    @inlinable public static var type: ITCHMessageType { .stockDirectory }
    public let base: UnsafeRawPointer
    @inlinable @inline(__always) public init(base: UnsafeRawPointer) { self.base = base }
    @inlinable @inline(__always) public var symbol: ITCHSymbol { base.letters8(11) }
    @inlinable @inline(__always) public var categoryLetter: UInt8 { base.u8(19) }
    @inlinable @inline(__always) public var financialLetter: UInt8 { base.u8(20) }
    @inlinable @inline(__always) public var roundLot: UInt32 { base.u32(21) }
    @inlinable @inline(__always) public var roundLotsOnlyLetter: UInt8 { base.u8(25) }
    @inlinable @inline(__always) public var classificationLetter: UInt8 { base.u8(26) }
    /// Two letters.
    @inlinable @inline(__always) public var subtype: UInt16 { base.u16(27) }
    /// P live, T test.
    @inlinable @inline(__always) public var authenticityLetter: UInt8 { base.u8(29) }
    @inlinable @inline(__always) public var shortSaleThresholdLetter: UInt8 { base.u8(30) }
    @inlinable @inline(__always) public var ipoLetter: UInt8 { base.u8(31) }
    @inlinable @inline(__always) public var luldTierLetter: UInt8 { base.u8(32) }
    @inlinable @inline(__always) public var etpLetter: UInt8 { base.u8(33) }
    @inlinable @inline(__always) public var etpLeverage: UInt32 { base.u32(34) }
    @inlinable @inline(__always) public var inverseLetter: UInt8 { base.u8(38) }
}

/// H: the trading state of a security.
public struct TradingActionMessage: ITCHMessageView {
    @inlinable public static var type: ITCHMessageType { .stockTradingAction }
    public let base: UnsafeRawPointer
    @inlinable @inline(__always) public init(base: UnsafeRawPointer) { self.base = base }
    @inlinable @inline(__always) public var symbol: ITCHSymbol { base.letters8(11) }
    /// H halted, P paused, Q quotation only, T trading.
    @inlinable @inline(__always) public var stateLetter: UInt8 { base.u8(19) }
    /// Four letters.
    @inlinable @inline(__always) public var reason: UInt32 { base.letters4(21) }
}

/// Y: Reg SHO short-sale price test.
public struct ShortSaleMessage: ITCHMessageView {
    @inlinable public static var type: ITCHMessageType { .regSHORestriction }
    public let base: UnsafeRawPointer
    @inlinable @inline(__always) public init(base: UnsafeRawPointer) { self.base = base }
    @inlinable @inline(__always) public var symbol: ITCHSymbol { base.letters8(11) }
    /// 0 none, 1 came into force, 2 remains in force.
    @inlinable @inline(__always) public var actionLetter: UInt8 { base.u8(19) }
}

/// L: a market maker's standing in a security.
public struct ParticipantMessage: ITCHMessageView {
    @inlinable public static var type: ITCHMessageType { .marketParticipantPosition }
    public let base: UnsafeRawPointer
    @inlinable @inline(__always) public init(base: UnsafeRawPointer) { self.base = base }
    @inlinable @inline(__always) public var participant: UInt32 { base.letters4(11) }
    @inlinable @inline(__always) public var symbol: ITCHSymbol { base.letters8(15) }
    @inlinable @inline(__always) public var primaryLetter: UInt8 { base.u8(23) }
    @inlinable @inline(__always) public var modeLetter: UInt8 { base.u8(24) }
    @inlinable @inline(__always) public var stateLetter: UInt8 { base.u8(25) }
}

/// V: the index levels of the market-wide circuit breaker, 1e-8.
public struct DeclineLevelsMessage: ITCHMessageView {
    @inlinable public static var type: ITCHMessageType { .marketWideDeclineLevels }
    public let base: UnsafeRawPointer
    @inlinable @inline(__always) public init(base: UnsafeRawPointer) { self.base = base }
    @inlinable @inline(__always) public var level1: UInt64 { base.u64(11) }
    @inlinable @inline(__always) public var level2: UInt64 { base.u64(19) }
    @inlinable @inline(__always) public var level3: UInt64 { base.u64(27) }
}

/// W: a level of the market-wide circuit breaker is breached.
public struct MarketWideStatusMessage: ITCHMessageView {
    @inlinable public static var type: ITCHMessageType { .marketWideStatus }
    public let base: UnsafeRawPointer
    @inlinable @inline(__always) public init(base: UnsafeRawPointer) { self.base = base }
    /// 1, 2 or 3.
    @inlinable @inline(__always) public var levelLetter: UInt8 { base.u8(11) }
}

/// K: when quoting of a new issue begins.
public struct IPOQuotingMessage: ITCHMessageView {
    @inlinable public static var type: ITCHMessageType { .ipoQuotingPeriod }
    public let base: UnsafeRawPointer
    @inlinable @inline(__always) public init(base: UnsafeRawPointer) { self.base = base }
    @inlinable @inline(__always) public var symbol: ITCHSymbol { base.letters8(11) }
    /// Seconds since midnight.
    @inlinable @inline(__always) public var releaseTime: UInt32 { base.u32(19) }
    /// A anticipated, C cancelled.
    @inlinable @inline(__always) public var qualifierLetter: UInt8 { base.u8(23) }
    /// 1e-4.
    @inlinable @inline(__always) public var price: UInt32 { base.u32(24) }
}

/// J: limit-up limit-down collars of a halt's auction.
public struct AuctionCollarMessage: ITCHMessageView {
    @inlinable public static var type: ITCHMessageType { .luldAuctionCollar }
    public let base: UnsafeRawPointer
    @inlinable @inline(__always) public init(base: UnsafeRawPointer) { self.base = base }
    @inlinable @inline(__always) public var symbol: ITCHSymbol { base.letters8(11) }
    /// 1e-4.
    @inlinable @inline(__always) public var referencePrice: UInt32 { base.u32(19) }
    /// 1e-4.
    @inlinable @inline(__always) public var upperPrice: UInt32 { base.u32(23) }
    /// 1e-4.
    @inlinable @inline(__always) public var lowerPrice: UInt32 { base.u32(27) }
    /// How often the auction was put off.
    @inlinable @inline(__always) public var extensions: UInt32 { base.u32(31) }
}

/// h: one market of the three is halted for a security.
public struct OperationalHaltMessage: ITCHMessageView {
    @inlinable public static var type: ITCHMessageType { .operationalHalt }
    public let base: UnsafeRawPointer
    @inlinable @inline(__always) public init(base: UnsafeRawPointer) { self.base = base }
    @inlinable @inline(__always) public var symbol: ITCHSymbol { base.letters8(11) }
    /// Q, B or X.
    @inlinable @inline(__always) public var marketLetter: UInt8 { base.u8(19) }
    /// H halted, T trading again.
    @inlinable @inline(__always) public var actionLetter: UInt8 { base.u8(20) }
}
