/// One measured figure: how many a second, and how long one takes at the quantiles that matter.

/// What a benchmark found.
public struct Figure: Codable, Sendable {
    /// What was measured, as the command line names it: `decode`, `ring.publish`.
    public let name: String
    /// What one operation is: `message`, `round trip`.
    public let unit: String
    /// How many operations were measured.
    public let count: Int
    /// Operations a second over the whole measurement.
    public let perSecond: Double
    /// ns of one operation; nil where only whole batches were timed.
    public let latency: Latency?
    /// Things that were counted and must not move: allocations, lost events.
    public let counts: [String: Int]
    /// What the reader must know: the load, the wait strategy.
    public let note: String

    /// Quantiles of one operation, ns.
    public struct Latency: Codable, Sendable {
        public let p50: UInt64
        public let p99: UInt64
        public let p999: UInt64
        public let max: UInt64

        public init(p50: UInt64, p99: UInt64, p999: UInt64, max: UInt64) {
            self.p50 = p50
            self.p99 = p99
            self.p999 = p999
            self.max = max
        }
    }

    public init(
        _ name: String, unit: String, count: Int, perSecond: Double, latency: Latency? = nil,
        counts: [String: Int] = [:], note: String = ""
    ) {
        self.name = name
        self.unit = unit
        self.count = count
        self.perSecond = perSecond
        self.latency = latency
        self.counts = counts
        self.note = note
    }
}

extension Figure.Latency {
    /// The quantiles of individually timed operations.
    public init?(_ samples: [UInt64]) {
        guard !samples.isEmpty else { return nil }
        let sorted = samples.sorted()
        func at(_ fraction: Double) -> UInt64 {
            sorted[min(sorted.count - 1, Int(fraction * Double(sorted.count)))]
        }
        self.init(p50: at(0.5), p99: at(0.99), p999: at(0.999), max: sorted[sorted.count - 1])
    }
}
