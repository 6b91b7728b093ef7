/// Bars of every instrument by time, by trades, by shares and by money, driven by event time.
///
/// A time bar is complete with the first event at or after its end, of whatever instrument; an interval
/// without a trade has no bar. A bar of another kind is complete with the trade that fills it. Trades that
/// are broken while their bar is open leave it; of those that are broken later the next bar tells.
internal import MarketData
internal import PluginABI
internal import Records

enum BarKind: Int, CaseIterable {
    case time = 1
    case tick = 2
    case volume = 3
    case notional = 4

    /// The bit of a strategy's wants.
    var want: UInt8 { UInt8(TECTRA_WANTS_BARS) << UInt8(rawValue - 1) }
}

struct Bars: ~Copyable {
    private let instruments: Int
    private var time: BarRow
    private var ticks = BarRow()
    private var volume = BarRow()
    private var notional = BarRow()
    /// Instruments with an open time bar, oldest first; their bars have one end.
    private let open: UnsafeMutablePointer<UInt32>
    private var openCount = 0
    private var given = 0
    /// When the open time bars are complete; Int64.max when none is open.
    private(set) var nextEnd = Int64.max

    /// - Parameter interval: ns of a time bar; 0 none.
    init(instruments: Int, interval: Int64) {
        self.instruments = instruments
        time = BarRow(instruments: interval > 0 ? instruments : 0, size: interval)
        open = .allocate(capacity: instruments)
    }

    deinit { open.deallocate() }

    /// Sets what bars hold that are not of a time; those that are open begin anew.
    mutating func set(_ sizes: tectra_bar_sizes) {
        func row(_ size: Int64) -> BarRow { BarRow(instruments: size > 0 ? instruments : 0, size: size) }
        ticks = row(sizes.ticks)
        volume = row(sizes.volume)
        notional = row(sizes.notional)
    }

    // MARK: - Trades

    /// A trade for the time bars. Time has passed before it: what was complete is taken.
    @inline(__always)
    mutating func addToTime(_ trade: BarTrade) {
        guard time.size > 0, time.add(trade), time[trade.instrument].end == 0 else { return }
        let end = trade.time &- trade.time % time.size &+ time.size
        time[trade.instrument].end = end
        assert(openCount < instruments, "an instrument has two open time bars")
        nextEnd = end
        open[openCount] = trade.instrument
        openCount &+= 1
    }

    /// A trade for bars of another kind; the bar that it completes.
    mutating func add(_ trade: BarTrade, to kind: BarKind) -> tectra_bar? {
        switch kind {
        case .time: return nil
        case .tick:
            guard ticks.size > 0 else { return nil }
            _ = ticks.add(trade)
            return Int64(ticks[trade.instrument].trades) >= ticks.size ? ticks.take(trade.instrument, .tick) : nil
        case .volume:
            guard volume.size > 0 else { return nil }
            _ = volume.add(trade)
            return volume[trade.instrument].volume >= volume.size ? volume.take(trade.instrument, .volume) : nil
        case .notional:
            guard notional.size > 0 else { return nil }
            _ = notional.add(trade)
            return notional[trade.instrument].turnover >= Int128(notional.size)
                ? notional.take(trade.instrument, .notional) : nil
        }
    }

    /// A trade is void: it leaves the bars that it is in and that are still open.
    mutating func discount(_ trade: BarTrade, _ books: borrowing MarketBooks) {
        time.discount(trade, books)
        ticks.discount(trade, books)
        volume.discount(trade, books)
        notional.discount(trade, books)
    }

    /// A trade is void that is no longer remembered.
    mutating func noteLate(_ match: UInt64, _ instrument: UInt32) {
        time.noteLate(match, instrument)
        ticks.noteLate(match, instrument)
        volume.noteLate(match, instrument)
        notional.noteLate(match, instrument)
    }

    // MARK: - Ends

    /// The next time bar that is complete at `now`; nil when there is no more.
    mutating func takeComplete(at now: Int64) -> tectra_bar? {
        guard now >= nextEnd else { return nil }
        while given < openCount {
            let instrument = open[given]
            given &+= 1
            if let bar = time.take(instrument, .time) { return bar }
        }
        openCount = 0
        given = 0
        nextEnd = .max
        return nil
    }

    /// The open bar of a kind other than time as it is, which then begins anew; nil when there is none.
    mutating func takeRest(of instrument: UInt32, _ kind: BarKind) -> tectra_bar? {
        switch kind {
        case .time: nil
        case .tick: ticks.take(instrument, .tick)
        case .volume: volume.take(instrument, .volume)
        case .notional: notional.take(instrument, .notional)
        }
    }

    /// Drops the open bars of an instrument: not all of its trades will be known.
    mutating func forget(_ instrument: UInt32) {
        time.forget(instrument)
        ticks.forget(instrument)
        volume.forget(instrument)
        notional.forget(instrument)
    }

    /// Forgets every open bar: instruments are others from now on.
    mutating func removeAll() {
        time.removeAll()
        ticks.removeAll()
        volume.removeAll()
        notional.removeAll()
        openCount = 0
        given = 0
        nextEnd = .max
    }
}

/// What a bar takes from a trade.
struct BarTrade: BitwiseCopyable {
    var instrument: UInt32
    /// TECTRA_DATA_….
    var flags: UInt32
    var price: Int64
    var quantity: Int64
    /// ns since the epoch.
    var time: Int64
    var match: UInt64
}
