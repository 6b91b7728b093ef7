/// Decoding, full-depth books of the whole market and a top-of-book record for each change of the top.
internal import MarketData
internal import PluginABI
internal import Records

enum BookBench {
    static func run(_ plan: BenchPlan) throws -> [Figure] {
        let tape = MessageTape(plan)
        let capacity = BookCapacity(instruments: max(64, plan.symbols + 1), orders: 1 << 21, levels: 1 << 22)
        return [
            try measure(tape, capacity, plan, isTouched: true), try measure(tape, capacity, plan, isTouched: false),
        ]
    }

    private static func measure(
        _ tape: MessageTape, _ capacity: BookCapacity, _ plan: BenchPlan, isTouched: Bool
    ) throws -> Figure {
        var books = try MarketBooks(capacity)
        let start = isTouched ? Timing.seconds { books.touch() } : 0
        var ticks = TickRing()
        // Its own processor time: it never waits, and what else runs must not count.
        let begun = Timing.processorTime()
        _ = books.apply(tape.bytes, to: &ticks)
        let seconds = Double(max(1, Timing.processorTime() &- begun)) / 1e9
        guard ticks.faults == 0, ticks.messages == tape.count else {
            throw BenchError("the synthetic day has \(ticks.faults) faults")
        }
        let usage = books.usage
        let memory = isTouched ? "memory taken at the start, as a live host does" : "fresh books with their page faults"
        return Figure(
            isTouched ? "book" : "book.fresh", unit: "message", count: tape.count,
            perSecond: Double(tape.count) / seconds,
            counts: [
                "faults": ticks.faults, "top-of-book records": ticks.records, "orders at most": usage.ordersMost,
                "memory MiB": usage.bytes >> 20, "ms to take it": Int(start * 1000),
            ],
            note: "\(plan.symbols) symbols, full depth, from memory, one core's processor time; \(memory)")
    }

    /// Writes tick records as the market ring would take them.
    private struct TickRing: MarketEventSink, ~Copyable {
        private let ring: UnsafeMutablePointer<tectra_tick>
        var messages = 0
        var records = 0
        var faults = 0

        init() {
            ring = .allocate(capacity: 4096)
            ring.initialize(repeating: .blank, count: 4096)
        }

        deinit { ring.deallocate() }

        @inline(__always)
        mutating func take(_ event: MarketEvent, at offset: Int, _ books: inout MarketBooks) {
            messages &+= 1
            if event.kind == .fault { faults &+= 1 }
            guard event.isTopChanged else { return }
            let top = books.top(of: event.instrument)
            let tick = ring + (records & 4095)
            records &+= 1
            tick.pointee.sequence = UInt64(truncatingIfNeeded: messages)
            tick.pointee.time = event.time
            tick.pointee.instrument = event.instrument
            tick.pointee.bid_price = top.bid
            tick.pointee.ask_price = top.ask
            tick.pointee.bid_quantity = top.bidQuantity
            tick.pointee.ask_quantity = top.askQuantity
        }
    }
}
