/// `tectractl replay DIR`: run the engine again on a journal's inputs and compare every output; and,
/// with `--strategies`, run the strategies' libraries again and compare every request.
internal import ArgumentParser
internal import Journal
internal import Replay
internal import Workers

struct Replay: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Re-runs a journal's inputs and compares every output byte.",
        discussion: """
            With --strategies the real libraries run again too, in sandboxed workers, and every request is compared. \
            They are found by the SHA-256 that the journal has of them: a library that was built anew since is \
            another one.

            Exit codes: 0 no difference; 1 differences; 2 there is no journal to replay, or a library is missing.
            """)
    @Argument(help: "The journal's directory, or the run directory it is in.", completion: .directory)
    var directory: String
    @Flag(help: "Run the strategies again too.") var strategies = false
    @Option(
        help: ArgumentHelp("With --strategies: the library of one, in place of a search.", valueName: "name=path"))
    var library: [String] = []
    @Option(help: "With --strategies: where to look for libraries.", completion: .directory)
    var libraries = "plugins"
    @Flag(help: "Print JSON.") var json = false

    func validate() throws {
        for pair in library where pair.split(separator: "=", maxSplits: 1).count != 2 {
            throw ValidationError("--library \(pair) is not NAME=PATH")
        }
        guard strategies || library.isEmpty else { throw ValidationError("--library goes with --strategies") }
    }

    func run() throws {
        try Terminal.run {
            let progress = Progress("replaying")
            defer { progress.end() }
            let path = JournalPath.resolve(directory)
            let report: ReplayReport
            var again: StrategyReplayReport?
            do {
                // The libraries first: what can not be run is said before minutes have gone by.
                let prepared = strategies ? try prepare(path, progress) : nil
                report = try EngineReplay.run(path) { progress.show("\(Reading.count($0, "event"))") }
                if let prepared {
                    again = try StrategyReplay.run(
                        prepared.scan, libraries: prepared.libraries, program: BacktestPlanning.beside("tectra-worker")
                    ) { count in
                        progress.show(
                            "strategies, \(100 * count / max(1, prepared.scan.events)) % of "
                                + "\(Reading.count(prepared.scan.events, "event"))")
                    }
                }
            } catch let error as ReplayError {
                progress.end()
                Terminal.complain("\(error)")
                throw Exit.cannotRun
            }
            progress.end()
            if json {
                try Terminal.json(ReplayFacts(report, again))
            } else {
                Terminal.print(ReplayText.text(report, again))
            }
            if report.differences > 0 || (again?.differences ?? 0) > 0 { throw Exit.failed }
        }
    }

    private func prepare(
        _ path: String, _ progress: Progress
    ) throws -> (scan: StrategyScan, libraries: [LibraryImage]) {
        let scan = try StrategyScan(path) { progress.show("looking, \(Reading.count($0, "event"))") }
        progress.end()
        let pairs = library.map { $0.split(separator: "=", maxSplits: 1).map(String.init) }
        let named = Dictionary(pairs.map { ($0[0], $0[1]) }, uniquingKeysWith: { $1 })
        return (scan, try ReplayLibraries(named: named, directory: libraries).images(of: scan.lives))
    }
}
