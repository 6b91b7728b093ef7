/// A run of benchmarks: figures with the machine and the revision, saved and compared.
import Foundation

/// Everything one `tectractl bench` run found.
public struct BenchReport: Codable, Sendable {
    public let machine: Machine
    /// Git revision of the sources, or `unknown` outside a checkout.
    public let revision: String
    /// When, ISO 8601.
    public let date: String
    public let figures: [Figure]

    public init(machine: Machine, revision: String, date: String, figures: [Figure]) {
        self.machine = machine
        self.revision = revision
        self.date = date
        self.figures = figures
    }

    /// Reads a report that `bench --json` saved.
    public init(contentsOf path: String) throws {
        let data = try Data(contentsOf: URL(filePath: path))
        self = try JSONDecoder().decode(BenchReport.self, from: data)
    }

    public func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }

    /// How the rate of each figure that both runs have moved: 1.1 is a tenth faster than then.
    public func ratios(to earlier: BenchReport) -> [String: Double] {
        let before = Dictionary(earlier.figures.map { ($0.name, $0.perSecond) }) { first, _ in first }
        var ratios: [String: Double] = [:]
        for figure in figures {
            if let rate = before[figure.name], rate > 0 { ratios[figure.name] = figure.perSecond / rate }
        }
        return ratios
    }

    /// The revision that the sources in the current directory are at.
    public static func currentRevision() -> String {
        let head = try? String(contentsOfFile: ".git/HEAD", encoding: .utf8)
        guard let head = head?.trimmingCharacters(in: .whitespacesAndNewlines) else { return "unknown" }
        guard head.hasPrefix("ref: ") else { return String(head.prefix(12)) }
        let reference = try? String(contentsOfFile: ".git/" + head.dropFirst(5), encoding: .utf8)
        return reference.map { String($0.prefix(12)) } ?? "unknown"
    }
}
