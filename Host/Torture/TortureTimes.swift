/// Tick to order of the strategy beside the attackers, ns: alone, beside a strategy that does no harm, and while the
/// attacks ran. Quiet comes in pauses between the attacks, in two halves: how far those are apart is how far two
/// measurements of the same are apart on this machine.
public struct TortureTimes: Sendable {
    var quiet: ([UInt32], [UInt32]) = ([], [])
    var besideHarmless: [UInt32] = []
    var underAttack: [UInt32] = []

    public var inQuiet: Tail { Tail(quiet.0 + quiet.1) }
    public var inHalves: (Tail, Tail) { (Tail(quiet.0), Tail(quiet.1)) }
    public var withNeighbor: Tail { Tail(besideHarmless) }
    public var withAttacks: Tail { Tail(underAttack) }
}

/// Quantiles of tick to order, ns.
public struct Tail: Sendable {
    public let count: Int
    public let p50: UInt64
    public let p99: UInt64
    public let p999: UInt64
    public let max: UInt64

    init(_ samples: [UInt32]) {
        let sorted = samples.sorted()
        func at(_ fraction: Double) -> UInt64 {
            sorted.isEmpty ? 0 : UInt64(sorted[min(sorted.count - 1, Int(fraction * Double(sorted.count)))])
        }
        count = sorted.count
        p50 = at(0.5)
        p99 = at(0.99)
        p999 = at(0.999)
        max = sorted.last.map { UInt64($0) } ?? 0
    }

    /// By how much the 99.9th percentile is above another's, percent; nil when there is none to compare with.
    public func moved(from other: Tail) -> Double? {
        other.p999 == 0 || count == 0 ? nil : (Double(p999) / Double(other.p999) - 1) * 100
    }
}

extension Arena {
    /// What was measured since the last time.
    mutating func takeLatencies() -> [UInt32] {
        defer { latencies.removeAll(keepingCapacity: true) }
        return Array(latencies)
    }
}
