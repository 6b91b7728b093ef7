/// The last trades of every instrument, for whoever looks at a book; nothing of the core depends on them.
internal import Glibc
public import PluginABI

/// A trade, and the mid behind it.
public struct RecentTrade: BitwiseCopyable, Sendable {
    public var trade: tectra_trade
    /// Half way between the best prices once it had traded, 1e-9; TECTRA_PRICE_NONE while a side was missing.
    public var mid: Int64
}

/// A ring of trades an instrument. Memory is zero pages until an instrument trades.
public struct RecentTrades: ~Copyable {
    /// Trades kept of one instrument.
    public static let kept = 16

    private let trades: UnsafeMutablePointer<RecentTrade>?
    private let counts: UnsafeMutablePointer<UInt32>?
    private let instruments: Int

    init(instruments: Int) {
        self.instruments = instruments
        trades = calloc(instruments * Self.kept, MemoryLayout<RecentTrade>.stride)?.assumingMemoryBound(
            to: RecentTrade.self)
        counts = calloc(instruments, MemoryLayout<UInt32>.stride)?.assumingMemoryBound(to: UInt32.self)
    }

    deinit {
        free(trades)
        free(counts)
    }

    @inline(__always)
    mutating func note(_ trade: tectra_trade, mid: Int64) {
        let instrument = Int(trade.instrument)
        guard instrument < instruments, let trades, let counts else { return }
        trades[instrument * Self.kept + Int(counts[instrument] % UInt32(Self.kept))] =
            RecentTrade(trade: trade, mid: mid)
        counts[instrument] &+= 1
    }

    /// A trade is void: where it is still kept it says so.
    mutating func flagBroken(_ match: UInt64, of instrument: UInt32) {
        guard Int(instrument) < instruments, let trades, let counts, match != 0 else { return }
        let first = Int(instrument) * Self.kept
        for place in first..<first + min(Int(counts[Int(instrument)]), Self.kept)
        where trades[place].trade.match_id == match {
            trades[place].trade.flags |= UInt32(TECTRA_DATA_BROKEN)
        }
    }

    /// The trade that is `age` trades old, 0 the last one; nil when there were not so many.
    public func trade(of instrument: UInt32, age: Int) -> RecentTrade? {
        guard Int(instrument) < instruments, let trades, let counts else { return nil }
        let count = counts[Int(instrument)]
        guard age >= 0, age < min(Int(count), Self.kept) else { return nil }
        return trades[Int(instrument) * Self.kept + Int((count &- 1 &- UInt32(age)) % UInt32(Self.kept))]
    }
}
