/// `tectractl config check FILE`: everything that is wrong with a configuration, before it is used.
internal import ArgumentParser
internal import EngineLink
internal import Foundation
internal import HostConfiguration

struct Config: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config", abstract: "The host's configuration.", subcommands: [ConfigCheck.self])
}

struct ConfigCheck: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Tells every mistake of a configuration with its line.")
    @Argument(help: "The file.", completion: .file(extensions: ["yaml", "yml"])) var file: String
    @Flag(help: "Print JSON.") var json = false

    private struct Report: Encodable {
        var file: String
        var isValid: Bool
        var problems: [Problem]
    }

    private struct Problem: Encodable {
        var line: Int
        var text: String
    }

    func run() throws {
        try Terminal.run {
            do {
                let configuration = try HostConfiguration(readingFile: file)
                if json { return try Self.show(Report(file: file, isValid: true, problems: [])) }
                Terminal.print(
                    "\(file) is in order: \(configuration.engine.mode.rawValue), "
                        + "\(Reading.count(configuration.strategies.count, "strategy", "strategies")), "
                        + "directory \(configuration.directory)")
                for entry in configuration.strategies
                where !FileManager.default.fileExists(atPath: entry.deployment.library) {
                    Terminal.print("note: \(entry.deployment.library) is not there yet")
                }
            } catch let error as ConfigurationError {
                guard json else { throw error }
                try Self.show(
                    Report(
                        file: file, isValid: false,
                        problems: error.problems.map { Problem(line: $0.line, text: $0.text) }))
                throw Exit.cannotRun
            }
        }
    }

    private static func show(_ report: Report) throws { try Terminal.json(report) }
}
