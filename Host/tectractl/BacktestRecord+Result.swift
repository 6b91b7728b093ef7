/// A driver's result as the record that is stored and printed.
internal import Backtest
internal import ControlStores
internal import EngineLink
internal import HostConfiguration
internal import Records

extension BacktestRecord {
    init(_ result: BacktestResult, _ plan: BacktestPlan, configuration: String) {
        self.init()
        self.configuration = configuration
        feed = plan.engine.feedFile
        seed = plan.engine.seed
        journal = plan.journal ?? ""
        from = Timestamp.text(nanoseconds: result.from)
        to = Timestamp.text(nanoseconds: result.to)
        events = result.events
        messages = result.messages
        ticks = result.ticks
        faults = result.faults
        seconds = result.seconds
        strategies = result.strategies.map(BacktestFigures.init)
        total = BacktestFigures(totalOf: result)
    }
}

extension BacktestFigures {
    init(_ result: StrategyResult) {
        self.init(name: result.name)
        realized = Self.money(result.realized)
        unrealized = Self.money(result.unrealized)
        fees = Self.money(result.fees)
        net = Self.money(result.net)
        accepted = result.accepted
        rejected = result.rejected
        fills = result.fills
        doubtful = result.doubtful
        shares = result.shares
        signals = result.signals
        lost = result.lost
        take(result.trades, result.equity)
    }

    init(totalOf result: BacktestResult) {
        self.init(name: "total")
        let all = result.strategies
        realized = Self.money(all.reduce(0) { $0 + $1.realized })
        unrealized = Self.money(all.reduce(0) { $0 + $1.unrealized })
        fees = Self.money(all.reduce(0) { $0 + $1.fees })
        net = Self.money(all.reduce(0) { $0 + $1.net })
        accepted = all.reduce(0) { $0 + $1.accepted }
        rejected = all.reduce(0) { $0 + $1.rejected }
        fills = all.reduce(0) { $0 + $1.fills }
        doubtful = all.reduce(0) { $0 + $1.doubtful }
        shares = all.reduce(0) { $0 &+ $1.shares }
        signals = all.reduce(0) { $0 + $1.signals }
        guard let curve = EquityCurve.sum(all.map(\.equity)) else { return }
        take(TradeStatistics(sum: all.map(\.trades)), curve)
    }

    private mutating func take(_ statistics: TradeStatistics, _ curve: EquityCurve) {
        trades = statistics.trades
        winRate = statistics.winRate
        profitFactor = statistics.profitFactor
        sharpe = curve.sharpeRatio
        drawdownMax = Amount.text(curve.drawdownMax)
        equity = zip(curve.times, curve.values).map { time, value in
            EquityPoint(at: Timestamp.text(nanoseconds: time), net: Amount.text(value))
        }
    }

    private static func money(_ value: Int128) -> String { Amount.text(Int64(saturating: value)) }
}
