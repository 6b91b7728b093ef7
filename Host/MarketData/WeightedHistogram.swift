/// How a quantity was distributed over time or over events, in memory that does not grow.

/// Values from 0 in buckets of which none is wider than a 64th of its values; weights add up without
/// overflow for longer than any day.
struct WeightedHistogram: Sendable {
    private var weights: [UInt64] = []
    private(set) var total: UInt64 = 0

    private static let steps: UInt64 = 64

    /// Values below 64 have a bucket each, then there are 64 to every doubling.
    static func bucket(_ value: UInt64) -> Int {
        guard value >= steps else { return Int(value) }
        let shift = UInt64(57 - value.leadingZeroBitCount)
        return Int(steps * (shift + 1) + (value >> shift - steps))
    }

    /// The least value of a bucket.
    static func value(_ bucket: Int) -> UInt64 {
        let number = UInt64(bucket)
        guard number >= steps else { return number }
        return (number % steps + steps) << (number / steps - 1)
    }

    mutating func add(_ value: UInt64, weight: UInt64) {
        guard weight > 0 else { return }
        let bucket = Self.bucket(value)
        while weights.count <= bucket { weights.append(0) }
        weights[bucket] &+= weight
        total &+= weight
    }

    /// The value that a share of the weight lies at or below, to a 64th; nil without any weight.
    ///
    /// - Parameter share: 0 to 1.
    func quantile(_ share: Double) -> UInt64? {
        guard total > 0 else { return nil }
        let wanted = Double(total) * min(max(share, 0), 1)
        var sum = 0.0
        for (bucket, weight) in weights.enumerated() where weight > 0 {
            sum += Double(weight)
            if sum >= wanted { return Self.value(bucket) }
        }
        return weights.lastIndex { $0 > 0 }.map(Self.value)
    }
}
