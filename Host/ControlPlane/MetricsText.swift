/// Prometheus text exposition format 0.0.4, by hand: the format is a page and needs no library.
/// https://prometheus.io/docs/instrumenting/exposition_formats/

struct MetricsText {
    static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    enum Kind: String { case counter, gauge, histogram }

    private(set) var text = ""

    /// One metric with all its samples.
    mutating func add(
        _ name: String, _ kind: Kind, _ help: String, _ samples: [(labels: [(String, String)], value: String)]
    ) {
        guard !samples.isEmpty else { return }
        text += "# HELP \(name) \(Self.escaped(help, quotes: false))\n# TYPE \(name) \(kind.rawValue)\n"
        for sample in samples {
            text += "\(name)\(Self.labels(sample.labels)) \(sample.value)\n"
        }
    }

    mutating func add(_ name: String, _ kind: Kind, _ help: String, _ value: some BinaryInteger) {
        add(name, kind, help, [([], "\(value)")])
    }

    /// A histogram: how many were at or below each bound, which rise, and the sum, both in seconds.
    mutating func add(
        histogram name: String, _ help: String, _ buckets: [(bound: Double, count: UInt64)], count: UInt64, sum: Double
    ) {
        add(histograms: name, help, [Histogram(labels: [], buckets: buckets, count: count, sum: sum)])
    }

    /// How many were at or below each bound, which rise, of how many in all, and their sum.
    struct Histogram {
        var labels: [(String, String)]
        var buckets: [(bound: Double, count: UInt64)]
        var count: UInt64
        var sum: Double
    }

    /// One metric with a histogram for each set of labels.
    mutating func add(histograms name: String, _ help: String, _ histograms: [Histogram]) {
        guard !histograms.isEmpty else { return }
        text += "# HELP \(name) \(Self.escaped(help, quotes: false))\n# TYPE \(name) histogram\n"
        for one in histograms {
            for bucket in one.buckets {
                text += "\(name)_bucket\(Self.labels(one.labels + [("le", "\(bucket.bound)")])) \(bucket.count)\n"
            }
            text += "\(name)_bucket\(Self.labels(one.labels + [("le", "+Inf")])) \(one.count)\n"
            let labels = Self.labels(one.labels)
            text += "\(name)_sum\(labels) \(one.sum)\n\(name)_count\(labels) \(one.count)\n"
        }
    }

    private static func labels(_ labels: [(String, String)]) -> String {
        guard !labels.isEmpty else { return "" }
        return "{" + labels.map { "\($0.0)=\"\(escaped($0.1, quotes: true))\"" }.joined(separator: ",") + "}"
    }

    private static func escaped(_ text: String, quotes: Bool) -> String {
        var result = ""
        for character in text {
            switch character {
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\"" where quotes: result += "\\\""
            default: result.append(character)
            }
        }
        return result
    }

    /// 1e-9 units as a decimal number.
    static func money(_ value: Int64) -> String { "\(Double(value) / 1e9)" }
    /// ns as seconds.
    static func seconds(_ value: Int64) -> String { "\(Double(value) / 1e9)" }
}
