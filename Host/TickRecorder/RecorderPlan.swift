/// What is recorded, where, and for how long.
public import TickStore

public struct RecorderPlan: Equatable, Sendable {
    /// The tick store's directory.
    public var store: String
    /// Symbols to keep; nil is all.
    public var symbols: Set<TickSymbol>?
    /// Days that stay in the store, counted from its newest; 0 keeps all.
    public var retentionDays = 0
    /// Between two times at which readers are let see what has come, seconds.
    public var flushSeconds = 5
    /// Bytes of rows that wait for their block.
    public var memory = 64 << 20

    public init(store: String) { self.store = store }
}

/// How far a recorder is.
public struct RecorderFigures: Equatable, Sendable {
    /// Of the last input taken from the journal.
    public var sequence: UInt64 = 0
    /// Rows taken, and rows that the store had before, since it was started.
    public var rows = 0
    public var passedOver = 0
    public var blocks = 0
    public var bytes = 0
    /// Why nothing is recorded just now; nil when something is.
    public var problem: String?

    public init() {}
}
