/// What a backtest found, by strategy and in all.

/// One strategy's result. Money is in 1e-9 of the currency unit.
public struct StrategyResult: Sendable {
    public let name: String
    public internal(set) var realized: Int128 = 0
    public internal(set) var unrealized: Int128 = 0
    public internal(set) var fees: Int128 = 0
    public internal(set) var accepted: UInt64 = 0
    public internal(set) var rejected: UInt64 = 0
    public internal(set) var fills: UInt64 = 0
    /// Fills on data that was halted, crossed, stale or behind a gap.
    public internal(set) var doubtful: UInt64 = 0
    public internal(set) var shares: Int64 = 0
    public internal(set) var signals: UInt64 = 0
    public internal(set) var trades = TradeStatistics()
    public internal(set) var equity: EquityCurve
    /// How its worker ended, when it did not last to the end of the day.
    public internal(set) var lost: String?

    init(name: String, sampling: Int64) {
        self.name = name
        equity = EquityCurve(interval: sampling)
    }

    /// Realized and unrealized, less fees.
    public var net: Int128 { realized + unrealized - fees }
}

public struct BacktestResult: Sendable {
    public internal(set) var strategies: [StrategyResult] = []
    /// Everything that the engine was given: feed messages, requests, timers, commands.
    public internal(set) var events: UInt64 = 0
    public internal(set) var messages: UInt64 = 0
    public internal(set) var faults: UInt64 = 0
    public internal(set) var ticks: UInt64 = 0
    /// Event time of the first and last input, ns since the epoch.
    public internal(set) var from: Int64 = 0
    public internal(set) var to: Int64 = 0
    /// Seconds of the host.
    public internal(set) var seconds = 0.0
}
