/// `tectractl sandbox FILE.so`: a dry run in the real sandbox on a generated day, for a strategy's author.
internal import ArgumentParser
internal import Backtest
internal import EngineLink
internal import Foundation
internal import HostConfiguration
internal import MarketData
internal import PluginCheck

struct SandboxCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sandbox",
        abstract: "Runs a strategy's library on a generated day, in the real sandbox, and reports.",
        discussion: """
            The engine, the risk checks, the simulated venue and the worker are the real ones; the market is made from \
            the seed. Nothing needs to run, and nothing is kept: tectractl backtest does that. The last line on \
            standard output is for programs: sandbox: key=value ….

            Exit codes: 0 done; 1 the strategy was lost; 2 it can not be run so: a wrong library, configuration or \
            argument.
            """)
    @Argument(help: "The library.", completion: .file(extensions: ["so"])) var library: String
    @Option(help: "The strategy's configuration: parameters, symbols, seed.", completion: .file(extensions: ["yaml"]))
    var config: String?
    @Option(help: "trend, mean-revert, pairs or crash.", transform: Self.regime) var regime = DayRegime.meanRevert
    @Option(help: "Messages of the day.") var messages = 100_000
    @Option(help: "Symbols of the day.") var symbols = 8
    @Option(help: "Of the day.") var seed: UInt64 = 1
    @Option(help: "max, or how many seconds of the day in one second: 60, or ×60.", transform: Self.speed)
    var speed = PlaybackSpeed.maximum
    @Flag(help: "Print JSON.") var json = false

    private static func regime(_ text: String) throws -> DayRegime {
        guard let regime = DayRegime(rawValue: text) else {
            throw ValidationError("\(text) is none of \(DayRegime.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        return regime
    }

    private static func speed(_ text: String) throws -> PlaybackSpeed {
        let number = text.hasPrefix("×") || text.hasPrefix("x") ? String(text.dropFirst()) : text
        guard let speed = PlaybackSpeed(number) else {
            throw ValidationError("--speed takes max, or a whole number from 1 to 1000000")
        }
        return speed
    }

    func validate() throws {
        guard (1...100_000_000).contains(messages) else { throw ValidationError("--messages takes 1 to 100000000") }
        guard (1...4000).contains(symbols) else { throw ValidationError("--symbols takes 1 to 4000") }
    }

    func run() throws {
        try Terminal.run {
            let path = URL(filePath: library).standardizedFileURL.path
            var deployment =
                try config.map { try StrategyEntry(readingFile: $0).deployment }
                ?? DeployRequest(name: "sandbox", library: path, symbols: ["*"])
            deployment.library = path
            let scratch = try ScratchFolder("sandbox")
            var plan = RehearsalPlan(
                worker: BacktestPlanning.beside("tectra-worker"), deployment: deployment,
                day: DayPlan(messages: messages, symbols: symbols, seed: seed, regime: regime), scratch: scratch.path)
            plan.speed = speed
            let progress = Progress("sandbox")
            let report: RehearsalReport
            do throws(CheckError) {
                report = try Rehearsal.run(plan) { progress.show(SandboxText.line($0)) }
            } catch {
                progress.end()
                Terminal.complain("\(error)")
                throw Exit.cannotRun
            }
            progress.end()
            if json { try Terminal.json(SandboxFacts(report)) } else { Terminal.print(SandboxText.text(report)) }
            if let lost = report.strategy?.lost {
                Terminal.complain("the strategy was lost: \(lost)")
                throw Exit.failed
            }
        }
    }
}
