/// The closed sets of values that orders are described with.

/// Which side of the market.
public enum Side: UInt8, Sendable, CaseIterable {
    case buy = 1
    case sell = 2

    @inlinable @inline(__always)
    public var opposite: Side { self == .buy ? .sell : .buy }

    /// +1 for a buy, -1 for a sell: how a fill moves a position.
    @inlinable @inline(__always)
    public var sign: Int64 { self == .buy ? 1 : -1 }
}

public enum OrderType: UInt8, Sendable {
    case limit = 1
    case market = 2
}

/// How long an order stays.
public enum TimeInForce: UInt8, Sendable {
    /// Until the end of the trading day.
    case day = 1
    /// What can not be filled at once is cancelled.
    case immediateOrCancel = 2
    /// Filled whole at once or cancelled.
    case fillOrKill = 3
}

/// Where an order is in its life.
public enum OrderState: UInt8, Sendable {
    /// Taken by the host; risk and venue have not decided.
    case new = 1
    case accepted = 2
    case partiallyFilled = 3
    case pendingCancel = 4
    case pendingReplace = 5
    case replaced = 6
    case filled = 7
    case cancelled = 8
    case rejected = 9
    case expired = 10

    /// Whether nothing can happen to the order any more.
    @inlinable @inline(__always)
    public var isFinal: Bool { rawValue >= OrderState.filled.rawValue }
}

/// Whether a fill made liquidity (the order was resting) or took it.
public enum Liquidity: UInt8, Sendable {
    case maker = 1
    case taker = 2
}

/// What a signal says.
public enum SignalType: UInt8, Sendable {
    case flat = 0
    case long = 1
    case short = 2
    case exit = 3
    case info = 4
}

/// How much a log line matters.
public enum LogLevel: UInt8, Sendable {
    case debug = 1
    case info = 2
    case warning = 3
    case error = 4
}

/// What is known about the data behind a market event.
public struct DataFlags: OptionSet, Sendable {
    public let rawValue: UInt32
    @inlinable @inline(__always)
    public init(rawValue: UInt32) { self.rawValue = rawValue }

    /// The instrument is not in continuous trading.
    public static let halted = DataFlags(rawValue: 1 << 0)
    /// Bid is at or above ask.
    public static let crossed = DataFlags(rawValue: 1 << 1)
    /// Messages were lost and not recovered.
    public static let gap = DataFlags(rawValue: 1 << 2)
    /// The trade is a cross, not a continuous match.
    public static let auction = DataFlags(rawValue: 1 << 3)
    /// The trade was against a non-displayed order.
    public static let hidden = DataFlags(rawValue: 1 << 4)
    /// The trade was later broken.
    public static let broken = DataFlags(rawValue: 1 << 5)
    /// A full state after a gap, not a change.
    public static let snapshot = DataFlags(rawValue: 1 << 6)
    /// Nothing was heard of a trading instrument for a minute before it.
    public static let stale = DataFlags(rawValue: 1 << 7)
    /// Of a bar: a trade of an earlier one was broken after that was sent.
    public static let earlierBroken = DataFlags(rawValue: 1 << 8)
    /// Of a bar with `broken`: its four prices still know the broken trade.
    public static let asTold = DataFlags(rawValue: 1 << 9)
    /// The operator shows nothing of the instrument until a record without it.
    public static let withheld = DataFlags(rawValue: 1 << 10)

    /// Halted, crossed, gap or withheld, as bits: a set literal would make an array in a debug build.
    @inlinable @inline(__always)
    static var untradable: UInt32 { 1 << 0 | 1 << 1 | 1 << 2 | 1 << 10 }
}
