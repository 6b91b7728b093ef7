/// From a host's configuration and the command line to the plan of a backtest; what is missing for
/// one is told all at once, as the configuration's own mistakes are.
internal import Backtest
internal import EngineLink
internal import Foundation
internal import HostConfiguration
internal import Risk

struct BacktestPlanning {
    let config: String
    let feed: String?
    let strategies: [String]
    let seed: UInt64?
    let journal: String?

    func plan() throws -> BacktestPlan {
        let host = try HostConfiguration(readingFile: config)
        var engine = host.engine
        if let feed { engine.feedFile = URL(filePath: feed).standardizedFileURL.path }
        if let seed { engine.seed = seed }
        if engine.workerProgram.isEmpty { engine.workerProgram = Self.beside("tectra-worker") }
        let chosen = host.strategies.map(\.deployment).filter { strategies.isEmpty || strategies.contains($0.name) }
        var problems: [ConfigurationProblem] = []
        if engine.feedFile.isEmpty {
            problems.append(.init(line: 0, "feed.file is missing: name a recorded day there, or with --feed"))
        }
        let names = host.strategies.map(\.deployment.name)
        for name in strategies where !names.contains(name) {
            problems.append(
                .init(
                    line: 0,
                    "--strategy \(name): there is no such strategy here" + Spelling.hint(for: name, among: names)))
        }
        if host.strategies.isEmpty { problems.append(.init(line: 0, "strategies is empty: there is nothing to test")) }
        if host.limits == nil {
            problems.append(.init(line: 0, "risk is missing: without limits no order would be accepted"))
        }
        guard problems.isEmpty, let limits = host.limits else { throw ConfigurationError(file: config, problems) }
        let rows = Dictionary(limits.strategies.map { ($0.name, $0.row) }, uniquingKeysWith: { $1 })
        for strategy in chosen where rows[strategy.name] == nil && limits.standard == nil {
            problems.append(
                .init(
                    line: host.strategies.first { $0.deployment.name == strategy.name }?.line ?? 0,
                    "\(strategy.name) has no limits: give it a row under risk.strategies, or set risk.default"))
        }
        guard problems.isEmpty else { throw ConfigurationError(file: config, problems) }
        return BacktestPlan(
            engine: engine, strategies: chosen, firm: limits.firm, standard: limits.standard ?? LimitRow(strategy: 0),
            rows: rows, journal: journal.map { URL(filePath: $0).standardizedFileURL.path })
    }

    /// A program that lies beside this one.
    static func beside(_ program: String) -> String {
        let own = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        return URL(filePath: own).deletingLastPathComponent().appending(path: program).path
    }
}
