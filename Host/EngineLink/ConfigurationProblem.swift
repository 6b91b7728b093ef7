/// Something wrong in a configuration file, and where.

public struct ConfigurationProblem: Equatable, Sendable, Comparable, CustomStringConvertible {
    /// From 1; 0 is the file as a whole.
    public let line: Int
    public let text: String

    public init(line: Int, _ text: String) {
        self.line = line
        self.text = text
    }

    public var description: String { line == 0 ? text : "line \(line): \(text)" }

    public static func < (left: ConfigurationProblem, right: ConfigurationProblem) -> Bool {
        left.line < right.line
    }
}

/// All that is wrong in one file.
public struct ConfigurationError: Error, Equatable, Sendable, CustomStringConvertible {
    public let file: String
    public let problems: [ConfigurationProblem]

    public init(file: String, _ problems: [ConfigurationProblem]) {
        self.file = file
        self.problems = problems.sorted()
    }

    /// One line a problem, `file:line: what`, which editors can jump to.
    public var description: String {
        problems.map { $0.line == 0 ? "\(file): \($0.text)" : "\(file):\($0.line): \($0.text)" }
            .joined(separator: "\n")
    }
}
