/// Time bars from stored trades: by event time, without the trades that the venue broke later.
internal import PluginABI
internal import Records

struct TradeBars {
    private let interval: Int64
    /// Match numbers of trades that do not count.
    private let broken: Set<UInt64>
    private var bar = tectra_bar.blank
    private var turnover: Int128 = 0

    /// - Parameter interval: ns; bars begin at multiples of it since the epoch.
    init(interval: Int64, broken: Set<UInt64>) {
        self.interval = max(1, interval)
        self.broken = broken
    }

    /// Takes a trade; returns the bar that was complete before it. An interval without a trade has no bar.
    mutating func add(_ trade: tectra_trade) -> tectra_bar? {
        guard trade.price != Price.none, trade.flags & UInt32(TECTRA_DATA_BROKEN) == 0,
            !broken.contains(trade.match_id)
        else { return nil }
        var done: tectra_bar?
        if bar.trades > 0, trade.time >= bar.time { done = finish() }
        if bar.trades == 0 {
            let rest = trade.time % interval
            bar.time = trade.time &- (rest < 0 ? rest &+ interval : rest) &+ interval
            bar.instrument = trade.instrument
            bar.open = trade.price
            bar.high = trade.price
            bar.low = trade.price
        }
        bar.high = max(bar.high, trade.price)
        bar.low = min(bar.low, trade.price)
        bar.close = trade.price
        bar.volume &+= trade.quantity
        bar.flags |= trade.flags
        bar.trades &+= 1
        turnover &+= notional(price: trade.price, quantity: trade.quantity)
        return done
    }

    /// The bar in hand; nil when there is none.
    mutating func finish() -> tectra_bar? {
        guard bar.trades > 0 else { return nil }
        let volume = Int128(max(1, bar.volume))
        bar.vwap = Int64(saturating: (turnover + volume / 2) / volume)
        bar.interval = interval
        bar.kind = UInt8(TECTRA_BAR_TIME)
        let done = bar
        bar = tectra_bar.blank
        turnover = 0
        return done
    }
}
