/// The messages of trades without a displayed order, of auctions and of broken trades.

/// P: a trade with a hidden order.
public struct TradeMessage: ITCHMessageView {
    @inlinable public static var type: ITCHMessageType { .trade }
    public let base: UnsafeRawPointer
    @inlinable @inline(__always) public init(base: UnsafeRawPointer) { self.base = base }
    /// 0 since 2010.
    @inlinable @inline(__always) public var reference: UInt64 { base.u64(11) }
    /// B since 2014, whichever side it was.
    @inlinable @inline(__always) public var sideLetter: UInt8 { base.u8(19) }
    @inlinable @inline(__always) public var shares: UInt32 { base.u32(20) }
    @inlinable @inline(__always) public var symbol: ITCHSymbol { base.letters8(24) }
    /// 1e-4.
    @inlinable @inline(__always) public var price: UInt32 { base.u32(32) }
    @inlinable @inline(__always) public var match: UInt64 { base.u64(36) }
}

/// Q: what an auction traded; 0 shares where nothing met.
public struct CrossTradeMessage: ITCHMessageView {
    @inlinable public static var type: ITCHMessageType { .crossTrade }
    public let base: UnsafeRawPointer
    @inlinable @inline(__always) public init(base: UnsafeRawPointer) { self.base = base }
    @inlinable @inline(__always) public var shares: UInt64 { base.u64(11) }
    @inlinable @inline(__always) public var symbol: ITCHSymbol { base.letters8(19) }
    /// 1e-4.
    @inlinable @inline(__always) public var price: UInt32 { base.u32(27) }
    @inlinable @inline(__always) public var match: UInt64 { base.u64(31) }
    /// O opening, C closing, H halt or IPO.
    @inlinable @inline(__always) public var crossLetter: UInt8 { base.u8(39) }
}

/// B: a trade is void.
public struct BrokenTradeMessage: ITCHMessageView {
    @inlinable public static var type: ITCHMessageType { .brokenTrade }
    public let base: UnsafeRawPointer
    @inlinable @inline(__always) public init(base: UnsafeRawPointer) { self.base = base }
    @inlinable @inline(__always) public var match: UInt64 { base.u64(11) }
}

/// I: net order imbalance before an auction.
public struct ImbalanceMessage: ITCHMessageView {
    @inlinable public static var type: ITCHMessageType { .imbalance }
    public let base: UnsafeRawPointer
    @inlinable @inline(__always) public init(base: UnsafeRawPointer) { self.base = base }
    /// Shares that would trade.
    @inlinable @inline(__always) public var paired: UInt64 { base.u64(11) }
    /// Shares that would not.
    @inlinable @inline(__always) public var imbalance: UInt64 { base.u64(19) }
    /// B, S, N none, O too few orders, P paused.
    @inlinable @inline(__always) public var directionLetter: UInt8 { base.u8(27) }
    @inlinable @inline(__always) public var symbol: ITCHSymbol { base.letters8(28) }
    /// Of the auction's orders alone, 1e-4.
    @inlinable @inline(__always) public var farPrice: UInt32 { base.u32(36) }
    /// With the book's orders, 1e-4.
    @inlinable @inline(__always) public var nearPrice: UInt32 { base.u32(40) }
    /// 1e-4.
    @inlinable @inline(__always) public var referencePrice: UInt32 { base.u32(44) }
    /// O, C, H or A.
    @inlinable @inline(__always) public var crossLetter: UInt8 { base.u8(48) }
    /// How far the near price is from the reference.
    @inlinable @inline(__always) public var variationLetter: UInt8 { base.u8(49) }
}

/// N: retail price improvement is on offer.
public struct RetailInterestMessage: ITCHMessageView {
    @inlinable public static var type: ITCHMessageType { .retailInterest }
    public let base: UnsafeRawPointer
    @inlinable @inline(__always) public init(base: UnsafeRawPointer) { self.base = base }
    @inlinable @inline(__always) public var symbol: ITCHSymbol { base.letters8(11) }
    /// B, S, A both, N none.
    @inlinable @inline(__always) public var interestLetter: UInt8 { base.u8(19) }
}

/// O: price discovery of a direct listing with a capital raise.
public struct DirectListingMessage: ITCHMessageView {
    @inlinable public static var type: ITCHMessageType { .directListing }
    public let base: UnsafeRawPointer
    @inlinable @inline(__always) public init(base: UnsafeRawPointer) { self.base = base }
    @inlinable @inline(__always) public var symbol: ITCHSymbol { base.letters8(11) }
    /// Y or N.
    @inlinable @inline(__always) public var eligibilityLetter: UInt8 { base.u8(19) }
    /// 1e-4.
    @inlinable @inline(__always) public var lowestPrice: UInt32 { base.u32(20) }
    /// 1e-4.
    @inlinable @inline(__always) public var highestPrice: UInt32 { base.u32(24) }
    /// 1e-4.
    @inlinable @inline(__always) public var nearPrice: UInt32 { base.u32(28) }
    /// ns since midnight.
    @inlinable @inline(__always) public var nearTime: UInt64 { base.u64(32) }
    /// 1e-4.
    @inlinable @inline(__always) public var lowerCollar: UInt32 { base.u32(40) }
    /// 1e-4.
    @inlinable @inline(__always) public var upperCollar: UInt32 { base.u32(44) }
}
