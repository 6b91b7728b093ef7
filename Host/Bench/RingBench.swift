/// The market ring: what publishing costs the writer, however many read, and a bare round trip.
internal import CLinux
internal import PluginABI
internal import Records
internal import SharedMemory
internal import Synchronization
internal import Threads

enum RingBench {
    static func run(_ plan: BenchPlan) throws -> [Figure] {
        var figures: [Figure] = []
        for readers in [0, 1, 10] { figures.append(try publish(plan.messages * 5, readers: readers)) }
        figures.append(try roundTrip(200_000))
        return figures
    }

    /// Shared by the threads of one measurement.
    private final class Stage: @unchecked Sendable {
        let region: SharedRegion
        let isDone = Atomic(false)
        let ready = Atomic(0)
        let lapped = Atomic<UInt64>(0)
        let read = Atomic<UInt64>(0)

        init(cells: Int) throws {
            region = try SharedRegion.create(name: "bench", size: RingLayout.marketRegionSize(cells: cells))
            try region.prefault()
        }
    }

    private static func tick(_ sequence: UInt64) -> tectra_tick {
        var tick = tectra_tick.blank
        tick.sequence = sequence
        tick.instrument = 1
        tick.bid_price = 10_000_000_000
        tick.ask_price = 10_010_000_000
        return tick
    }

    /// The writer's own processor time counts, in batches. Writer and readers have processors of their own where
    /// there are two: what a reader costs is that lines of memory move to its processor, which they do only while
    /// it runs, so one reader and ten are compared when a reader always runs. A reader that has nothing looks
    /// again after a pause, as a spinning worker does.
    private static func publish(_ count: Int, readers: Int) throws -> Figure {
        let stage = try Stage(cells: 1 << 16)
        let processors = Int(tectra_processor_count())
        let threads = try (0..<readers).map { number in
            try JoinableThread {
                if processors > 1 { _ = tectra_pin_thread(tectra_processor_at(Int32(1 + number % (processors - 1)))) }
                read(stage)
            }
        }
        let batches = max(1, count / batch)
        let samples = UnsafeMutableBufferPointer<UInt64>.allocate(capacity: batches)
        defer { samples.deallocate() }
        samples.initialize(repeating: 0)
        nonisolated(unsafe) let costs = samples
        let writer = try JoinableThread {
            if processors > 1 { _ = tectra_pin_thread(tectra_processor_at(0)) }
            while stage.ready.load(ordering: .acquiring) < readers { tectra_yield() }
            write(stage, into: costs)
            stage.isDone.store(true, ordering: .relaxed)
        }
        writer.join()
        for thread in threads { thread.join() }
        let spent = samples.reduce(0, &+)
        return Figure(
            "ring.publish.\(readers)", unit: "tick", count: batches * batch,
            perSecond: Double(batches * batch) * 1e9 / Double(max(1, spent)),
            latency: Figure.Latency(Array(samples)),
            counts: readers == 0
                ? [:]
                : [
                    "laps": Int(stage.lapped.load(ordering: .relaxed)),
                    "read": Int(clamping: stage.read.load(ordering: .relaxed)),
                ],
            note: "\(readers) readers on other processors; the writer's processor time, p50 and p99 of "
                + "\(batch) ticks; it never waits, so slow readers are lapped")
    }

    /// Ticks whose cost is taken at once: reading the thread's clock is a call of the system.
    private static let batch = 10_000

    private static func write(_ stage: Stage, into costs: UnsafeMutableBufferPointer<UInt64>) {
        guard var writer = try? MarketRing.Writer(in: stage.region) else { return }
        var record = tick(1)
        var sequence: UInt64 = 0
        withUnsafeMutableBytes(of: &record) { bytes in
            let whole = UnsafeRawBufferPointer(bytes)
            var begun = Timing.processorTime()
            for index in costs.indices {
                for _ in 0..<batch {
                    sequence &+= 1
                    bytes.storeBytes(of: sequence, toByteOffset: 8, as: UInt64.self)
                    writer.publish(whole)
                }
                let now = Timing.processorTime()
                costs[index] = UInt64(max(0, now &- begun))
                begun = now
            }
        }
    }

    private static func read(_ stage: Stage) {
        let reader = try? MarketRing.Reader(in: stage.region)
        stage.ready.add(1, ordering: .releasing)
        guard var reader else { return }
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1024, alignment: 64)
        defer { buffer.deallocate() }
        var waiter = Waiter(.spinning)
        while !stage.isDone.load(ordering: .relaxed) {
            switch reader.next(into: buffer) {
            case .record: waiter.reset()
            case .lapped: reader.resumeAtHead()
            case .empty, .corrupt: _ = waiter.idle()
            }
        }
        stage.lapped.add(reader.counters.lapped, ordering: .relaxed)
        stage.read.add(reader.counters.records, ordering: .relaxed)
    }

    /// Tick out on one ring, answer back on another, two spinning threads.
    private static func roundTrip(_ count: Int) throws -> Figure {
        let (there, back) = (try Stage(cells: 1 << 12), try Stage(cells: 1 << 12))
        var writer = try MarketRing.Writer(in: there.region)
        var answers = try MarketRing.Reader(in: back.region, from: .beginning)
        let echo = try JoinableThread {
            guard var reader = try? MarketRing.Reader(in: there.region, from: .beginning),
                var writer = try? MarketRing.Writer(in: back.region)
            else { return }
            let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1024, alignment: 64)
            defer { buffer.deallocate() }
            while !there.isDone.load(ordering: .relaxed) {
                guard case .record(let size) = reader.next(into: buffer) else { continue }
                writer.publish(UnsafeRawBufferPointer(rebasing: buffer[0..<size]))
            }
        }
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1024, alignment: 64)
        defer { buffer.deallocate() }
        var sequence: UInt64 = 0
        func once() {
            sequence += 1
            withUnsafeBytes(of: tick(sequence)) { writer.publish($0) }
            while true { if case .record = answers.next(into: buffer) { return } }
        }
        for _ in 0..<10_000 { once() }
        let begun = tectra_clock_monotonic()
        let samples = Timing.samples(count) { _ in once() }
        let seconds = Double(tectra_clock_monotonic() - begun) / 1e9
        there.isDone.store(true, ordering: .relaxed)
        echo.join()
        return Figure(
            "ring.round-trip", unit: "round trip", count: count, perSecond: Double(count) / seconds,
            latency: Figure.Latency(samples), note: "two spinning threads, closed loop")
    }
}
