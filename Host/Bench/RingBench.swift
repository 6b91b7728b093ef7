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

    /// The writer's own processor time counts: readers that share its processor must not.
    private static func publish(_ count: Int, readers: Int) throws -> Figure {
        let stage = try Stage(cells: 1 << 16)
        var writer = try MarketRing.Writer(in: stage.region)
        let threads = try (0..<readers).map { _ in
            try JoinableThread {
                guard var reader = try? MarketRing.Reader(in: stage.region) else { return }
                let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1024, alignment: 64)
                defer { buffer.deallocate() }
                while !stage.isDone.load(ordering: .relaxed) {
                    switch reader.next(into: buffer) {
                    case .record: continue
                    case .lapped: reader.resumeAtHead()
                    case .empty, .corrupt: tectra_pause()
                    }
                }
                stage.lapped.add(reader.counters.lapped, ordering: .relaxed)
                stage.read.add(reader.counters.records, ordering: .relaxed)
            }
        }
        var record = tick(1)
        let begun = Timing.processorTime()
        withUnsafeMutableBytes(of: &record) { bytes in
            let whole = UnsafeRawBufferPointer(bytes)
            for sequence in 1...UInt64(count) {
                bytes.storeBytes(of: sequence, toByteOffset: 8, as: UInt64.self)
                writer.publish(whole)
            }
        }
        let spent = Timing.processorTime() - begun
        stage.isDone.store(true, ordering: .relaxed)
        for thread in threads { thread.join() }
        return Figure(
            "ring.publish.\(readers)", unit: "tick", count: count,
            perSecond: Double(count) * 1e9 / Double(max(1, spent)),
            counts: readers == 0
                ? [:]
                : [
                    "laps": Int(stage.lapped.load(ordering: .relaxed)),
                    "read": Int(clamping: stage.read.load(ordering: .relaxed)),
                ],
            note: "\(readers) readers; the writer's processor time; it never waits, so slow readers are lapped")
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
