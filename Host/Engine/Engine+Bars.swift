/// Bars as strategies are sent them: made of printed trades, for whom each kind is wanted.
internal import MarketData
internal import PluginABI
internal import Records

extension Engine {
    /// Takes a printed trade of an instrument that is `seen`, a bit a strategy.
    mutating func addToBars(_ event: MarketEvent, _ flags: UInt32, _ seeing: UInt64, _ outputs: inout OutputBuffer) {
        let trade = barTrade(event, flags, at: time)
        if seeing & wantBars[BarKind.time.rawValue - 1] != 0 { bars.addToTime(trade) }
        add(trade, to: .tick, seeing, &outputs)
        add(trade, to: .volume, seeing, &outputs)
        add(trade, to: .notional, seeing, &outputs)
    }

    @inline(__always)
    private mutating func add(_ trade: BarTrade, to kind: BarKind, _ seeing: UInt64, _ outputs: inout OutputBuffer) {
        guard seeing & wantBars[kind.rawValue - 1] != 0 else { return }
        if let bar = bars.add(trade, to: kind) { send(bar, kind, &outputs) }
    }

    /// Event time has reached the end of the open time bars.
    @inline(never)
    mutating func closeTimeBars(_ outputs: inout OutputBuffer) {
        while let bar = bars.takeComplete(at: time) { send(bar, .time, &outputs) }
    }

    /// The market has closed: what the other bars have of the day is all there will be of it.
    mutating func closeOtherBars(_ outputs: inout OutputBuffer) {
        guard wantAnyBars != 0 else { return }
        for kind in [BarKind.tick, .volume, .notional] where wantBars[kind.rawValue - 1] != 0 {
            for instrument in 0..<session.instruments_max {
                if let bar = bars.takeRest(of: instrument, kind) { send(bar, kind, &outputs) }
            }
        }
    }

    mutating func discountBars(_ event: MarketEvent) {
        guard event.price != Price.none else {
            // Broken twice, or long forgotten.
            if books.print(event.matchID, of: event.instrument) == nil {
                bars.noteLate(event.matchID, event.instrument)
            }
            return
        }
        bars.discount(barTrade(event, 0, at: session.time &+ event.originalTime), books)
    }

    private func barTrade(_ event: MarketEvent, _ flags: UInt32, at time: Int64) -> BarTrade {
        BarTrade(
            instrument: event.instrument, flags: flags, price: event.price, quantity: event.quantity, time: time,
            match: event.matchID)
    }

    /// To whom wants it, which may be nobody any more.
    private mutating func send(_ done: tectra_bar, _ kind: BarKind, _ outputs: inout OutputBuffer) {
        guard subscriptions.seeing(done.instrument) & wantBars[kind.rawValue - 1] != 0 else { return }
        var bar = done
        bar.sequence = sequence
        outputs.append(bar, .market)
        counters.marketRecords &+= 1
    }
}
