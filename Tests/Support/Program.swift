/// Running a program in a test, and finding those of this package.
internal import Foundation
internal import Glibc

public enum Program {
    public struct Result: Sendable {
        public let status: Int32
        public let output: String
        public let error: String
    }

    /// Runs a program to its end.
    public static func run(
        _ path: String, _ arguments: [String], input: String? = nil, environment: [String: String] = [:]
    ) throws -> Result {
        let process = Process()
        process.executableURL = URL(filePath: path)
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        let directory = FileManager.default.temporaryDirectory.appending(path: "tectra-run-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        // Files in place of pipes: a program that prints a lot never waits for its reader.
        func file(_ name: String, _ text: String = "") throws -> URL {
            let url = directory.appending(path: name)
            try text.write(to: url, atomically: true, encoding: .utf8)
            return url
        }
        let (inputFile, outputFile, errorFile) = (try file("in", input ?? ""), try file("out"), try file("err"))
        process.standardInput = try FileHandle(forReadingFrom: inputFile)
        process.standardOutput = try FileHandle(forWritingTo: outputFile)
        process.standardError = try FileHandle(forWritingTo: errorFile)
        try process.run()
        process.waitUntilExit()
        return Result(
            status: process.terminationStatus, output: try String(contentsOf: outputFile, encoding: .utf8),
            error: try String(contentsOf: errorFile, encoding: .utf8))
    }

    /// Runs the words of a command; what it prints on both outputs comes in its order.
    public static func run(_ words: [String]) throws -> (status: Int32, output: String) {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = words
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: output, as: UTF8.self))
    }

    /// A program of this package, beside the tests.
    public static func built(_ name: String) -> String {
        let own = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        let places = [own] + CommandLine.arguments
        for place in places {
            var url = URL(filePath: place).deletingLastPathComponent()
            for _ in 0..<4 {
                let candidate = url.appending(path: name).path
                if access(candidate, X_OK) == 0, !candidate.hasSuffix("/") { return candidate }
                url.deleteLastPathComponent()
            }
        }
        return name
    }
}

/// Runs anything that blocks on a thread that no task needs.
public func blocking<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
        Thread.detachNewThread { continuation.resume(with: Result { try body() }) }
    }
}
