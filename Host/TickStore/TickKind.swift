/// What the rows of a block are.
internal import PluginABI

public enum TickKind: UInt8, Sendable, CaseIterable, CustomStringConvertible {
    /// Top of book after each change: `tectra_tick`.
    case ticks = 1
    /// Trades of anybody: `tectra_trade`.
    case trades = 2

    /// Bytes of one row as a record. Both are one cache line.
    static let rowSize = 64

    /// Columns of a block of this kind.
    var columns: Int { self == .ticks ? TickColumn.count : TradeColumn.count }

    public var description: String { self == .ticks ? "ticks" : "trades" }
}

/// Columns of a block of ticks, in the order in which they lie.
enum TickColumn {
    static let time = 0
    static let sequence = 1
    /// `flags` << 2, with bit 0 for no bid and bit 1 for no ask.
    static let marks = 2
    static let bid = 3
    static let ask = 4
    static let bidQuantity = 5
    static let askQuantity = 6
    static let count = 7
}

/// Columns of a block of trades.
enum TradeColumn {
    static let time = 0
    static let sequence = 1
    /// `flags` << 9, `aggressor` << 1, with bit 0 for no price.
    static let marks = 2
    static let price = 3
    static let quantity = 4
    static let match = 5
    static let count = 6
}
