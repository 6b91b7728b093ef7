/// A sandboxed strategy and the rings: there and back, how many ticks a second, ten at once.
internal import CLinux
internal import PluginABI
internal import SharedMemory
internal import Workers

enum StrategyBench {
    static func run(_ plan: BenchPlan) throws -> [Figure] {
        [
            try roundTrip(plan, 200_000), try throughput(plan, "passthrough"), try throughput(plan, "ma-crossover"),
            try openLoop(plan), try together(plan, strategies: 10),
        ]
    }

    private static func parameters(every: Int64) -> [tectra_parameter] {
        [tectra_parameter("every", integer: every), tectra_parameter("quantity", integer: 100)]
    }

    /// Every tick is answered with an order, which is awaited.
    private static func roundTrip(_ plan: BenchPlan, _ count: Int) throws -> Figure {
        var stage = try WorkerStage(
            plan, library: plan.library("passthrough"), count: 1, parameters: parameters(every: 1), wait: .spinning)
        var lost = 0
        func once(_ stage: inout WorkerStage) {
            stage.publish()
            var looks = 0
            while true {
                if case .request(let request) = stage.places[0].requests.poll(),
                    request.template == UInt16(TECTRA_SUBMIT)
                { return }
                looks &+= 1
                if looks > 500_000_000 {
                    lost += 1
                    return
                }
            }
        }
        for _ in 0..<20_000 { once(&stage) }
        let samples = Timing.samples(count) { _ in once(&stage) }
        let seconds = Timing.seconds { for _ in 0..<count { once(&stage) } }
        return Figure(
            "strategy.round-trip", unit: "round trip", count: count, perSecond: Double(count) / seconds,
            latency: Figure.Latency(samples), counts: ["lost": lost],
            note: "host, sandboxed C strategy, host; both spinning on their own core; closed loop")
    }

    /// As many ticks as one worker takes; it orders so rarely that only its looking counts.
    private static func throughput(_ plan: BenchPlan, _ name: String) throws -> Figure {
        let parameters = name == "passthrough" ? parameters(every: 1_000_000_000) : []
        var stage = try WorkerStage(
            plan, library: plan.library(name), count: 1, parameters: parameters, wait: .spinning)
        let count = 20_000_000
        let allowed = stage.market.capacity / 2
        func play(_ ticks: Int) throws {
            for index in 0..<ticks {
                if index & 0xFFF == 0 {
                    while stage.sequence &- stage.handled() > allowed { tectra_pause() }
                    while case .request = stage.places[0].requests.poll() {}
                }
                stage.publish()
            }
            while stage.handled() < stage.sequence { tectra_pause() }
            try stage.check()
        }
        try play(1_000_000)
        let seconds = try Timing.seconds { try play(count) }
        return Figure(
            "strategy.ticks.\(name)", unit: "tick", count: count, perSecond: Double(count) / seconds,
            counts: ["laps": stage.laps], note: "one sandboxed strategy, never lapped: the writer waits for it")
    }

    /// Ticks at a fixed rate, whatever the strategy does; an order for each twentieth. Latency runs
    /// from when the tick was due, so waiting behind earlier ticks counts.
    private static func openLoop(_ plan: BenchPlan) throws -> Figure {
        let every = 20
        var stage = try WorkerStage(
            plan, library: plan.library("passthrough"), count: 1, parameters: parameters(every: Int64(every)),
            wait: .spinning)
        let first = stage.sequence
        let count = plan.rate * 4
        var samples: [UInt64] = []
        samples.reserveCapacity(count / every + 16)
        let begun = tectra_clock_monotonic() &+ 1_000_000
        let rate = Int64(plan.rate)
        func due(_ index: Int) -> Int64 { begun &+ Int64(index) &* 1_000_000_000 / rate }
        func take() {
            while case .request(let request) = stage.places[0].requests.poll() {
                guard request.template == UInt16(TECTRA_SUBMIT) else { continue }
                let cause = request.record.loadUnaligned(fromByteOffset: 16, as: UInt64.self)
                let index = Int(clamping: cause &- first &- 1)
                guard index < count else { continue }
                samples.append(UInt64(clamping: tectra_clock_monotonic() &- due(index)))
            }
        }
        for index in 0..<count {
            while tectra_clock_monotonic() < due(index) { take() }
            stage.publish()
            if index & 7 == 0 { take() }
        }
        let deadline = tectra_clock_monotonic() &+ 1_000_000_000
        while samples.count < count / every, tectra_clock_monotonic() < deadline { take() }
        try stage.check()
        let seconds = Double(tectra_clock_monotonic() &- begun) / 1e9
        return Figure(
            "strategy.open-loop", unit: "order", count: samples.count, perSecond: Double(samples.count) / seconds,
            latency: Figure.Latency(samples),
            counts: ["laps": stage.laps, "lost": count / every - samples.count],
            note: "\(plan.rate) ticks/s, an order for every \(every)th, open loop from when the tick was due")
    }

    /// Ten sandboxed strategies on the same ticks at a fixed rate: when the last of them has handled one.
    private static func together(_ plan: BenchPlan, strategies: Int) throws -> Figure {
        var stage = try WorkerStage(
            plan, library: plan.library("passthrough"), count: strategies,
            parameters: parameters(every: 1_000_000_000), wait: .frugal, cells: 1 << 20)
        let count = plan.rate * 4
        let begun = tectra_clock_monotonic() &+ 5_000_000
        let rate = Int64(plan.rate)
        var samples: [UInt64] = []
        var spent: Int64 = 0
        var (watched, watchedAt): (UInt64, Int64) = (0, 0)
        func look() {
            guard watched != 0, stage.handled() >= watched else { return }
            samples.append(UInt64(clamping: tectra_clock_monotonic() &- watchedAt))
            watched = 0
        }
        // Ticks come in groups of 64 µs, as from a network card; each group rings every bell once.
        let group = max(1, plan.rate / 15_625)
        for index in stride(from: 0, to: count, by: group) {
            let due = begun &+ Int64(index) &* 1_000_000_000 / rate
            while tectra_clock_monotonic() < due {
                look()
                tectra_yield()
            }
            let before = Timing.processorTime()
            for _ in 0..<group { stage.publish() }
            stage.ring()
            spent &+= Timing.processorTime() &- before
            if watched == 0 { (watched, watchedAt) = (stage.sequence, tectra_clock_monotonic()) }
        }
        let last = tectra_clock_monotonic() &+ 2_000_000_000
        while stage.handled() < stage.sequence, tectra_clock_monotonic() < last { tectra_yield() }
        let behind = stage.sequence &- min(stage.sequence, stage.handled())
        try stage.check()
        return Figure(
            "strategy.together.\(strategies)", unit: "tick", count: count,
            perSecond: Double(count) * 1e9 / Double(max(1, spent)), latency: Figure.Latency(samples),
            counts: ["laps": stage.laps, "unhandled": Int(clamping: behind)],
            note: "\(strategies) strategies, \(plan.rate) ticks/s; rate is what publishing to all costs the host, "
                + "mean \(spent / Int64(count)) ns a tick; "
                + "latency until the last strategy has handled a group of \(group)")
    }
}
