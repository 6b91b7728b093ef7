/// What one message did to the market, as a flat value.
public import Records

/// Why a message was refused. It changed nothing.
public enum FeedFault: UInt8, BitwiseCopyable, Sendable, CaseIterable {
    case none = 0
    case empty, unknownType, wrongLength, badField
    case instrumentOutOfRange
    /// The order reference is not of a resting order.
    case unknownOrder
    /// The order reference is of an order that rests already.
    case duplicateOrder
    /// More was taken of an order than was left.
    case tooMuchTaken
    case ordersFull
    case levelsFull
}

/// The effect of one message. Prices in 1e-9, quantities in shares, time in ns since midnight.
public struct MarketEvent: BitwiseCopyable, Sendable {
    public enum Kind: UInt8, BitwiseCopyable, Sendable {
        case none, add, execute, cancel, delete, replace
        /// Against a hidden order.
        case trade
        case cross, broken, status, directory, system, imbalance, other, fault
    }

    public var kind = Kind.none
    public var fault = FeedFault.none
    public var side = Side.buy
    public var isTopChanged = false
    public var isDepthChanged = false
    /// Counts towards volume and last trade.
    public var isPrintable = false
    public var code: UInt8 = 0
    public var instrument: UInt32 = 0
    public var time: Int64 = 0
    /// Of what was added, or taken.
    public var price: Int64 = 0
    public var quantity: Int64 = 0
    /// Of what a replace took away.
    public var removedPrice: Int64 = 0
    public var removedQuantity: Int64 = 0
    /// Stamp of the order touched; of the new one for a replace.
    public var arrival: UInt64 = 0
    public var removedArrival: UInt64 = 0
    /// Of what is broken: when it traded, ns since midnight; 0 when that is not known.
    public var originalTime: Int64 = 0
    public var matchID: UInt64 = 0
    public var flags: UInt32 = 0

    public init() {}
}
