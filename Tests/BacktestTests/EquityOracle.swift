// Asks numpy, in the Python environment that `make setup` makes.
import Foundation
import TestSupport

enum EquityOracle {
    /// Total profit and loss in 1e-9, sampled every `interval` ns.
    struct Case: Codable {
        let values: [Int64]
        let interval: Int64
    }

    struct Answer: Codable {
        let sharpe: Double
        let drawdown: Int64
    }

    struct Missing: Error, CustomStringConvertible { let description: String }

    static func ask(_ cases: [Case]) throws -> [Answer] {
        let python = Checkout.root.appending(path: ".venv/bin/python")
        guard FileManager.default.isExecutableFile(atPath: python.path) else {
            throw Missing(description: "\(python.path) is not there: run `make setup`, which installs numpy")
        }
        let folder = TemporaryDirectory()
        let (input, output) = (folder.file("question.json"), folder.file("answer.json"))
        try JSONEncoder().encode(cases).write(to: URL(filePath: input))
        _ = FileManager.default.createFile(atPath: output, contents: nil)
        let process = Process()
        process.executableURL = python
        process.arguments = [Checkout.root.appending(path: "Tests/oracles/equity_oracle.py").path]
        process.standardInput = try FileHandle(forReadingFrom: URL(filePath: input))
        process.standardOutput = try FileHandle(forWritingTo: URL(filePath: output))
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw Missing(description: "equity_oracle.py failed: run `make setup` again")
        }
        return try JSONDecoder().decode([Answer].self, from: Data(contentsOf: URL(filePath: output)))
    }
}
