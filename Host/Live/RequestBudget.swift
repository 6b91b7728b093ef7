/// How many requests the engine takes from one strategy. What a strategy's worker counts binds its library only as long
/// as that keeps to the services, so the host counts too. What goes over stays in the strategy's ring until there is
/// room again, and the strategy meets a full ring: it slows itself, and nothing that was taken is lost.
///
/// A bucket for each version that runs, filled by event time or by the clock, whichever went further: a recorded day
/// that is played fast has its requests fast, and one that stands still is no reason to let nothing through. A bucket
/// looks at the time only when it is empty. Nothing that is decided here is part of what is replayed: what was not
/// taken is in no journal.
internal import CLinux

struct RequestBudget {
    private struct Bucket: BitwiseCopyable {
        var tokens: Int64
        /// Up to when it is filled; `event` is of no use before it was seen once.
        var clock: Int64
        var event = Int64.min
        /// Since when requests have waited for it; 0 when none do.
        var heldSince: Int64 = 0
        var held: Int64 = 0
    }

    /// Requests of a full order ring of the usual size: the least that a full bucket has, so that the last that a
    /// worker sent can always be taken.
    static let ring = 4096

    /// In a second; 0 is without end.
    let perSecond: Int64
    /// Requests that a bucket holds at most.
    private let full: Int64
    /// Of the trading versions, then of those beside them.
    private var buckets: InlineArray<128, Bucket>

    init(perSecond: Int, clock: Int64 = tectra_clock_monotonic()) {
        self.perSecond = Int64(clamping: perSecond)
        full = perSecond == 0 ? .max : max(Int64(clamping: perSecond), Int64(Self.ring))
        buckets = InlineArray(repeating: Bucket(tokens: full, clock: clock))
    }

    private func index(_ strategy: UInt8, _ isShadow: Bool) -> Int { Int(strategy & 63) | (isShadow ? 64 : 0) }

    /// Whether one more may be taken now.
    ///
    /// - Parameters:
    ///   - event: event time, ns.
    ///   - clock: a clock that never goes back, ns; read only when the bucket is empty.
    mutating func hasRoom(
        for strategy: UInt8, isShadow: Bool = false, event: Int64,
        clock: @autoclosure () -> Int64 = tectra_clock_monotonic()
    ) -> Bool {
        let index = index(strategy, isShadow)
        return buckets[index].tokens > 0 || fill(index, event, clock())
    }

    /// One was taken.
    mutating func spend(_ strategy: UInt8, isShadow: Bool = false) {
        buckets[index(strategy, isShadow)].tokens &-= 1
    }

    private mutating func fill(_ index: Int, _ event: Int64, _ clock: Int64) -> Bool {
        var bucket = buckets[index]
        let interval = max(1, 1_000_000_000 / perSecond)
        let byClock = clock &- bucket.clock
        let byEvent = bucket.event == .min ? 0 : event &- bucket.event
        let earned = max(byClock, byEvent) / interval
        guard earned > 0 else {
            if bucket.event == .min { buckets[index].event = event }
            return false
        }
        // What is left over of an interval counts next time.
        let rest = earned < full ? max(byClock, byEvent) % interval : 0
        bucket.clock = byClock >= byEvent ? clock &- rest : clock
        bucket.event = byClock >= byEvent ? event : event &- rest
        bucket.tokens = min(full, earned)
        buckets[index] = bucket
        return true
    }

    /// Requests wait in its ring for this alone.
    mutating func holdBack(_ strategy: UInt8, clock: Int64 = tectra_clock_monotonic()) {
        let index = index(strategy, false)
        if buckets[index].heldSince == 0 { buckets[index].heldSince = clock }
    }

    /// Its ring was found empty.
    mutating func catchUp(_ strategy: UInt8, clock: @autoclosure () -> Int64 = tectra_clock_monotonic()) {
        let index = index(strategy, false)
        guard buckets[index].heldSince != 0 else { return }
        buckets[index].held &+= clock() &- buckets[index].heldSince
        buckets[index].heldSince = 0
    }

    func isHeldBack(_ strategy: UInt8) -> Bool { buckets[index(strategy, false)].heldSince != 0 }

    /// ns in which requests of the worker that runs now have waited.
    func held(_ strategy: UInt8, clock: Int64) -> Int64 {
        let bucket = buckets[index(strategy, false)]
        return bucket.held &+ (bucket.heldSince == 0 ? 0 : clock &- bucket.heldSince)
    }

    /// A full bucket, for the last that a worker has sent.
    mutating func refill(_ strategy: UInt8) { buckets[index(strategy, false)].tokens = full }

    /// Another worker, with nothing behind it.
    mutating func begin(_ strategy: UInt8, isShadow: Bool = false, clock: Int64 = tectra_clock_monotonic()) {
        buckets[index(strategy, isShadow)] = Bucket(tokens: full, clock: clock)
    }
}
