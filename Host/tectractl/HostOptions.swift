/// How every operator's command finds the host, and in which form it answers.
internal import ArgumentParser
internal import ControlClient
internal import Foundation

struct HostOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("The host's run directory.", discussion: "Else TECTRA_DIRECTORY, else ./run."),
        completion: .directory)
    var directory: String?

    @Option(help: "The API's unix socket; else tectrad.sock in the directory.", completion: .file())
    var socket: String?

    @Option(help: "The API on TCP, host:port. Needs --token-file.")
    var address: String?

    @Option(help: "The file with the bearer token for --address.", completion: .file())
    var tokenFile: String?

    @Flag(help: "Print JSON.")
    var json = false

    var runDirectory: String {
        let given = directory ?? ProcessInfo.processInfo.environment["TECTRA_DIRECTORY"] ?? "run"
        return URL(filePath: given).standardizedFileURL.path
    }

    var endpoint: ControlEndpoint {
        get throws {
            guard let address else { return .socket(path: socket ?? runDirectory + "/tectrad.sock") }
            let parts = address.split(separator: ":")
            guard parts.count == 2, let port = Int(parts[1]), (1...65_535).contains(port) else {
                throw ValidationError("--address \(address) is not host:port")
            }
            guard let tokenFile, let text = try? String(contentsOfFile: tokenFile, encoding: .utf8) else {
                throw ValidationError("--address needs --token-file with a file that can be read")
            }
            return .tcp(
                host: String(parts[0]), port: port, token: text.trimmingCharacters(in: .whitespacesAndNewlines))
        }
    }

    func connection(timeOutMilliseconds: Int = 20_000) throws -> ControlConnection {
        ControlConnection(try endpoint, timeOutMilliseconds: timeOutMilliseconds)
    }

    /// Prints a report in the form that was asked for.
    func show<Report: Encodable>(_ report: Report, table: (Report) -> String) throws {
        if json { try Terminal.json(report) } else { Terminal.print(table(report)) }
    }

    /// Who gives a command, for the journal.
    var operatorName: String { ProcessInfo.processInfo.environment["USER"] ?? NSUserName() }
}
