/// tectrad, the control plane: arguments and wiring. Everything it does is in the module ControlPlane.
///
/// Exit codes: 0 it was told to stop and did, 1 it could not start or failed, 2 the command line or
/// the configuration is wrong.
internal import ArgumentParser
internal import ControlPlane
internal import EngineLink
internal import Foundation
internal import Glibc
internal import HostConfiguration
internal import Logging

@main
struct Tectrad: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tectrad",
        abstract: "Runs a Tectra host: starts the engine or attaches to it, and serves the API.",
        discussion: """
            Relative paths in the configuration are taken from the working directory. The engine goes on when tectrad \
            ends; start tectrad again to attach to it, or end both with --stop-engine.
            """)

    @Argument(help: "The host's configuration, YAML.", completion: .file(extensions: ["yaml", "yml"]))
    var config: String

    @Flag(help: "End the engine when tectrad ends.")
    var stopEngine = false

    @Option(help: "The tectra-engine program; else the configured one, or the one beside tectrad.")
    var engine: String?

    func run() async throws {
        // Everything made from here on is its owner's alone.
        umask(0o077)
        var settings: HostConfiguration
        do throws(ConfigurationError) {
            settings = try HostConfiguration(readingFile: config)
        } catch {
            Self.complain("\(error)")
            throw ExitCode(2)
        }
        if stopEngine { settings.stopsEngine = true }
        if let engine { settings.engineProgram = engine }
        let descriptor = try Self.logDescriptor(settings.logFile)
        let level = Logger.Level(rawValue: settings.logLevel.rawValue) ?? .info
        let logger = Logger(label: "tectrad") { JSONLogHandler(label: $0, descriptor: descriptor, level: level) }
        do {
            try await ControlService(settings, logger: logger).run()
        } catch let error as StartupError {
            Self.complain(error.description)
            throw ExitCode(1)
        } catch {
            logger.critical("\(error)")
            Self.complain("\(error)")
            throw ExitCode(1)
        }
    }

    private static func logDescriptor(_ path: String) throws -> Int32 {
        guard !path.isEmpty else { return 2 }
        try? FileManager.default.createDirectory(
            atPath: URL(filePath: path).deletingLastPathComponent().path, withIntermediateDirectories: true)
        let descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            complain("logging.file \(path) can not be opened: \(String(cString: strerror(errno)))")
            throw ExitCode(1)
        }
        return descriptor
    }

    private static func complain(_ text: String) {
        FileHandle.standardError.write(Data("tectrad: \(text)\n".utf8))
    }
}
