/// Whether and how an instrument trades, and what its auction would do.
public import PluginABI

/// What is new in a status event. Every field says what is known, whatever the kind.
public enum StatusKind: UInt8, Sendable {
    case trading = 1
    case imbalance = 2
    case cross = 3
}

/// Trading state as the venue tells it.
public enum TradingState: UInt8, Sendable {
    case halted = 0x48
    case paused = 0x50
    case quotationOnly = 0x51
    case trading = 0x54
}

/// Letters are those of NASDAQ TotalView-ITCH 5.0.
public struct MarketStatus: Sendable {
    public let record: tectra_market_status
    @inlinable @inline(__always)
    public init(_ record: tectra_market_status) { self.record = record }

    @inlinable @inline(__always)
    public var sequence: UInt64 { record.sequence }
    /// Nanoseconds since the Unix epoch, from the venue.
    @inlinable @inline(__always)
    public var time: Int64 { record.time }
    /// nil for a market-wide circuit breaker.
    @inlinable @inline(__always)
    public var instrument: InstrumentID? {
        record.instrument == UInt32.max ? nil : InstrumentID(record.instrument)
    }
    @inlinable @inline(__always)
    public var flags: DataFlags { DataFlags(rawValue: record.flags) }
    /// nil for a kind this version does not know.
    @inlinable @inline(__always)
    public var kind: StatusKind? { StatusKind(rawValue: record.kind) }

    /// nil before the venue's first word.
    @inlinable @inline(__always)
    public var state: TradingState? { TradingState(rawValue: record.state) }
    /// The venue's own halt of the instrument, beside the state of all venues.
    @inlinable @inline(__always)
    public var isVenueHalted: Bool { record.venue_halted != 0 }
    /// Whether the Reg SHO price test restricts short sales.
    @inlinable @inline(__always)
    public var isShortSaleRestricted: Bool { record.short_sale != 0 }
    /// Breached level of the market-wide circuit breaker, 1 to 3; 0 none.
    @inlinable @inline(__always)
    public var marketWideLevel: UInt8 { record.market_wide }

    /// Shares that would trade at the reference price of the next auction.
    @inlinable @inline(__always)
    public var paired: Int64 { record.paired }
    /// Shares that would not, on the side of `imbalanceSide`.
    @inlinable @inline(__always)
    public var imbalance: Int64 { record.imbalance }
    /// nil when there is none, or too few orders to say.
    @inlinable @inline(__always)
    public var imbalanceSide: Side? {
        record.direction == 0x42 ? .buy : record.direction == 0x53 ? .sell : nil
    }
    /// Where the imbalance is least within the inside market; nil when there is none.
    @inlinable @inline(__always)
    public var referencePrice: Price? { Self.price(record.reference_price) }
    /// Where the auction would cross with all interest; nil when there is none.
    @inlinable @inline(__always)
    public var nearPrice: Price? { Self.price(record.near_price) }
    /// Where the auction would cross with auction orders alone; nil when there is none.
    @inlinable @inline(__always)
    public var farPrice: Price? { Self.price(record.far_price) }
    /// Limit-up limit-down collars of the auction that ends a pause; nil when there are none.
    @inlinable @inline(__always)
    public var collarLower: Price? { Self.price(record.collar_lower) }
    @inlinable @inline(__always)
    public var collarUpper: Price? { Self.price(record.collar_upper) }
    /// The last auction that traded today; nil before the first.
    @inlinable @inline(__always)
    public var crossPrice: Price? { Self.price(record.cross_price) }
    @inlinable @inline(__always)
    public var crossQuantity: Int64 { record.cross_quantity }

    @inlinable @inline(__always)
    static func price(_ billionths: Int64) -> Price? { billionths == 0 ? nil : Price(billionths: billionths) }
}
