/// `tectractl backtest run --config FILE`: the host's own configuration, played in lockstep.
internal import ArgumentParser
internal import Backtest
internal import ControlStores
internal import EngineLink
internal import Foundation
internal import HostConfiguration

struct BacktestRun: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Plays a day through sandboxed strategies in lockstep.",
        discussion: """
            The configuration is a host's (config/backtest.yaml is an example): feed.file, session, seed, venue, \
            risk, strategies and engine count; what only a running host has (sockets, pace, processors) does not. \
            The last line on standard output is for programs: backtest: key=value ….

            Exit codes: 0 done; 1 it ran, and a strategy was lost, the feed has faults, or the result could not be \
            stored; 2 it can not be \
            run so: a wrong configuration, feed, library or journal directory.
            """)
    @Option(help: "The host's configuration.", completion: .file(extensions: ["yaml", "yml"])) var config: String
    @Option(help: "A day of ITCH 5.0, in place of the configuration's.", completion: .file()) var feed: String?
    @Option(help: "Only this strategy of the configuration; may be given again.") var strategy: [String] = []
    @Option(help: "Seed of the session, in place of the configuration's.") var seed: UInt64?
    @Option(help: "Keep the journal in this new directory.", completion: .directory) var journal: String?
    @Option(help: "Where to store the result; else backtests.sqlite in the run directory.", completion: .file())
    var store: String?
    @Flag(help: "Print JSON, with the equity curves.") var json = false

    func run() throws {
        try Terminal.run {
            let plan = try BacktestPlanning(
                config: config, feed: feed, strategies: strategy, seed: seed, journal: journal
            )
            .plan()
            let storePath = store ?? plan.engine.directory + "/backtests.sqlite"
            try? FileManager.default.createDirectory(
                at: URL(filePath: storePath).deletingLastPathComponent(), withIntermediateDirectories: true)
            let store = try BacktestStorePath.open(at: storePath)
            let result = try run(plan)
            guard result.messages > 0 else {
                Terminal.complain("\(plan.engine.feedFile) holds no message of ITCH 5.0 with two-byte lengths")
                throw Exit.cannotRun
            }
            var record = BacktestRecord(result, plan, configuration: config)
            var isStored = true
            do throws(StoreError) {
                record.id = try store.record(record)
            } catch {
                Terminal.complain("\(error)")
                isStored = false
            }
            if json { try Terminal.json(record) } else { Terminal.print(BacktestText.text(record)) }
            for figures in record.strategies {
                if let lost = figures.lost { Terminal.complain("\(figures.name) was lost: \(lost)") }
            }
            if result.faults > 0 {
                Terminal.complain(
                    "the feed has \(Reading.count(result.faults, "fault")), told with their places by: "
                        + "tectractl feed inspect \(plan.engine.feedFile)")
            }
            if !isStored || result.faults > 0 || record.strategies.contains(where: { $0.lost != nil }) {
                throw Exit.failed
            }
        }
    }

    private func run(_ plan: BacktestPlan) throws -> BacktestResult {
        let progress = Progress("backtest")
        defer { progress.end() }
        do throws(BacktestError) {
            var backtest = try Backtest.prepare(plan)
            let begun = Date()
            return try backtest.run { bytes, size in
                let seconds = Date().timeIntervalSince(begun)
                progress.show(Self.line(bytes, size, seconds))
            }
        } catch {
            progress.end()
            Terminal.complain("\(error)")
            throw Exit.cannotRun
        }
    }

    private static func line(_ bytes: Int, _ size: Int, _ seconds: Double) -> String {
        let share = Double(bytes) / Double(max(1, size))
        let rate = Double(bytes) / max(seconds, 0.001)
        let left = Double(size - bytes) / max(rate, 1)
        return "\(Int(share * 100)) %  \(Reading.grouped(Int(rate / 1e6))) MB/s  ETA \(Int(left.rounded(.up))) s"
    }
}
