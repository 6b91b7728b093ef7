/// A finished bar of trades.
public import PluginABI

/// What a bar's interval counts.
public enum BarKind: UInt8, Sendable {
    case time = 1
    case tick = 2
    case volume = 3
    case notional = 4
}

public struct Bar: Sendable {
    public let record: tectra_bar
    @inlinable @inline(__always)
    public init(_ record: tectra_bar) { self.record = record }

    @inlinable @inline(__always)
    public var sequence: UInt64 { record.sequence }
    /// Its end, nanoseconds since the Unix epoch.
    @inlinable @inline(__always)
    public var time: Int64 { record.time }
    @inlinable @inline(__always)
    public var instrument: InstrumentID { InstrumentID(record.instrument) }
    @inlinable @inline(__always)
    public var flags: DataFlags { DataFlags(rawValue: record.flags) }
    @inlinable @inline(__always)
    public var open: Price { Price(billionths: record.open) }
    @inlinable @inline(__always)
    public var high: Price { Price(billionths: record.high) }
    @inlinable @inline(__always)
    public var low: Price { Price(billionths: record.low) }
    @inlinable @inline(__always)
    public var close: Price { Price(billionths: record.close) }
    /// Shares.
    @inlinable @inline(__always)
    public var volume: Int64 { record.volume }
    /// Volume-weighted average price, rounded to the nearest billionth.
    @inlinable @inline(__always)
    public var vwap: Price { Price(billionths: record.vwap) }
    @inlinable @inline(__always)
    public var trades: UInt32 { record.trades }
    /// What `interval` counts; nil for a kind this version does not know.
    @inlinable @inline(__always)
    public var kind: BarKind? { BarKind(rawValue: record.kind) }
    /// Nanoseconds of a time bar, else ticks, shares or money (1e-9) in a bar.
    @inlinable @inline(__always)
    public var interval: Int64 { record.interval }
}
