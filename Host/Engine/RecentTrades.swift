/// The last trades of every instrument, for whoever looks at a book; nothing of the core depends on them.
internal import Glibc
public import PluginABI

/// A ring of trades an instrument. Memory is zero pages until an instrument trades.
public struct RecentTrades: ~Copyable {
    /// Trades kept of one instrument.
    public static let kept = 16

    private let trades: UnsafeMutablePointer<tectra_trade>?
    private let counts: UnsafeMutablePointer<UInt32>?
    private let instruments: Int

    init(instruments: Int) {
        self.instruments = instruments
        trades = calloc(instruments * Self.kept, MemoryLayout<tectra_trade>.stride)?.assumingMemoryBound(
            to: tectra_trade.self)
        counts = calloc(instruments, MemoryLayout<UInt32>.stride)?.assumingMemoryBound(to: UInt32.self)
    }

    deinit {
        free(trades)
        free(counts)
    }

    @inline(__always)
    mutating func note(_ trade: tectra_trade) {
        let instrument = Int(trade.instrument)
        guard instrument < instruments, let trades, let counts else { return }
        trades[instrument * Self.kept + Int(counts[instrument] % UInt32(Self.kept))] = trade
        counts[instrument] &+= 1
    }

    /// The trade that is `age` trades old, 0 the last one; nil when there were not so many.
    public func trade(of instrument: UInt32, age: Int) -> tectra_trade? {
        guard Int(instrument) < instruments, let trades, let counts else { return nil }
        let count = counts[Int(instrument)]
        guard age >= 0, age < min(Int(count), Self.kept) else { return nil }
        return trades[Int(instrument) * Self.kept + Int((count &- 1 &- UInt32(age)) % UInt32(Self.kept))]
    }
}
