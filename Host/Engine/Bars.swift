/// Time bars of every instrument, driven by event time. An interval without a trade has no bar.
internal import PluginABI
internal import Records

struct Bars: ~Copyable {
    private struct Open: BitwiseCopyable {
        var end: Int64 = 0
        var open: Int64 = 0
        var high: Int64 = 0
        var low: Int64 = 0
        var close: Int64 = 0
        var volume: Int64 = 0
        var turnover: Int128 = 0
        var trades: UInt32 = 0
    }

    private let bars: UnsafeMutablePointer<Open>
    private let interval: Int64

    init(instruments: Int, interval: Int64) {
        self.interval = interval
        bars = .allocate(capacity: instruments)
        bars.initialize(repeating: Open(), count: instruments)
    }

    deinit { bars.deallocate() }

    /// Takes a trade; returns the bar that was complete before it.
    mutating func add(_ instrument: UInt32, price: Int64, quantity: Int64, at time: Int64) -> tectra_bar? {
        guard interval > 0 else { return nil }
        let bar = bars + Int(instrument)
        var done: tectra_bar?
        if bar.pointee.trades > 0, time >= bar.pointee.end {
            done = record(bar.pointee, instrument)
            bar.pointee = Open()
        }
        if bar.pointee.trades == 0 {
            bar.pointee.end = time - time % interval &+ interval
            bar.pointee.open = price
            bar.pointee.high = price
            bar.pointee.low = price
        }
        bar.pointee.high = max(bar.pointee.high, price)
        bar.pointee.low = min(bar.pointee.low, price)
        bar.pointee.close = price
        bar.pointee.volume &+= quantity
        bar.pointee.turnover &+= notional(price: price, quantity: quantity)
        bar.pointee.trades &+= 1
        return done
    }

    private func record(_ bar: Open, _ instrument: UInt32) -> tectra_bar {
        var record = tectra_bar.blank
        record.time = bar.end
        record.instrument = instrument
        record.open = bar.open
        record.high = bar.high
        record.low = bar.low
        record.close = bar.close
        record.volume = bar.volume
        let volume = Int128(max(1, bar.volume))
        record.vwap = Int64(saturating: (bar.turnover &+ volume / 2) / volume)
        record.interval = interval
        record.trades = bar.trades
        record.kind = UInt8(TECTRA_BAR_TIME)
        return record
    }
}
