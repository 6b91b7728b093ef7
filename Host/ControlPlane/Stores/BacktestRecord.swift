/// A backtest's result as it is stored, printed and written as JSON: one shape for all three.
/// Money is decimal text, exact to 1e-9; ratios are numbers, nil where there is none to speak of.

/// What one strategy did, or all of them together.
public struct BacktestFigures: Codable, Equatable, Sendable {
    public var name: String
    public var realized = "0"
    public var unrealized = "0"
    public var fees = "0"
    /// Realized and unrealized, less fees.
    public var net = "0"
    /// Round trips: from flat to flat, or through zero.
    public var trades = 0
    /// Trades that earned money after their fees, of all.
    public var winRate: Double?
    /// What the winners earned over what the losers lost.
    public var profitFactor: Double?
    /// Annualized, of the changes between two samples, with a risk-free rate of zero.
    public var sharpe: Double?
    /// The largest fall of the equity curve from a peak.
    public var drawdownMax = "0"
    public var accepted: UInt64 = 0
    public var rejected: UInt64 = 0
    public var fills: UInt64 = 0
    /// Fills on data that was halted, crossed, stale or behind a gap.
    public var doubtful: UInt64 = 0
    public var shares: Int64 = 0
    public var signals: UInt64 = 0
    /// How its worker ended, when it did not last to the end of the day.
    public var lost: String?
    /// Net profit and loss over event time.
    public var equity: [EquityPoint] = []

    public init(name: String) { self.name = name }
}

/// One sample of an equity curve.
public struct EquityPoint: Codable, Equatable, Sendable {
    /// ISO 8601, UTC.
    public var at: String
    public var net: String

    public init(at: String, net: String) {
        self.at = at
        self.net = net
    }
}

public struct BacktestRecord: Codable, Equatable, Sendable {
    /// 0 until it is stored.
    public var id: Int64 = 0
    /// When it was run; ISO 8601, UTC.
    public var at = Timestamp.now()
    /// The files that it ran by.
    public var configuration = ""
    public var feed = ""
    public var seed: UInt64 = 0
    /// Where its journal lies; empty when it kept none.
    public var journal = ""
    /// Event time of the first and last input; ISO 8601.
    public var from = ""
    public var to = ""
    /// Everything that the engine was given: feed messages, requests, timers, commands.
    public var events: UInt64 = 0
    public var messages: UInt64 = 0
    /// Records published to the strategies' market ring.
    public var ticks: UInt64 = 0
    /// Messages that could not be applied.
    public var faults: UInt64 = 0
    /// Of the host, from the first message to the last worker's end.
    public var seconds = 0.0
    /// False when the strategies ran inside the host, which then had to trust them.
    public var isSandboxed = true
    public var total = BacktestFigures(name: "total")
    public var strategies: [BacktestFigures] = []

    public init() {}
}
