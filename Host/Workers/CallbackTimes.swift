/// How long a strategy's callbacks took, as its worker counted them: hints, and no evidence.
internal import WorkerRuntime

public struct CallbackTimes: Sendable, Equatable {
    private var counts: [UInt64]

    init(counts: [UInt64]) { self.counts = counts }

    /// Callbacks that were counted.
    public var total: UInt64 { counts.reduce(0, &+) }

    /// The time that `share` (0 to 1) of all are at or below, ns, within a fifth; nil when there are none.
    public func quantile(_ share: Double) -> UInt64? {
        let all = total
        guard all > 0 else { return nil }
        let rank = max(1, UInt64((min(1, max(0, share)) * Double(all)).rounded(.up)))
        var seen: UInt64 = 0
        for (bucket, count) in counts.enumerated() {
            seen &+= count
            if seen >= rank { return CallbackBuckets.lowest(of: bucket) }
        }
        return CallbackBuckets.lowest(of: CallbackBuckets.count - 1)
    }
}
