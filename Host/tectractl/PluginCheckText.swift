/// A check of a library for people, and the same as JSON for programs.
internal import Foundation
internal import PluginCheck

enum PluginCheckText {
    static func text(_ report: CheckReport, config: String?) -> String {
        var facts = FactList()
        facts.add("library", report.library)
        if !report.name.isEmpty { facts.add("strategy", "\(report.name) \(report.version)") }
        facts.add("author", report.author)
        facts.add("sha256", report.digest)
        facts.add("configuration", config ?? "none: no parameters")
        facts.add("sandbox", report.tier.isEmpty ? "" : "tier \(report.tier)")
        facts.add("seed", "\(report.seed)")
        var table = Table(["check", "", "what was seen"])
        for result in report.results { table.add([result.kind.rawValue, mark(result.outcome), result.summary]) }
        return [facts.text, table.text(), findings(report), summary(report)].filter { !$0.isEmpty }
            .joined(separator: "\n\n")
    }

    private static func mark(_ outcome: CheckOutcome) -> String {
        let text = outcome.rawValue.uppercased()
        guard Terminal.hasColor else { return text }
        let color =
            switch outcome {
            case .pass: 32
            case .warn: 33
            case .fail: 31
            case .skip: 90
            }
        return "\u{1B}[\(color)m\(text)\u{1B}[0m"
    }

    /// What failed and what warns, each with what to do.
    private static func findings(_ report: CheckReport) -> String {
        report.results.filter { $0.outcome == .fail || $0.outcome == .warn }.map { result in
            let lines = result.findings.filter { $0.severity != .info }.map { finding in
                "  \(finding.severity.rawValue): \(finding.text)"
                    + (finding.advice.isEmpty ? "" : "\n    -> \(finding.advice)")
            }
            return "\(result.kind.rawValue): \(result.kind.rule)\n" + lines.joined(separator: "\n")
        }.joined(separator: "\n")
    }

    private static func summary(_ report: CheckReport) -> String {
        let verdict = report.isSound ? "sound" : "not sound"
        return "check: \(verdict) passed=\(report.count(.pass)) warned=\(report.count(.warn)) "
            + "failed=\(report.count(.fail)) skipped=\(report.count(.skip)) seed=\(report.seed)"
    }

    /// Which checks there are.
    static var list: String {
        var table = Table(["check", "what must hold"])
        for kind in CheckKind.allCases { table.add([kind.rawValue, kind.rule]) }
        return table.text()
    }
}

struct PluginCheckFacts: Encodable {
    struct Finding: Encodable {
        let severity, text, advice: String
    }

    struct Check: Encodable {
        let name, rule, outcome, summary: String
        let findings: [Finding]
    }

    let library, sha256, name, version, author, tier: String
    let size: Int
    let seed: UInt64
    let isSound: Bool
    let passed, warned, failed, skipped: Int
    let checks: [Check]

    init(_ report: CheckReport) {
        library = report.library
        sha256 = report.digest
        name = report.name
        version = report.version
        author = report.author
        tier = report.tier
        size = report.size
        seed = report.seed
        isSound = report.isSound
        passed = report.count(.pass)
        warned = report.count(.warn)
        failed = report.count(.fail)
        skipped = report.count(.skip)
        checks = report.results.map { result in
            Check(
                name: result.kind.rawValue, rule: result.kind.rule, outcome: result.outcome.rawValue,
                summary: result.summary,
                findings: result.findings.map {
                    Finding(severity: $0.severity.rawValue, text: $0.text, advice: $0.advice)
                })
        }
    }
}
