/// The event that most strategies live on: the top of a book has changed.
public import PluginABI

/// Best bid and ask of one instrument after a change.
public struct Tick: Sendable {
    public let record: tectra_tick
    @inlinable @inline(__always)
    public init(_ record: tectra_tick) { self.record = record }

    /// The host's input sequence; every event of the same cause carries the same.
    @inlinable @inline(__always)
    public var sequence: UInt64 { record.sequence }
    /// Nanoseconds since the Unix epoch, from the venue.
    @inlinable @inline(__always)
    public var time: Int64 { record.time }
    @inlinable @inline(__always)
    public var instrument: InstrumentID { InstrumentID(record.instrument) }
    @inlinable @inline(__always)
    public var flags: DataFlags { DataFlags(rawValue: record.flags) }

    /// The best bid; nil when nobody bids.
    @inlinable @inline(__always)
    public var bid: Level? {
        record.bid_price == .min
            ? nil : Level(price: Price(billionths: record.bid_price), quantity: record.bid_quantity)
    }

    /// The best ask; nil when nobody offers.
    @inlinable @inline(__always)
    public var ask: Level? {
        record.ask_price == .min
            ? nil : Level(price: Price(billionths: record.ask_price), quantity: record.ask_quantity)
    }

    /// Both sides; nil when one is missing.
    @inlinable @inline(__always)
    public var top: TopOfBook? {
        guard let bid, let ask else { return nil }
        return TopOfBook(bid: bid, ask: ask)
    }

    /// Both sides, when the instrument trades normally: both are there, bid below ask, not halted,
    /// and no messages were lost on the way.
    @inlinable @inline(__always)
    public var tradable: TopOfBook? {
        guard let top, top.bid.price < top.ask.price, record.flags & DataFlags.untradable == 0 else { return nil }
        return top
    }

    /// Half way between bid and ask; nil when a side is missing.
    @inlinable @inline(__always)
    public var mid: Price? { top?.mid }
    /// Ask minus bid; nil when a side is missing.
    @inlinable @inline(__always)
    public var spread: Price? { top?.spread }
    /// See `TopOfBook.imbalance`; nil when a side is missing.
    @inlinable @inline(__always)
    public var imbalance: Double? { top?.imbalance }
    /// See `TopOfBook.microprice`, in units of price; nil when a side is missing.
    @inlinable @inline(__always)
    public var microprice: Double? { top?.microprice }
}
