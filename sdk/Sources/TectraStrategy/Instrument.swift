/// What a strategy trades: the dense id that events carry, and the definition behind it.
public import PluginABI

/// The number of an instrument for this session: small, dense, the same in every event.
public struct InstrumentID: Hashable, Sendable, Comparable, CustomStringConvertible {
    public let rawValue: UInt32
    @inlinable @inline(__always)
    public init(_ rawValue: UInt32) { self.rawValue = rawValue }

    @inlinable @inline(__always)
    public static func < (left: InstrumentID, right: InstrumentID) -> Bool { left.rawValue < right.rawValue }
    public var description: String { "#\(rawValue)" }
}

/// The definition of an instrument.
public struct Instrument: Sendable {
    public let record: tectra_instrument
    @inlinable
    public init(_ record: tectra_instrument) { self.record = record }

    public var id: InstrumentID { InstrumentID(record.instrument) }
    /// The venue's symbol, such as `AAPL`.
    public var symbol: String { text(of: record.symbol) }
    /// The smallest price step.
    public var tickSize: Price { Price(billionths: record.tick_size) }
    /// A round lot, in shares.
    public var lotSize: Int64 { record.lot_size }
}
