/// tectractl, everything that a person types: arguments and printing only.
///
/// Exit codes: 0 done; 1 refused or failed; 2 it can not be run so (arguments, a wrong file, no host).
internal import ArgumentParser
internal import Foundation

@main
struct Tectractl: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tectractl",
        abstract: "Operates a Tectra host, and does the offline work: feeds, backtests, journals, benches.",
        discussion: """
            Commands that speak to a host find it by --socket, --directory or TECTRA_DIRECTORY; ./run is the default. \
            Every one has --json. Shell completion: tectractl --generate-completion-script bash.
            """,
        subcommands: [
            Status.self, Strategy.self, Plugin.self, Limits.self, Kill.self, OrdersCommand.self,
            PositionsCommand.self, BookCommand.self, Feed.self, Ticks.self, Journal.self, Replay.self,
            BacktestCommand.self, SandboxCommand.self,
            Demo.self, Bench.self,
            Config.self, Shutdown.self,
        ])

    /// As `main` of ArgumentParser, but a command line that makes no sense ends with 2.
    static func main() {
        do {
            var command = try parseAsRoot()
            try command.run()
        } catch {
            let code = exitCode(for: error)
            guard code == .validationFailure else { exit(withError: error) }
            FileHandle.standardError.write(Data((fullMessage(for: error) + "\n").utf8))
            Foundation.exit(2)
        }
    }
}
