/// What is asked of a store, and what comes back: rows of one symbol and kind in a span of time.
public import PluginABI

public struct TickQuery: Sendable {
    public var symbol: TickSymbol
    public var kind: TickKind
    /// First time that counts, ns since the epoch.
    public var from: Int64
    /// First time that no longer counts.
    public var to: Int64

    public init(_ symbol: TickSymbol, _ kind: TickKind, from: Int64 = .min, to: Int64 = .max) {
        self.symbol = symbol
        self.kind = kind
        self.from = from
        self.to = to
    }
}

/// Rows of a window, in order of time. Valid until the window is asked for the next ones.
public struct TickRows {
    public let kind: TickKind
    let base: UnsafeRawPointer
    public let count: Int

    /// The rows when they are ticks; else none.
    public var ticks: UnsafeBufferPointer<tectra_tick> {
        UnsafeBufferPointer(start: base.assumingMemoryBound(to: tectra_tick.self), count: kind == .ticks ? count : 0)
    }

    /// The rows when they are trades; else none.
    public var trades: UnsafeBufferPointer<tectra_trade> {
        UnsafeBufferPointer(start: base.assumingMemoryBound(to: tectra_trade.self), count: kind == .trades ? count : 0)
    }
}
