/// The latest printed trades by their match numbers, so that a broken trade, which names nothing else,
/// can be taken out again, and what remains of a stretch be told. A ring: what is older than its size is
/// forgotten.

/// A trade as it was printed.
public struct PrintedTrade: BitwiseCopyable, Sendable {
    /// 0 is none.
    public var match: UInt64 = 0
    public var price: Int64 = 0
    public var quantity: Int64 = 0
    /// ns since midnight.
    public var time: Int64 = 0
    /// Match number of the trade of the instrument before it; 0 none.
    var previous: UInt64 = 0
    public var instrument: UInt32 = 0
    public var isBroken = false
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

    /// Nil when it is not known, or no longer.
    @inline(__always)
    func trade(_ match: UInt64, of instrument: UInt32) -> PrintedTrade? {
        let trade = trades[Int(match & mask)]
        return match != 0 && trade.match == match && trade.instrument == instrument ? trade : nil
    }

    /// Breaks a trade and returns it; nil when it is not known, or no longer, or broken already.
    func breakTrade(_ match: UInt64, of instrument: UInt32) -> PrintedTrade? {
        guard let trade = trade(match, of: instrument), !trade.isBroken else { return nil }
        trades[Int(match & mask)].isBroken = true
        return trade
    }
}

extension MarketBooks {
    /// A printed trade, broken or not; nil when it is not known, or no longer.
    public func print(_ match: UInt64, of instrument: UInt32) -> PrintedTrade? { matches.trade(match, of: instrument) }

    /// The last trade that was printed of an instrument; nil before the first.
    public func lastPrint(of instrument: UInt32) -> PrintedTrade? {
        Int(instrument) < capacity.instruments
            ? matches.trade(states[Int(instrument)].lastMatch, of: instrument) : nil
    }

    /// The trade of the same instrument before one; nil when there was none or it is no longer known.
    public func print(before trade: PrintedTrade) -> PrintedTrade? {
        matches.trade(trade.previous, of: trade.instrument)
    }
}
