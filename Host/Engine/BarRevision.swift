/// What an open bar comes to without a trade that was broken: told by the trades that remain in it.
internal import MarketData
internal import Records

struct BarRevision {
    /// Trades of the instrument that are looked through at most, so that a broken trade costs little more than
    /// another message.
    static let reach = 1 << 14

    /// The bar's first trade was found: what is here is of all of its trades.
    private(set) var isWhole = false
    /// The broken trade is among them.
    private(set) var holdsBroken = false
    /// Without those that are broken; the prices only where there is a trade.
    private(set) var trades: UInt32 = 0
    private(set) var volume: Int64 = 0
    private(set) var turnover: Int128 = 0
    private(set) var open: Int64 = 0
    private(set) var high = Int64.min
    private(set) var low = Int64.max
    private(set) var close: Int64 = 0

    /// - Parameters:
    ///   - first: match number of the bar's first trade.
    ///   - broken: match number of the trade that is void.
    init(of instrument: UInt32, from first: UInt64, without broken: UInt64, _ books: borrowing MarketBooks) {
        var next = books.lastPrint(of: instrument)
        for _ in 0..<Self.reach {
            guard let trade = next else { return }
            if trade.match == broken { holdsBroken = true }
            if !trade.isBroken { takeEarlier(trade) }
            if trade.match == first {
                isWhole = true
                return
            }
            next = books.print(before: trade)
        }
    }

    private mutating func takeEarlier(_ trade: PrintedTrade) {
        if trades == 0 { close = trade.price }
        open = trade.price
        high = max(high, trade.price)
        low = min(low, trade.price)
        volume &+= trade.quantity
        turnover &+= Records.notional(price: trade.price, quantity: trade.quantity)
        trades &+= 1
    }
}
