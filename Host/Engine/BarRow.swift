/// The open bars of one kind, one an instrument.
internal import Glibc
internal import MarketData
internal import PluginABI
internal import Records

/// A bar that is not complete. No trades: it is not open.
struct OpenBar: BitwiseCopyable {
    var end: Int64 = 0
    /// Time and match number of its first trade; of its last trade, time.
    var start: Int64 = 0
    var last: Int64 = 0
    var firstMatch: UInt64 = 0
    var open: Int64 = 0
    var high: Int64 = 0
    var low: Int64 = 0
    var close: Int64 = 0
    var volume: Int64 = 0
    var trades: UInt32 = 0
    var flags: UInt32 = 0
    var turnover: Int128 = 0
    /// Match number of the first trade of the instrument's first bar that is complete; 0 before.
    var firstComplete: UInt64 = 0
    /// For the next bar that is complete: TECTRA_DATA_EARLIER_BROKEN.
    var late: UInt32 = 0

    /// The bar that follows, without a trade.
    func following() -> OpenBar {
        var bar = OpenBar()
        bar.firstComplete = firstComplete == 0 && trades > 0 ? firstMatch : firstComplete
        bar.late = trades > 0 ? 0 : late
        return bar
    }
}

struct BarRow: ~Copyable {
    /// Zero pages until an instrument trades.
    private let bars: UnsafeMutablePointer<OpenBar>?
    private let count: Int
    /// ns, trades, shares or money of a bar; 0: there are none of the kind.
    let size: Int64

    private static let gathered =
        UInt32(TECTRA_DATA_GAP) | UInt32(TECTRA_DATA_HALTED) | UInt32(TECTRA_DATA_AUCTION) | UInt32(TECTRA_DATA_STALE)

    init(instruments: Int = 0, size: Int64 = 0) {
        bars =
            instruments > 0
            ? calloc(instruments, MemoryLayout<OpenBar>.stride)?.bindMemory(to: OpenBar.self, capacity: instruments)
            : nil
        count = bars == nil ? 0 : instruments
        self.size = bars == nil ? 0 : size
    }

    deinit { free(bars) }

    /// Only where `size` is above 0, and of instruments that there are.
    subscript(instrument: UInt32) -> OpenBar {
        get { bars?[min(Int(instrument), count - 1)] ?? OpenBar() }
        nonmutating set { bars?[min(Int(instrument), count - 1)] = newValue }
    }

    /// Adds a trade; true when it is the first in its bar.
    @inline(__always)
    func add(_ trade: BarTrade) -> Bool {
        guard let bars, Int(trade.instrument) < count else { return false }
        let bar = bars + Int(trade.instrument)
        let opens = bar.pointee.trades == 0
        if opens {
            // The end of a time bar stays: all of its trades may have been broken.
            let end = bar.pointee.end
            bar.pointee = bar.pointee.following()
            bar.pointee.end = end
            bar.pointee.start = trade.time
            bar.pointee.firstMatch = trade.match
            bar.pointee.open = trade.price
            bar.pointee.high = trade.price
            bar.pointee.low = trade.price
        }
        bar.pointee.high = max(bar.pointee.high, trade.price)
        bar.pointee.low = min(bar.pointee.low, trade.price)
        bar.pointee.close = trade.price
        bar.pointee.last = trade.time
        bar.pointee.volume &+= trade.quantity
        bar.pointee.turnover &+= Records.notional(price: trade.price, quantity: trade.quantity)
        bar.pointee.trades &+= 1
        bar.pointee.flags |= trade.flags & Self.gathered
        return opens
    }

    /// Takes a broken trade out of the open bar, when it is in there: what remains is told anew by the trades
    /// that remain. Where those are too many or no longer known, the sums lose it, and a flag says that the four
    /// prices are as they were told.
    func discount(_ trade: BarTrade, _ books: borrowing MarketBooks) {
        guard let bars, Int(trade.instrument) < count else { return }
        let bar = bars + Int(trade.instrument)
        guard bar.pointee.trades > 0 else { return noteLate(trade.match, trade.instrument) }
        let revision = BarRevision(
            of: trade.instrument, from: bar.pointee.firstMatch, without: trade.match, books)
        guard revision.isWhole ? revision.holdsBroken : isOpen(trade, bar.pointee) else {
            return noteLate(trade.match, trade.instrument)
        }
        bar.pointee.volume &-= trade.quantity
        bar.pointee.turnover &-= Records.notional(price: trade.price, quantity: trade.quantity)
        bar.pointee.trades &-= 1
        bar.pointee.flags |= UInt32(TECTRA_DATA_BROKEN) | UInt32(TECTRA_DATA_AS_TOLD)
        guard revision.isWhole, revision.trades == bar.pointee.trades, revision.volume == bar.pointee.volume else {
            return
        }
        bar.pointee.open = revision.open
        bar.pointee.high = revision.high
        bar.pointee.low = revision.low
        bar.pointee.close = revision.close
        bar.pointee.flags &= ~UInt32(TECTRA_DATA_AS_TOLD)
    }

    /// Whether a trade is in a bar, by its time.
    private func isOpen(_ trade: BarTrade, _ bar: OpenBar) -> Bool {
        trade.time >= bar.start && (trade.time > bar.start || trade.match >= bar.firstMatch)
    }

    /// A trade is void whose bar is complete, if it was in one: the next says so.
    func noteLate(_ match: UInt64, _ instrument: UInt32) {
        guard let bars, Int(instrument) < count else { return }
        let bar = bars + Int(instrument)
        guard bar.pointee.firstComplete != 0, match >= bar.pointee.firstComplete else { return }
        bar.pointee.late = UInt32(TECTRA_DATA_EARLIER_BROKEN)
    }

    /// The open bar of an instrument, which is open no more; nil when it has no trade.
    func take(_ instrument: UInt32, _ kind: BarKind) -> tectra_bar? {
        guard let bars, Int(instrument) < count else { return nil }
        let bar = bars[Int(instrument)]
        bars[Int(instrument)] = bar.following()
        guard bar.trades > 0 else { return nil }
        var record = tectra_bar.blank
        record.time = kind == .time ? bar.end : bar.last
        record.instrument = instrument
        record.flags = bar.flags | bar.late
        record.open = bar.open
        record.high = bar.high
        record.low = bar.low
        record.close = bar.close
        record.volume = bar.volume
        let volume = Int128(max(1, bar.volume))
        record.vwap = Int64(saturating: (bar.turnover &+ volume / 2) / volume)
        record.interval = size
        record.trades = bar.trades
        record.kind = UInt8(kind.rawValue)
        return record
    }

    /// The open bar of an instrument has no trade any more. Where it is a time bar, its end stays.
    func forget(_ instrument: UInt32) {
        guard let bars, Int(instrument) < count else { return }
        let bar = bars[Int(instrument)]
        var none = OpenBar()
        (none.end, none.firstComplete, none.late) = (bar.end, bar.firstComplete, bar.late)
        bars[Int(instrument)] = none
    }

    func removeAll() { bars?.update(repeating: OpenBar(), count: count) }
}
