/// What a check of a library found: a result for each check, each finding with what to do about it.

/// How bad a finding is.
public enum CheckSeverity: String, Hashable, Sendable {
    /// The library breaks the contract; a host will not run it, or will lose it.
    case error
    /// It will run, and something about it will surprise somebody.
    case warning
    /// A fact worth knowing.
    case info
}

/// One thing that was found.
public struct CheckFinding: Hashable, Sendable {
    public let severity: CheckSeverity
    /// What it is, in one line.
    public let text: String
    /// What to do about it; empty when there is nothing to do.
    public let advice: String

    public init(_ severity: CheckSeverity, _ text: String, advice: String = "") {
        self.severity = severity
        self.text = text
        self.advice = advice
    }
}

/// How a check came out.
public enum CheckOutcome: String, Hashable, Sendable {
    case pass, warn, fail
    /// It could not be made; a finding says why.
    case skip
}

/// One check and what it found.
public struct CheckResult: Sendable {
    public let kind: CheckKind
    public let outcome: CheckOutcome
    /// What was looked at and seen, in one line.
    public let summary: String
    public let findings: [CheckFinding]

    init(_ kind: CheckKind, _ summary: String, _ findings: [CheckFinding] = []) {
        self.kind = kind
        self.summary = summary
        self.findings = findings
        let severities = Set(findings.map(\.severity))
        outcome = severities.contains(.error) ? .fail : severities.contains(.warning) ? .warn : .pass
    }

    private init(skipped kind: CheckKind, _ reason: String) {
        self.kind = kind
        summary = reason
        findings = []
        outcome = .skip
    }

    static func skipped(_ kind: CheckKind, _ reason: String) -> CheckResult { CheckResult(skipped: kind, reason) }

    /// The findings that count most come first.
    public var worst: CheckFinding? {
        findings.first { $0.severity == .error } ?? findings.first { $0.severity == .warning } ?? findings.first
    }
}

/// Everything about one library.
public struct CheckReport: Sendable {
    public let library: String
    /// Hexadecimal SHA-256; empty when the file can not be read.
    public internal(set) var digest = ""
    public internal(set) var size = 0
    /// What the library says about itself; empty when it could not be started.
    public internal(set) var name = ""
    public internal(set) var version = ""
    public internal(set) var author = ""
    /// Of the sandbox it was run in: A, B or C.
    public internal(set) var tier = ""
    /// Everything random in the checks comes from this; the same seed makes the same checks.
    public let seed: UInt64
    public internal(set) var results: [CheckResult] = []

    init(library: String, seed: UInt64) {
        self.library = library
        self.seed = seed
    }

    public func count(_ outcome: CheckOutcome) -> Int { results.count { $0.outcome == outcome } }

    /// No check failed.
    public var isSound: Bool { !results.contains { $0.outcome == .fail } }
}
