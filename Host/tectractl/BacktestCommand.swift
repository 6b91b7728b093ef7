/// `tectractl backtest`: run strategies over a recorded day, and look at what was run before.
internal import ArgumentParser
internal import ControlStores
internal import Foundation

struct BacktestCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backtest",
        abstract: "Runs strategies over a recorded day in lockstep, and lists and shows what was run.",
        subcommands: [BacktestRun.self, BacktestList.self, BacktestShow.self])
}

/// Where results are kept.
enum BacktestStorePath {
    static func of(_ given: String?) -> String {
        if let given { return given }
        let directory = ProcessInfo.processInfo.environment["TECTRA_DIRECTORY"] ?? "run"
        return directory + "/backtests.sqlite"
    }

    /// Opens a store that must be there.
    static func open(_ given: String?) throws -> BacktestStore {
        let path = of(given)
        guard FileManager.default.fileExists(atPath: path) else {
            Terminal.complain("there is no \(path): run a backtest first, or name its store with --store")
            throw Exit.cannotRun
        }
        return try open(at: path)
    }

    static func open(at path: String) throws -> BacktestStore {
        do throws(StoreError) {
            return try BacktestStore(path: path)
        } catch {
            Terminal.complain("\(error)")
            throw Exit.cannotRun
        }
    }
}

struct BacktestList: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "The backtests of a store, newest first.",
        discussion: "Exit codes: 0 done; 2 there is no store to read.")
    @Option(
        help: ArgumentHelp(
            "The store.", discussion: "Else backtests.sqlite in TECTRA_DIRECTORY, else in ./run."),
        completion: .file(extensions: ["sqlite"]))
    var store: String?
    @Option(help: "How many to list.") var count = 20
    @Flag(help: "Print JSON.") var json = false

    func validate() throws {
        guard (1...100_000).contains(count) else { throw ValidationError("--count takes 1 to 100000") }
    }

    func run() throws {
        try Terminal.run {
            let store = try BacktestStorePath.open(store)
            let backtests: [BacktestRecord]
            do throws(StoreError) {
                backtests = try store.backtests(count: count)
            } catch {
                Terminal.complain("\(error)")
                throw Exit.cannotRun
            }
            if json { try Terminal.json(backtests) } else { Terminal.print(text(backtests)) }
        }
    }

    private func text(_ backtests: [BacktestRecord]) -> String {
        var table = Table(["id", "at", "strategies", "feed", ">net", ">trades", ">sharpe", ">drawdown", ">messages/s"])
        for backtest in backtests {
            let total = backtest.total
            table.add([
                "\(backtest.id)", String(backtest.at.prefix(19)),
                backtest.strategies.map(\.name).joined(separator: " "),
                URL(filePath: backtest.feed).lastPathComponent, Reading.rounded(total.net), "\(total.trades)",
                BacktestText.ratio(total.sharpe), Reading.rounded(total.drawdownMax),
                Reading.grouped(Int(Double(backtest.messages) / max(backtest.seconds, 1e-9))),
            ])
        }
        return table.text(empty: "no backtests were run here")
    }
}

struct BacktestShow: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "One backtest with everything that came of it.",
        discussion: "Exit codes: 0 done; 1 there is no backtest of the number; 2 there is no store to read.")
    @Argument(help: "Its number, as `backtest list` shows it.") var id: Int64
    @Option(
        help: ArgumentHelp(
            "The store.", discussion: "Else backtests.sqlite in TECTRA_DIRECTORY, else in ./run."),
        completion: .file(extensions: ["sqlite"]))
    var store: String?
    @Flag(help: "Print JSON, with the equity curves.") var json = false

    func run() throws {
        try Terminal.run {
            let store = try BacktestStorePath.open(store)
            let found: BacktestRecord?
            do throws(StoreError) {
                found = try store.backtest(id)
            } catch {
                Terminal.complain("\(error)")
                throw Exit.cannotRun
            }
            guard let backtest = found else {
                Terminal.complain("there is no backtest \(id); `tectractl backtest list` shows which there are")
                throw Exit.failed
            }
            if json { try Terminal.json(backtest) } else { Terminal.print(BacktestText.text(backtest)) }
        }
    }
}
