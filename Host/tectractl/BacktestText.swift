/// A backtest for people: what was run, the figures by strategy, and the curve of the money.
internal import ControlStores
internal import Foundation

enum BacktestText {
    static func text(_ backtest: BacktestRecord) -> String {
        [facts(backtest), money(backtest), orders(backtest), curve(backtest.total.equity), summary(backtest)]
            .filter { !$0.isEmpty }.joined(separator: "\n\n")
    }

    private static func facts(_ backtest: BacktestRecord) -> String {
        var facts = FactList()
        if backtest.id > 0 { facts.add("backtest", "\(backtest.id), run at \(backtest.at)") }
        facts.add("configuration", backtest.configuration)
        facts.add("feed", backtest.feed)
        facts.add("event time", "\(backtest.from) to \(backtest.to)")
        facts.add(
            "messages",
            "\(Reading.grouped(backtest.messages)), of which \(Reading.grouped(backtest.faults)) could not be applied; "
                + "\(Reading.grouped(backtest.ticks)) ticks")
        facts.add("seed", "\(backtest.seed)")
        facts.add("journal", backtest.journal)
        if !backtest.isSandboxed { facts.add("sandbox", "none: the strategies' libraries were trusted") }
        for strategy in backtest.strategies {
            if let lost = strategy.lost { facts.add("lost", "\(strategy.name): \(lost)") }
        }
        return facts.text
    }

    private static func money(_ backtest: BacktestRecord) -> String {
        var table = Table([
            "strategy", ">realized", ">unrealized", ">fees", ">net", ">trades", ">win rate", ">profit factor",
            ">sharpe", ">drawdown",
        ])
        for figures in rows(backtest) {
            table.add([
                figures.name, Reading.rounded(figures.realized), Reading.rounded(figures.unrealized),
                Reading.rounded(figures.fees), Reading.rounded(figures.net), Reading.grouped(figures.trades),
                figures.winRate.map { Reading.rounded("\($0 * 100)", digits: 1) + " %" } ?? "-",
                ratio(figures.profitFactor), ratio(figures.sharpe), Reading.rounded(figures.drawdownMax),
            ])
        }
        return table.text()
    }

    private static func orders(_ backtest: BacktestRecord) -> String {
        var table = Table([
            "strategy", ">accepted", ">rejected", ">fills", ">doubtful", ">shares", ">signals", "equity",
        ])
        for figures in rows(backtest) {
            table.add([
                figures.name, Reading.grouped(figures.accepted), Reading.grouped(figures.rejected),
                Reading.grouped(figures.fills), Reading.grouped(figures.doubtful), Reading.grouped(figures.shares),
                Reading.grouped(figures.signals),
                EquityPlot.sparkline(values(figures.equity), width: 32),
            ])
        }
        return table.text()
    }

    private static func rows(_ backtest: BacktestRecord) -> [BacktestFigures] {
        backtest.strategies.count > 1 ? backtest.strategies + [backtest.total] : backtest.strategies
    }

    private static func curve(_ equity: [EquityPoint]) -> String {
        guard let first = equity.first, let last = equity.last, equity.count > 2 else { return "" }
        let plot = EquityPlot.lines(values(equity), width: 72, height: 8)
        return plot.joined(separator: "\n") + "\n" + EquityPlot.axis(time(first.at), time(last.at), width: 72)
    }

    /// One line that a program can read: `backtest: key=value …`.
    static func summary(_ backtest: BacktestRecord) -> String {
        func rate(_ count: UInt64) -> String { "\(Int(Double(count) / max(backtest.seconds, 1e-9)))" }
        return "backtest: events=\(backtest.events) seconds=\(Reading.rounded("\(backtest.seconds)", digits: 3)) "
            + "events_per_second=\(rate(backtest.events)) messages=\(backtest.messages) "
            + "messages_per_second=\(rate(backtest.messages)) ticks=\(backtest.ticks) "
            + "ticks_per_second=\(rate(backtest.ticks)) net=\(backtest.total.net)"
    }

    static func ratio(_ value: Double?) -> String { value.map { Reading.rounded("\($0)") } ?? "-" }

    private static func values(_ equity: [EquityPoint]) -> [Double] { equity.map { Double($0.net) ?? 0 } }

    /// The hours and minutes of an ISO 8601 time.
    private static func time(_ text: String) -> String { String(text.dropFirst(11).prefix(5)) }
}
