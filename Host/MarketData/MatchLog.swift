/// The latest printed trades by their match numbers, so that a broken trade, which names nothing else,
/// can be taken out again. A ring: what is older than its size is forgotten.

/// A trade as it was printed.
struct PrintedTrade: BitwiseCopyable {
    /// 0 is none.
    var match: UInt64 = 0
    var price: Int64 = 0
    var quantity: Int64 = 0
    var time: Int64 = 0
    var instrument: UInt32 = 0
    var reserved: UInt32 = 0
}

struct MatchLog: ~Copyable {
    private let trades: PagedMemory<PrintedTrade>
    private let mask: UInt64

    /// - Parameter size: a power of two. NASDAQ counts matches up by one.
    init(size: Int) throws(MarketDataError) {
        trades = try PagedMemory(size)
        mask = UInt64(size - 1)
    }

    var bytes: Int { trades.bytes }
    func touch() { trades.touch() }

    @inline(__always)
    func note(_ trade: PrintedTrade) { trades[Int(trade.match & mask)] = trade }

    /// Forgets a trade and returns it; nil when it is not known, or no longer.
    func take(_ match: UInt64, of instrument: UInt32) -> PrintedTrade? {
        let trade = trades[Int(match & mask)]
        guard match != 0, trade.match == match, trade.instrument == instrument else { return nil }
        trades[Int(match & mask)].match = 0
        return trade
    }
}
