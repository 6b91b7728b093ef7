/// Asks a script in Tests/oracles, through the Python environment that `make setup` makes.
internal import Foundation

public enum PythonOracle {
    /// The environment or the script is not as it must be, with what to do about it.
    public struct Missing: Error, CustomStringConvertible {
        public let description: String
    }

    /// Runs `Tests/oracles/<script>` with arguments and returns what it prints.
    public static func run(_ script: String, _ arguments: [String]) throws -> String {
        let python = Checkout.root.appending(path: ".venv/bin/python")
        guard FileManager.default.isExecutableFile(atPath: python.path) else {
            throw Missing(description: "\(python.path) is not there: run `make setup`, which installs it")
        }
        let folder = TemporaryDirectory()
        let output = folder.file("answer")
        _ = FileManager.default.createFile(atPath: output, contents: nil)
        let process = Process()
        process.executableURL = python
        process.arguments = [Checkout.root.appending(path: "Tests/oracles/\(script)").path] + arguments
        process.standardOutput = try FileHandle(forWritingTo: URL(filePath: output))
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw Missing(description: "\(script) failed: run `make setup` again, or see what it printed")
        }
        return try String(contentsOfFile: output, encoding: .utf8)
    }
}
