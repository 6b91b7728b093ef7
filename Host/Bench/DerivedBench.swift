/// From a message to everything that follows from it: the book changed, ten levels written out, and each figure that
/// a strategy can have of them worked out.
internal import CLinux
internal import MarketData
internal import PluginABI
internal import Records

enum DerivedBench {
    static func run(_ plan: BenchPlan) throws -> [Figure] {
        let tape = MessageTape(plan)
        let instruments = max(64, plan.symbols + 1)
        var books = try MarketBooks(BookCapacity(instruments: instruments, orders: 1 << 21, levels: 1 << 22))
        books.touch()
        let signals = UnsafeMutablePointer<DerivedSignals>.allocate(capacity: instruments)
        defer { signals.deallocate() }
        for instrument in 0..<instruments { (signals + instrument).initialize(to: DerivedSignals()) }
        defer { signals.deinitialize(count: instruments) }

        let cost = Timing.clockCost
        var samples: [UInt64] = []
        samples.reserveCapacity(tape.count)
        var book = tectra_book.blank
        var sum = 0.0
        var offset = 0
        let seconds = Timing.seconds {
            while let message = tape.next(&offset) {
                let start = tectra_clock_monotonic()
                let event = books.apply(message)
                let isTrade = event.isPrintable
                guard event.isTopChanged || event.isDepthChanged || isTrade else { continue }
                let own = signals + Int(event.instrument)
                if isTrade {
                    let top = books.top(of: event.instrument)
                    let hasBoth = top.bid != Price.none && top.ask != Price.none
                    sum += own.pointee.take(
                        price: Double(event.price), shares: Double(event.quantity),
                        mid: hasBoth ? Double(top.bid + (top.ask - top.bid) / 2) : nil, at: event.time)
                }
                if event.isDepthChanged {
                    book.time = event.time
                    books.fillDepth(of: event.instrument, into: &book)
                    sum += own.pointee.take(&book)
                }
                samples.append(UInt64(max(0, tectra_clock_monotonic() &- start &- cost)))
            }
        }
        guard sum.isFinite, !samples.isEmpty else {
            throw BenchError("the figures of the synthetic day are no numbers")
        }
        return [
            Figure(
                "derived", unit: "tick", count: samples.count, perSecond: Double(samples.count) / seconds,
                latency: Figure.Latency(samples),
                note: "\(plan.symbols) symbols; from the message to mid, spread, micro-price, imbalance at ten depths, "
                    + "volatility; of trades direction, flow and average price; the rate is with the clock read twice")
        ]
    }
}
