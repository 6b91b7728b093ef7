/// The kill switch: from the trigger to every open order cancelled, in the core itself.
internal import CLinux
internal import Engine
internal import KillSwitch
internal import Orders
internal import PluginABI
internal import Records

enum KillBench {
    private static let openOrders = 10_000

    static func run(_ plan: BenchPlan) throws -> [Figure] {
        var small = plan
        small.messages = 20_000
        small.symbols = 50
        let tape = MessageTape(small)
        var core = try Core(small)
        core.play(tape)
        var samples: [UInt64] = []
        var least = Int.max
        for _ in 0..<60 {
            core.openOrders(Self.openOrders)
            least = min(least, Int(core.engine.orders.openCount))
            samples.append(core.kill())
            guard core.engine.orders.openCount == 0 else { throw BenchError("the kill left orders open") }
            core.clear()
        }
        let mean = Double(samples.reduce(0, +)) / Double(samples.count)
        return [
            latch(),
            Figure(
                "kill.cancel-all", unit: "kill", count: samples.count, perSecond: 1e9 / mean,
                latency: Figure.Latency(samples), counts: ["open orders": least],
                note: "one input: the latch is engaged first, then every open order is cancelled; apply alone")
        ]
    }

    /// The latch itself, which comes before any cancel: from the input to the first order that is refused.
    private static func latch() -> Figure {
        let count = 100_000
        var latch = KillLatch()
        var record = tectra_kill_switch.blank
        withUnsafeMutableBytes(of: &record.operator_name) { $0.copyBytes(from: "bench".utf8) }
        var passed = 0
        let samples = Timing.samples(count) { _ in
            record.engaged = 1
            _ = latch.apply(record)
            if latch.reasonToRefuse(.submit, from: 1) != .killed { passed += 1 }
            record.engaged = 0
            _ = latch.apply(record)
        }
        let mean = Double(samples.reduce(0, +)) / Double(count)
        return Figure(
            "kill.latch", unit: "kill", count: count, perSecond: 1e9 / max(1, mean),
            latency: Figure.Latency(samples), counts: ["passed": passed],
            note: "pulled, a new order refused, cleared again; the engine does this before it cancels anything")
    }

    /// An engine with one strategy and no worker: requests are made here.
    private struct Core: ~Copyable {
        var engine: Engine
        var outputs: OutputBuffer
        private var client: UInt64 = 0

        init(_ plan: BenchPlan) throws {
            let engine = try Engine(CoreSetup.session(plan, ownOrders: 1 << 15))
            let outputs = OutputBuffer(capacity: engine.outputCapacity)
            self.engine = engine
            self.outputs = outputs
            CoreSetup.inputs(strategies: 1, wants: 0) { bytes in
                bytes.withUnsafeBytes { self.engine.apply($0, from: 0, into: &self.outputs) }
            }
        }

        mutating func play(_ tape: MessageTape) {
            var record = tectra_feed_message.blank
            record.source = 1
            var offset = 0
            while let message = tape.next(&offset) {
                CoreSetup.feed(message, into: &record)
                withUnsafeBytes(of: record) { engine.apply($0, from: 0, into: &outputs) }
            }
        }

        /// Bids of one share far below the market, in all instruments that have a price.
        mutating func openOrders(_ count: Int) {
            var submit = tectra_submit.blank
            submit.side = UInt8(TECTRA_BUY)
            submit.type = UInt8(TECTRA_LIMIT)
            submit.time_in_force = UInt8(TECTRA_DAY)
            submit.price = 1_000_000_000
            submit.quantity = 1
            var tries = 0
            while engine.orders.openCount < count, tries < count * 4 {
                tries += 1
                client += 1
                submit.client_id = client
                submit.instrument = UInt32(1 + tries % 50)
                withUnsafeBytes(of: submit) { engine.apply($0, from: 1, into: &outputs) }
            }
        }

        mutating func kill() -> UInt64 {
            let record = order(engaged: 1)
            let begun = tectra_clock_monotonic()
            withUnsafeBytes(of: record) { engine.apply($0, from: 0, into: &outputs) }
            return UInt64(clamping: tectra_clock_monotonic() &- begun)
        }

        mutating func clear() {
            withUnsafeBytes(of: order(engaged: 0)) { engine.apply($0, from: 0, into: &outputs) }
            var resume = tectra_strategy_command.blank
            resume.strategy = 1
            resume.command = UInt8(TECTRA_COMMAND_RESUME)
            withUnsafeBytes(of: resume) { engine.apply($0, from: 0, into: &outputs) }
        }

        private func order(engaged: UInt8) -> tectra_kill_switch {
            var record = tectra_kill_switch.blank
            record.engaged = engaged
            withUnsafeMutableBytes(of: &record.operator_name) { $0.copyBytes(from: "bench".utf8) }
            withUnsafeMutableBytes(of: &record.text) { $0.copyBytes(from: "bench".utf8) }
            return record
        }
    }
}
