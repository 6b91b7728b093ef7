// A tectra-engine of its own for a test: the real program on a temporary directory, asked over its
// socket like tectrad asks it.
import EngineLink
import Foundation
import Glibc
import SharedMemory
import TestSupport

/// Programs of this package, and processes that do not outlive the test.
final class RunningProgram: @unchecked Sendable {
    private let process = Process()
    let errorPath: String

    init(_ name: String, _ arguments: [String], log: String) throws {
        process.executableURL = URL(filePath: try Self.built(name))
        process.arguments = arguments
        FileManager.default.createFile(atPath: log, contents: nil)
        errorPath = log
        process.standardOutput = FileHandle.nullDevice
        process.standardError = try FileHandle(forWritingTo: URL(filePath: log))
        try process.run()
    }

    deinit { if process.isRunning { end(SIGKILL) } }

    var isRunning: Bool { process.isRunning }
    var log: String { (try? String(contentsOfFile: errorPath, encoding: .utf8)) ?? "" }

    func end(_ signal: Int32) {
        kill(process.processIdentifier, signal)
        process.waitUntilExit()
    }

    func join() -> Int32 {
        process.waitUntilExit()
        return process.terminationStatus
    }

    static func built(_ name: String) throws -> String {
        let own = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        for place in [own] + CommandLine.arguments {
            var url = URL(filePath: place).deletingLastPathComponent()
            for _ in 0..<4 {
                let candidate = url.appending(path: name).path
                if access(candidate, X_OK) == 0 { return candidate }
                url.deleteLastPathComponent()
            }
        }
        throw CocoaError(.fileNoSuchFile, userInfo: [NSFilePathErrorKey: name])
    }
}

struct EngineNotReady: Error, CustomStringConvertible {
    let description: String
}

final class RunningEngine {
    let configuration: EngineConfiguration
    let program: RunningProgram

    /// Small books, so that a start costs little.
    static func configuration(_ directory: TemporaryDirectory) -> EngineConfiguration {
        var configuration = EngineConfiguration()
        configuration.directory = directory.file("run")
        configuration.session = 1_767_571_200_000_000_000
        configuration.ordersMax = 1 << 16
        configuration.instrumentsMax = 64
        configuration.ownOrdersMax = 1 << 10
        configuration.marketRingCells = 1 << 14
        configuration.journalSegment = 8 << 20
        configuration.wait = .frugal
        return configuration
    }

    /// Starts the program and waits until it answers.
    init(_ configuration: EngineConfiguration) throws {
        self.configuration = configuration
        try FileManager.default.createDirectory(atPath: configuration.directory, withIntermediateDirectories: true)
        let file = configuration.directory + "/" + EngineConfiguration.fileName
        try configuration.text.write(toFile: file, atomically: true, encoding: .utf8)
        program = try RunningProgram("tectra-engine", [file], log: configuration.directory + "/log")
        let begin = Stopwatch.now()
        while Stopwatch.now() - begin < 20_000_000_000, program.isRunning {
            if (try? client()) != nil, (try? counters()) != nil { return }
            usleep(5_000)
        }
        throw EngineNotReady(description: program.log)
    }

    func client() throws -> LinkClient {
        var client = try LinkClient(connectingTo: configuration.socketPath)
        _ = try client.hello(HelloRequest(program: "test", process: getpid()))
        return client
    }

    func counters() throws -> EngineTelemetry? {
        var client = try client()
        return try client.counters()
    }

    /// Looks until `condition` holds, at most `seconds`.
    func wait(_ seconds: Double, until condition: (EngineTelemetry) -> Bool) throws -> EngineTelemetry? {
        let begin = Stopwatch.now()
        var client = try client()
        var last: EngineTelemetry?
        while Double(Stopwatch.now() - begin) < seconds * 1e9, program.isRunning {
            last = try client.counters()
            if let last, condition(last) { return last }
            usleep(3_000)
        }
        print("not within \(seconds) s: \(last.map { "\($0)" } ?? "no counters")\n\(program.log)")
        return nil
    }

    func shutDown() throws {
        var client = try client()
        try client.shutDown(reason: "the test is done")
        _ = program.join()
    }
}
