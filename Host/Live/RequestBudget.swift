/// How many requests the engine takes from one strategy. What a strategy's worker counts binds its library only as long
/// as that keeps to the services, so the host counts too. What goes over stays in the strategy's ring until there is
/// room again, and the strategy meets a full ring: it slows itself, and nothing that was taken is lost.
///
/// A bucket for each strategy, filled by event time or by the clock, whichever went further: a recorded day that is
/// played fast has its requests fast, and one that stands still is no reason to let nothing through. A bucket looks at
/// the time only when it is empty. Nothing that is decided here is part of what is replayed: what was not taken is in
/// no journal.
internal import CLinux

struct RequestBudget {
    private struct Bucket: BitwiseCopyable {
        var tokens: Int64
        var event: Int64 = 0
        var clock: Int64 = 0
        var isUsedUp = false
        var exhaustions: UInt64 = 0
    }

    /// Requests a second, and at once; 0 is without end.
    let perSecond: Int64
    private var buckets: InlineArray<64, Bucket>

    init(perSecond: Int) {
        self.perSecond = Int64(clamping: perSecond)
        buckets = InlineArray(repeating: Bucket(tokens: perSecond == 0 ? .max : Int64(clamping: perSecond)))
    }

    /// Whether one more may be taken now.
    ///
    /// - Parameters:
    ///   - event: event time, ns.
    ///   - clock: a clock that never goes back, ns; read only when the bucket is empty.
    mutating func hasRoom(
        for strategy: UInt8, event: Int64, clock: @autoclosure () -> Int64 = tectra_clock_monotonic()
    ) -> Bool {
        buckets[Int(strategy & 63)].tokens > 0 || fill(Int(strategy & 63), event, clock())
    }

    /// One was taken.
    mutating func spend(_ strategy: UInt8) { buckets[Int(strategy & 63)].tokens &-= 1 }

    private mutating func fill(_ index: Int, _ event: Int64, _ clock: Int64) -> Bool {
        var bucket = buckets[index]
        defer { buckets[index] = bucket }
        let interval = 1_000_000_000 / perSecond
        let elapsed = max(event &- bucket.event, clock &- bucket.clock)
        // The first time there is nothing to count from: the bucket was full.
        let earned = bucket.clock == 0 ? 0 : min(perSecond, elapsed / max(1, interval))
        if bucket.clock == 0 || earned > 0 { (bucket.event, bucket.clock) = (event, clock) }
        guard earned > 0 else {
            if !bucket.isUsedUp { bucket.exhaustions &+= 1 }
            bucket.isUsedUp = true
            return false
        }
        bucket.tokens = earned
        bucket.isUsedUp = false
        return true
    }

    /// Whether requests of it may lie in its ring because of this, not because it is empty.
    func isUsedUp(_ strategy: UInt8) -> Bool { buckets[Int(strategy & 63)].isUsedUp }

    /// Times that it has used up what it may send.
    func exhaustions(of strategy: UInt8) -> UInt64 { buckets[Int(strategy & 63)].exhaustions }

    /// A full bucket: for the last that a worker has sent, and for the next worker.
    mutating func refill(_ strategy: UInt8) {
        buckets[Int(strategy & 63)].tokens = perSecond == 0 ? .max : perSecond
        buckets[Int(strategy & 63)].isUsedUp = false
    }
}
