/// What a backtest runs: a recorded day, strategies, limits and a venue's fees.
public import EngineLink
public import Risk
public import Sandbox

public struct BacktestPlan: Sendable {
    /// Capacities, seed, session day, fees, intervals and the feed's file; what is of a running host
    /// alone (sockets, pace, processors) does not count.
    public var engine: EngineConfiguration
    public var strategies: [DeployRequest]
    /// The firm's row, and a row for strategies that have none of their own.
    public var firm: LimitRow
    public var standard: LimitRow
    /// Rows by strategy name.
    public var rows: [String: LimitRow]
    /// Where to keep the journal; nil keeps none.
    public var journal: String?
    /// Event time between two samples of profit and loss, ns.
    public var sampling: Int64 = 60_000_000_000
    /// Stricter filters for the workers than a host's; nil is the host's.
    public var filters: FilterImage?
    /// Ends a worker that reads the processor's clock.
    public var trapsClock = false

    public init(
        engine: EngineConfiguration, strategies: [DeployRequest], firm: LimitRow, standard: LimitRow,
        rows: [String: LimitRow] = [:], journal: String? = nil
    ) {
        self.engine = engine
        self.strategies = strategies
        self.firm = firm
        self.standard = standard
        self.rows = rows
        self.journal = journal
    }
}
