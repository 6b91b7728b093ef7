/// A trade on the market, of anybody.
public import PluginABI

public struct Trade: Sendable {
    public let record: tectra_trade
    @inlinable @inline(__always)
    public init(_ record: tectra_trade) { self.record = record }

    @inlinable @inline(__always)
    public var sequence: UInt64 { record.sequence }
    /// Nanoseconds since the Unix epoch, from the venue.
    @inlinable @inline(__always)
    public var time: Int64 { record.time }
    @inlinable @inline(__always)
    public var instrument: InstrumentID { InstrumentID(record.instrument) }
    /// Tells a cross, a hidden match and a trade that was broken later from an ordinary one.
    @inlinable @inline(__always)
    public var flags: DataFlags { DataFlags(rawValue: record.flags) }
    @inlinable @inline(__always)
    public var price: Price { Price(billionths: record.price) }
    /// Shares.
    @inlinable @inline(__always)
    public var quantity: Int64 { record.quantity }
    /// The venue's number of the match.
    @inlinable @inline(__always)
    public var matchID: UInt64 { record.match_id }
    /// The side that took liquidity; nil when it is not known.
    @inlinable @inline(__always)
    public var aggressor: Side? { Side(rawValue: record.aggressor) }
}
