/// What follows from an instrument's book and trades, all of it, by the code that strategies have.
internal import PluginABI
internal import TectraSignals
internal import TectraStrategy

struct DerivedSignals: ~Copyable {
    private var volatility = RollingVolatility(window: 60_000_000_000)
    private var flow = TradeFlow(window: 60_000_000_000)
    private var direction = TradeDirection()
    private var averagePrice = RollingVWAP(64)

    /// Mid, spread, micro-price, imbalance at 1, 2, … 10 levels, volatility; their sum, so that none is left out.
    @inline(__always)
    mutating func take(_ record: UnsafePointer<tectra_book>) -> Double {
        let book = Book(record)
        guard let top = book.top else { return 0 }
        var sum = top.microprice + Double(top.spread.billionths)
        for levels in 1...Book.depth { sum += book.pressure(levels: levels) }
        return sum + (volatility.push(Double(top.mid.billionths), at: record.pointee.time) ?? 0)
    }

    /// Direction, flow and average price of a trade.
    @inline(__always)
    mutating func take(price: Double, shares: Double, mid: Double?, at time: Int64) -> Double {
        let side = direction.push(price: price, mid: mid)
        return (flow.push(direction: side, volume: shares, at: time) ?? 0)
            + (averagePrice.push(price: price, volume: shares) ?? 0)
    }
}
