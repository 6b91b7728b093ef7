/// What every subcommand prints with: tables for people, JSON for programs, errors with what to do,
/// and the exit codes.
internal import ArgumentParser
internal import ControlClient
internal import EngineLink
internal import Foundation
internal import Glibc

/// Exit codes of tectractl. Usage errors of the command line itself are 2 as well.
enum Exit {
    static let done = ExitCode(0)
    /// It was understood and refused, or it failed.
    static let failed = ExitCode(1)
    /// It can not be run so: wrong arguments, a wrong file, no host to speak to.
    static let cannotRun = ExitCode(2)
}

enum Terminal {
    static func print(_ text: String) {
        FileHandle.standardOutput.write(Data((text + "\n").utf8))
    }

    static func complain(_ text: String) {
        FileHandle.standardError.write(Data("tectractl: \(text)\n".utf8))
    }

    /// JSON as the API writes it: snake case, keys in order, indented.
    static func json(_ value: some Encodable) throws {
        let encoder = JSONEncoder.control
        encoder.outputFormatting.insert(.prettyPrinted)
        print(String(decoding: try encoder.encode(value), as: UTF8.self))
    }

    /// Runs the body of a command and turns what it throws into a message and an exit code.
    static func run(_ body: () throws -> Void) throws {
        do {
            try body()
        } catch let error as ExitCode {
            throw error
        } catch let error as ControlError {
            complain(error.description)
            // 400 is of a wrong argument, as is what the command line itself refuses.
            if case .refused(400, _) = error { throw Exit.cannotRun }
            throw error.isHostSilent ? Exit.cannotRun : Exit.failed
        } catch let error as ConfigurationError {
            FileHandle.standardError.write(Data((error.description + "\n").utf8))
            throw Exit.cannotRun
        } catch let error as LinkError {
            complain(error.description)
            if case .noEngine = error { throw Exit.cannotRun }
            throw Exit.failed
        }
    }

    /// Whether standard output is a screen that shows colors.
    static var hasColor: Bool {
        isatty(1) == 1 && getenv("NO_COLOR") == nil && getenv("TERM").map { String(cString: $0) != "dumb" } ?? false
    }
}
