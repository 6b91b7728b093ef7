/// What is published, as the operator chooses while the day runs: which instruments, and how often their depth.
///
/// An input like any other, so that a replay shows the same. Books are built of every instrument, shown or not: limits,
/// marks and the venue need them.
internal import MarketData
internal import PluginABI
internal import Records

extension Engine {
    /// Another choice of instruments. Who sees one that it changes is told.
    mutating func choose(_ choice: tectra_publish, _ outputs: inout OutputBuffer) {
        guard publication.commit(choice) else { return countMalformed() }
        for index in 0..<Int(session.instruments_max) {
            let instrument = UInt32(truncatingIfNeeded: index)
            guard let symbol = books.symbolBytes(of: instrument) else { continue }
            let isShown = publication.includes(symbol)
            guard isShown == subscriptions.isWithheld(instrument) else { continue }
            subscriptions.withhold(instrument, !isShown)
            // A bar without the trades in between would not be of its interval.
            if !isShown { bars.forget(instrument) }
            depthTimes[Int(instrument)] = .min
            tellPublication(of: instrument, &outputs)
        }
    }

    /// The last that is shown of an instrument, or the first again: its state, and in the flags whether more follows.
    private mutating func tellPublication(of instrument: UInt32, _ outputs: inout OutputBuffer) {
        let asking = subscriptions.asking(instrument)
        if asking & wantTicks != 0 {
            var tick = tick(of: instrument)
            tick.flags = dataFlags(of: instrument) | UInt32(TECTRA_DATA_SNAPSHOT)
            outputs.append(tick, .market)
            counters.marketRecords &+= 1
        }
        if asking & wantStatus != 0 {
            outputs.append(status(of: instrument), .market)
            counters.marketRecords &+= 1
        }
    }

    mutating func pace(_ cadence: tectra_depth_cadence) {
        guard cadence.interval >= 0 else { return countMalformed() }
        depthInterval = cadence.interval
        // What was put off by a longer interval is not waited for.
        depthTimes.update(repeating: .min, count: Int(session.instruments_max))
    }
}
