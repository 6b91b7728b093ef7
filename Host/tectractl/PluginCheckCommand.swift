/// `tectractl plugin check FILE.so`: the validator, for the author of a strategy and for whoever is to run it.
internal import ArgumentParser
internal import EngineLink
internal import Foundation
internal import HostConfiguration
internal import Manifest
internal import PluginCheck

struct PluginCheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Checks a strategy's library against the contract, each check in a worker of its own.",
        discussion: """
            Every check runs in real workers, locked down and attested as live ones are. The seed makes everything \
            random in them: the same seed makes the same checks. --config names the strategy's own configuration \
            (config.yaml of its project); without it the strategy runs with no parameters. A manifest that lies beside \
            the library is checked with it.

            Exit codes: 0 every check passed, perhaps with warnings; 1 a check failed; 2 it can not be run so: wrong \
            arguments, a wrong configuration, a machine that has no sandbox.
            """)
    @Argument(help: "The library.", completion: .file(extensions: ["so"])) var library: String
    @Option(help: "The strategy's configuration: parameters, symbols, seed.", completion: .file(extensions: ["yaml"]))
    var config: String?
    @Option(help: "Of everything random in the checks.") var seed: UInt64 = 1
    @Option(help: "Messages in each run over a generated feed.") var messages = 20_000
    @Option(help: "Only this check; may be given again.", transform: Self.kind) var only: [CheckKind] = []
    @Flag(help: "What each check is, and nothing else.") var list = false
    @Flag(help: "Print JSON.") var json = false

    private static func kind(_ text: String) throws -> CheckKind {
        guard let kind = CheckKind(rawValue: text) else {
            let names = CheckKind.allCases.map(\.rawValue)
            throw ValidationError(
                "there is no check \"\(text)\"" + Spelling.hint(for: text, among: names)
                    + "; there are \(names.joined(separator: ", "))")
        }
        return kind
    }

    func validate() throws {
        guard (1_000...10_000_000).contains(messages) else {
            throw ValidationError("--messages takes 1000 to 10000000")
        }
    }

    func run() throws {
        try Terminal.run {
            if list { return Terminal.print(PluginCheckText.list) }
            let scratch = try ScratchFolder("check")
            var plan = CheckPlan(
                library: URL(filePath: library).standardizedFileURL.path,
                worker: BacktestPlanning.beside("tectra-worker"),
                deployment: try config.map { try StrategyEntry(readingFile: $0).deployment }, seed: seed,
                scratch: scratch.path)
            plan.messages = messages
            plan.only = Set(only)
            plan.manifest = Self.manifest(beside: plan.library)
            let progress = Progress("checking")
            let report: CheckReport
            do throws(CheckError) {
                report = try PluginCheck.run(plan) { progress.show("\($0.rawValue): \($0.rule)") }
            } catch {
                progress.end()
                Terminal.complain("\(error)")
                throw Exit.cannotRun
            }
            progress.end()
            if json {
                try Terminal.json(PluginCheckFacts(report))
            } else {
                Terminal.print(PluginCheckText.text(report, config: config))
            }
            if !report.isSound { throw Exit.failed }
        }
    }
}

extension PluginCheckCommand {
    static func manifest(beside library: String) -> ManifestBeside? {
        guard let path = Manifest.path(beside: library) else { return nil }
        do throws(ConfigurationError) {
            return ManifestBeside(path: path, manifest: try Manifest(readingFile: path))
        } catch {
            return ManifestBeside(path: path, manifest: nil, problems: error.problems.map(\.description))
        }
    }
}

/// A folder of its own that is gone when the command is done.
final class ScratchFolder {
    let path: String

    init(_ purpose: String) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "tectra-\(purpose)-\(UUID().uuidString)")
        do {
            try FileManager.default.createDirectory(
                at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            Terminal.complain("no folder for the feed can be made: \(error.localizedDescription)")
            throw Exit.cannotRun
        }
        path = folder.path
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}
