/// A whole backtest: a day from a file, books, risk, venue and a sandboxed strategy in lockstep.
internal import Backtest
internal import EngineLink
internal import Foundation
internal import Records
internal import Risk

enum BacktestBench {
    static func run(_ plan: BenchPlan) throws -> [Figure] {
        let folder = plan.scratch + "/tectra-bench-backtest-\(ProcessInfo.processInfo.processIdentifier)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var smaller = plan
        smaller.symbols = min(plan.symbols, 100)
        let day = folder + "/day.itch"
        let tape = MessageTape(smaller)
        try Data(tape.bytes).write(to: URL(filePath: day))
        return [
            try once("backtest.ma-crossover", smaller, day, journal: nil),
            try once("backtest.ma-crossover.journaled", smaller, day, journal: folder + "/journal"),
        ]
    }

    private static func once(_ name: String, _ plan: BenchPlan, _ day: String, journal: String?) throws -> Figure {
        var engine = EngineConfiguration()
        engine.session = CoreSetup.midnight
        engine.seed = plan.seed
        engine.feedFile = day
        engine.workerProgram = plan.worker
        engine.instrumentsMax = plan.symbols + 64
        engine.ordersMax = 1 << 21
        engine.journalSegment = 256 << 20
        var row = LimitRow(strategy: 0)
        row.bandBps = 1000
        row.orderQuantityMax = 10_000
        row.orderNotionalMax = 1_000_000_000_000_000
        row.positionMax = 1_000_000
        row.creditMax = 1_000_000_000_000_000_000
        row.ordersPerSecond = 1_000_000
        row.ordersBurst = 1_000_000
        var strategy = DeployRequest(
            name: "ma-crossover", library: plan.library("ma-crossover"), symbols: ["*"])
        strategy.parameters = [("fast", .integer(20)), ("slow", .integer(100)), ("quantity", .integer(100))]
        var backtest = try Backtest.prepare(
            BacktestPlan(engine: engine, strategies: [strategy], firm: row, standard: row, journal: journal))
        let result = try backtest.run()
        let outcome = result.strategies[0]
        if let lost = outcome.lost { throw BenchError("the strategy's worker was lost: \(lost)") }
        return Figure(
            name, unit: "tick", count: Int(clamping: result.ticks), perSecond: Double(result.ticks) / result.seconds,
            counts: [
                "messages/s": Int(Double(result.messages) / result.seconds), "messages": Int(clamping: result.messages),
                "orders": Int(clamping: outcome.accepted), "fills": Int(clamping: outcome.fills),
                "faults": Int(clamping: result.faults),
            ],
            note: "\(plan.symbols) symbols, a sandboxed Swift strategy that is waited for after each record it "
                + "handles, " + (journal == nil ? "no journal" : "journaled in \(plan.scratch)"))
    }
}
