/// How operations are timed: all at once for the rate, and again one by one for the quantiles.
internal import CLinux
internal import Glibc

/// A stopwatch over batches and single operations.
enum Timing {
    /// Reading the clock costs some 20 ns; it is measured and taken off each sample.
    static let clockCost: Int64 = {
        var least = Int64.max
        for _ in 0..<10_000 {
            let start = tectra_clock_monotonic()
            least = min(least, tectra_clock_monotonic() &- start)
        }
        return max(0, least)
    }()

    /// Seconds that `body` takes.
    static func seconds(_ body: () throws -> Void) rethrows -> Double {
        let start = tectra_clock_monotonic()
        try body()
        return Double(max(1, tectra_clock_monotonic() &- start)) / 1e9
    }

    /// Processor time that the calling thread has used, ns.
    static func processorTime() -> Int64 {
        var spent = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &spent)
        return Int64(spent.tv_sec) &* 1_000_000_000 &+ Int64(spent.tv_nsec)
    }

    /// Times `count` single operations, ns each.
    static func samples(_ count: Int, _ operation: (Int) -> Void) -> [UInt64] {
        let cost = clockCost
        return [UInt64](unsafeUninitializedCapacity: count) { buffer, filled in
            for index in 0..<count {
                let start = tectra_clock_monotonic()
                operation(index)
                let spent = tectra_clock_monotonic() &- start &- cost
                buffer.initializeElement(at: index, to: UInt64(max(0, spent)))
            }
            filled = count
        }
    }
}
