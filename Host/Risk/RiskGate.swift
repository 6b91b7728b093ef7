/// The one gate between strategies and venues: every submit and modify is judged here before it is sent.
public import Orders
public import PluginABI
internal import Records

/// Pre-trade risk of all strategies and the firm, in memory taken once.
///
/// How the engine uses it, for a submit:
/// ```
/// let verdict = risk.check(request, market: reference, time: time, orders: table)
/// if verdict.isToBeSent { risk.record(try table.add(order, valuation: verdict.price, time: time)) }
/// ```
/// Every `OrderChange` and every `PositionChange` is handed to `record`, in order. In debug builds `check`
/// compares its count of open orders with the table's.
public struct RiskGate: ~Copyable {
    public private(set) var limits: LimitTable
    var exposures: ExposureTable
    let buckets: UnsafeMutablePointer<TokenBucket>
    public let strategies: Int
    public let instruments: Int
    public let venues: Int

    /// - Parameters:
    ///   - strategies: highest number of a strategy, 1 to 63.
    ///   - instruments: count of instruments; their ids are below it.
    ///   - venues: count of venues, each with throttles of its own.
    public init(strategies: Int = 63, instruments: Int, venues: Int = 1) {
        self.strategies = min(max(strategies, 1), 63)
        self.instruments = max(instruments, 1)
        self.venues = min(max(venues, 1), 256)
        limits = LimitTable(strategies: self.strategies)
        exposures = ExposureTable(strategies: self.strategies, instruments: self.instruments)
        buckets = .allocate(capacity: 64 * self.venues)
        buckets.initialize(repeating: TokenBucket(), count: 64 * self.venues)
    }

    deinit { buckets.deallocate() }

    // MARK: - Limits

    /// Gathers one row of a new set of limits. Nothing changes before `commit`.
    public mutating func stage(_ row: tectra_limits) { limits.stage(row) }

    /// Takes the gathered rows of `version` in place of all there were, when there are `rows` of them and
    /// they do not contradict each other; else nothing changes, and `limits.contradictions` says why.
    public mutating func commit(version: UInt64, rows: UInt32) -> LimitsOutcome {
        limits.commit(version: version, rows: rows)
    }

    // MARK: - What happened

    /// Counts what an order event changed.
    public mutating func record(_ change: OrderChange) { exposures.record(change) }

    /// Counts what a fill changed.
    public mutating func record(_ change: PositionChange) { exposures.record(change) }

    // MARK: - What is

    /// What a strategy has at stake in an instrument; strategy 0 is the firm.
    public func exposure(of strategy: UInt8, in instrument: UInt32) -> Exposure {
        exposures.contains(strategy, instrument) ? exposures.cell(strategy, instrument).pointee : Exposure()
    }

    /// What a strategy has at stake in all; strategy 0 is the firm.
    public func totals(of strategy: UInt8) -> ExposureTotals {
        Int(strategy) <= strategies ? exposures.totals(strategy).pointee : ExposureTotals()
    }

    /// Orders that a strategy may send at once to a venue at `time`; nil when there is no limit.
    public func tokens(of strategy: UInt8, venue: UInt8 = 0, at time: Int64) -> Int64? {
        guard let row = limits.row(of: strategy), Int(venue) < venues else { return 0 }
        guard row.ordersPerSecond != LimitRow.unlimited else { return nil }
        let level = bucket(strategy, venue).pointee.level(at: time, rate: row.ordersPerSecond, burst: row.ordersBurst)
        return level / TokenBucket.token
    }

    @inline(__always)
    func bucket(_ strategy: UInt8, _ venue: UInt8) -> UnsafeMutablePointer<TokenBucket> {
        buckets + (Int(venue) * 64 + Int(strategy & 63))
    }
}
