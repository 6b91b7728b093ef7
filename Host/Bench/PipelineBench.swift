/// Everything on the way from a feed message to an order: journal, books, ring, sandboxed strategy,
/// ring, risk, venue, at a fixed rate of messages and however long each takes.
internal import CLinux
internal import Engine
internal import Foundation
internal import Journal
internal import Pipeline
internal import PluginABI
internal import Records
internal import Sandbox
internal import SharedMemory
internal import Workers

enum PipelineBench {
    static func run(_ plan: BenchPlan) throws -> [Figure] {
        var smaller = plan
        smaller.symbols = min(plan.symbols, 500)
        let tape = MessageTape(smaller)
        return [try capacity(smaller, tape), try openLoop(smaller, tape)]
    }

    private static func directory(_ plan: BenchPlan) -> String {
        plan.scratch + "/tectra-bench-pipeline-\(ProcessInfo.processInfo.processIdentifier)"
    }

    /// How fast the host alone goes: books, outputs, journal, no strategy.
    private static func capacity(_ plan: BenchPlan, _ tape: MessageTape) throws -> Figure {
        let directory = directory(plan)
        defer { try? FileManager.default.removeItem(atPath: directory) }
        var stage = try PipelineStage(plan, journal: directory, workers: 0)
        var offset = 0
        let seconds = try Timing.seconds {
            while let message = tape.next(&offset) { try stage.feed(message) }
        }
        return Figure(
            "pipeline.capacity", unit: "message", count: tape.count, perSecond: Double(tape.count) / seconds,
            counts: ["faults": Int(clamping: stage.pipeline.engine.counters.feedFaults)],
            note: "engine and journal on one core, \(plan.symbols) symbols, as fast as it goes")
    }

    /// Messages when they are due; latency from then to the order being decided upon.
    private static func openLoop(_ plan: BenchPlan, _ tape: MessageTape) throws -> Figure {
        let directory = directory(plan)
        defer { try? FileManager.default.removeItem(atPath: directory) }
        var stage = try PipelineStage(plan, journal: directory, workers: 1)
        let size = 1 << 20
        let stamps = UnsafeMutablePointer<Int64>.allocate(capacity: size)
        defer { stamps.deallocate() }
        stamps.initialize(repeating: 0, count: size)
        var samples: [UInt64] = []
        samples.reserveCapacity(tape.count / 8)
        var offset = 0
        var index = 0
        let rate = Int64(plan.rate)
        let begun = tectra_clock_monotonic() &+ 1_000_000
        func due(_ index: Int) -> Int64 { begun &+ Int64(index) &* 1_000_000_000 / rate }
        // A fifth of the day warms up: until then memory is touched for the first time.
        let warm = tape.count / 5
        func sample(_ cause: UInt64) {
            guard index >= warm else { return }
            let stamp = stamps[Int(truncatingIfNeeded: cause) & (size - 1)]
            samples.append(UInt64(clamping: tectra_clock_monotonic() &- stamp))
        }
        while let message = tape.next(&offset) {
            while tectra_clock_monotonic() < due(index) { try stage.takeRequests(sample) }
            try stage.feed(message)
            stamps[Int(truncatingIfNeeded: stage.pipeline.engine.sequence) & (size - 1)] = due(index)
            index += 1
            if index & 7 == 0 { try stage.takeRequests(sample) }
        }
        let seconds = Double(tectra_clock_monotonic() &- begun) / 1e9
        let counters = stage.pipeline.engine.counters
        return Figure(
            "pipeline.tick-to-order", unit: "message", count: tape.count, perSecond: Double(tape.count) / seconds,
            latency: Figure.Latency(samples),
            counts: [
                "orders": samples.count, "fills": Int(clamping: counters.fills), "laps": stage.laps,
                "faults": Int(clamping: counters.feedFaults),
            ],
            note: "open loop at \(plan.rate) messages/s, an order for every 20th tick, journaled in \(plan.scratch) "
                + "into a segment made before, after a warm-up of a fifth, "
                + "from when the message was due to the order decided upon")
    }
}

/// A pipeline with a journal and at most one passthrough worker.
private struct PipelineStage: ~Copyable {
    var pipeline: Pipeline
    private let region: SharedRegion
    private var record = tectra_feed_message.blank
    private let hasWorker: Bool

    init(_ plan: BenchPlan, journal: String, workers: Int) throws {
        let session = CoreSetup.session(plan, ownOrders: 1 << 20)
        let region = try SharedRegion.create(name: "market", size: RingLayout.marketRegionSize(cells: 1 << 20))
        try region.prefault()
        let market = try MarketRing.Writer(in: region)
        let engine = try Engine(session)
        let outputs = OutputBuffer(capacity: engine.outputCapacity)
        // The whole run in one segment: with engine and strategy on the only two cores, a thread that makes
        // the next one takes a core from them, and that is a matter of cores, not of the pipeline.
        let whole = (64 << 20) + plan.messages * 384 & ~4095
        let writer = try JournalWriter(directory: journal, segmentSize: whole)
        var pipeline = Pipeline(
            engine: engine, journal: writer, market: market, outputs: outputs, workers: WorkerTable())
        try pipeline.begin(session)
        if workers > 0 {
            var spec = WorkerSpec(program: plan.worker, library: plan.library("passthrough"), strategy: 1)
            spec.parameters = [tectra_parameter("every", integer: 20), tectra_parameter("quantity", integer: 10)]
            spec.instruments = UInt32(plan.symbols + 64)
            spec.openOrders = 65_536
            spec.privateCells = 1 << 16
            spec.orderSlots = 1 << 14
            spec.wait = .spinning
            let worker = try WorkerProcess.spawn(spec, market: region, sandbox: try SandboxHost(mode: .paper))
            let wants = UInt8(truncatingIfNeeded: worker.facts.wants)
            pipeline.workers.put(worker, as: 1)
            pipeline.attach(1)
            try CoreSetup.inputs(strategies: 1, wants: wants) { bytes in
                var bytes = bytes
                try bytes.withUnsafeMutableBytes { try pipeline.input($0, received: CoreSetup.midnight) }
            }
        }
        self.region = region
        self.pipeline = pipeline
        hasWorker = workers > 0
        record.source = 1
    }

    @inline(__always)
    mutating func feed(_ message: UnsafeRawBufferPointer) throws {
        CoreSetup.feed(message, into: &record)
        try pipeline.input(record, received: record.time)
    }

    mutating func takeRequests(_ each: (UInt64) -> Void) throws {
        guard hasWorker else { return }
        pipeline.ringBells()
        while case .request(let request) = pipeline.workers[1].pointee.requests.poll() {
            let cause = request.record.loadUnaligned(fromByteOffset: 16, as: UInt64.self)
            let isOrder = request.template == UInt16(TECTRA_SUBMIT)
            try pipeline.request(request.record, from: 1, received: record.time)
            if isOrder { each(cause) }
        }
    }

    var laps: Int { hasWorker ? Int(clamping: pipeline.workers[1].pointee.laps) : 0 }
}
