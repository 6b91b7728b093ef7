/// The limits of one strategy, or of the firm.
public import PluginABI
internal import Records

/// One row of the limit table. 0 allows nothing of the kind; `LimitRow.unlimited` is no limit.
public struct LimitRow: Equatable, Sendable {
    public static let unlimited = Int64.max

    /// 0 is the firm as a whole.
    public var strategy: UInt8
    /// Judge and journal, send nothing.
    public var isDryRun = false
    /// How far from the reference price, either way, in 1/10,000.
    public var bandBps: Int64 = 0
    /// Shares of one order.
    public var orderQuantityMax: Int64 = 0
    /// Worth of one order, in 1e-9 of the currency unit.
    public var orderNotionalMax: Int64 = 0
    /// Shares of one instrument, either way, with all open orders of the side filled. 0 lets positions be
    /// closed only.
    public var positionMax: Int64 = 0
    /// Positions at cost plus open orders at their prices, without signs, in 1e-9. 0 lets positions be
    /// closed only.
    public var creditMax: Int64 = 0
    /// Submits and modifies, to each venue.
    public var ordersPerSecond: Int64 = 0
    /// How many at once, after a pause.
    public var ordersBurst: Int64 = 0

    public init(strategy: UInt8) { self.strategy = strategy }

    /// From the record of the contract. In its 32-bit fields UINT32_MAX is no limit.
    public init(_ record: tectra_limits) {
        func widened(_ value: UInt32) -> Int64 { value == .max ? Self.unlimited : Int64(value) }
        strategy = record.strategy
        isDryRun = record.dry_run != 0
        bandBps = widened(record.band_bps)
        orderQuantityMax = record.order_quantity_max
        orderNotionalMax = record.order_notional_max
        positionMax = record.position_max
        creditMax = record.credit_max
        ordersPerSecond = widened(record.orders_per_second)
        ordersBurst = widened(record.orders_burst)
    }

    /// The record of the contract, of version `version`.
    public func record(version: UInt64, sequence: UInt64 = 0, time: Int64 = 0) -> tectra_limits {
        func narrowed(_ value: Int64) -> UInt32 { UInt32(exactly: value) ?? (value < 0 ? 0 : .max) }
        var record = tectra_limits.blank
        record.sequence = sequence
        record.time = time
        record.version = version
        record.strategy = strategy
        record.dry_run = isDryRun ? 1 : 0
        record.band_bps = narrowed(bandBps)
        record.order_quantity_max = orderQuantityMax
        record.order_notional_max = orderNotionalMax
        record.position_max = positionMax
        record.credit_max = creditMax
        record.orders_per_second = narrowed(ordersPerSecond)
        record.orders_burst = narrowed(ordersBurst)
        return record
    }
}
