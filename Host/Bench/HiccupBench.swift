/// What the machine itself does to somebody who always looks: how late the clock is read by threads that do
/// nothing else. No latency measured here can be better than this.
internal import CLinux
internal import Threads

enum HiccupBench {
    private static let seconds = 4

    /// One thread alone, then two at once, as host and strategy spin: each event's lateness, open loop.
    static func run(_ plan: BenchPlan) throws -> [Figure] {
        let rate = Int64(plan.rate)
        let alone = watch(rate)
        let other = Samples()
        let thread = try JoinableThread { other.values = watch(rate) }
        let beside = watch(rate)
        thread.join()
        return [
            figure("machine.one", alone, rate, "one thread"), figure("machine.two", beside, rate, "one of two threads"),
        ]
    }

    private final class Samples: @unchecked Sendable { var values: [UInt64] = [] }

    /// Lateness of events that are due at `rate` a second, ns each.
    private static func watch(_ rate: Int64) -> [UInt64] {
        let count = Int(rate) * seconds
        return [UInt64](unsafeUninitializedCapacity: count) { buffer, filled in
            buffer.initialize(repeating: 0)
            let begun = tectra_clock_monotonic() &+ 1_000_000
            for index in 0..<count {
                let due = begun &+ Int64(index) &* 1_000_000_000 / rate
                var now = tectra_clock_monotonic()
                while now < due { now = tectra_clock_monotonic() }
                buffer[index] = UInt64(now &- due)
            }
            filled = count
        }
    }

    private static func figure(_ name: String, _ samples: [UInt64], _ rate: Int64, _ who: String) -> Figure {
        Figure(
            name, unit: "event", count: samples.count, perSecond: Double(rate), latency: Figure.Latency(samples),
            note: "\(who) that only reads the clock; \(rate) events/s, open loop: the machine's own tail")
    }
}
