/// Asks TA-Lib, through the Python environment that `make setup` makes.
import Foundation
import TestSupport

/// A series of trades and the length of the window over it.
struct Series: Codable, Sendable {
    let prices: [Double]
    let volumes: [Double]
    let period: Int
}

/// What TA-Lib says about a series, one value for each input; nil where it has none.
struct Expected: Codable, Sendable {
    let sma: [Double?]
    let ema: [Double?]
    let deviation: [Double?]
    let zscore: [Double?]
    let vwap: [Double?]
}

enum Oracle {
    private struct Question: Codable { let cases: [Series] }
    private struct Answer: Codable {
        let version: String
        let cases: [Expected]
    }

    struct Missing: Error, CustomStringConvertible { let description: String }

    /// - Throws: when the environment is not there, with what to do about it.
    static func ask(_ cases: [Series]) throws -> [Expected] {
        let python = Checkout.root.appending(path: ".venv/bin/python")
        guard FileManager.default.isExecutableFile(atPath: python.path) else {
            throw Missing(
                description: "\(python.path) is not there: run `make setup`, which installs TA-Lib for this test")
        }
        let folder = TemporaryDirectory()
        let input = folder.file("question.json")
        let output = folder.file("answer.json")
        try JSONEncoder().encode(Question(cases: cases)).write(to: URL(filePath: input))
        _ = FileManager.default.createFile(atPath: output, contents: nil)
        let process = Process()
        process.executableURL = python
        process.arguments = [Checkout.root.appending(path: "Tests/oracles/talib_oracle.py").path]
        process.standardInput = try FileHandle(forReadingFrom: URL(filePath: input))
        process.standardOutput = try FileHandle(forWritingTo: URL(filePath: output))
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw Missing(description: "talib_oracle.py failed: run `make setup` again")
        }
        return try JSONDecoder().decode(Answer.self, from: Data(contentsOf: URL(filePath: output))).cases
    }
}
