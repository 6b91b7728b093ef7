/// The messages that build books: orders added, executed, cancelled, deleted and replaced.

/// A: an order rests, its owner not told.
public struct AddOrderMessage: ITCHMessageView {
    @inlinable public static var type: ITCHMessageType { .addOrder }
    public let base: UnsafeRawPointer
    @inlinable @inline(__always) public init(base: UnsafeRawPointer) { self.base = base }
    @inlinable @inline(__always) public var reference: UInt64 { base.u64(11) }
    /// B or S.
    @inlinable @inline(__always) public var sideLetter: UInt8 { base.u8(19) }
    @inlinable @inline(__always) public var shares: UInt32 { base.u32(20) }
    @inlinable @inline(__always) public var symbol: ITCHSymbol { base.letters8(24) }
    /// 1e-4.
    @inlinable @inline(__always) public var price: UInt32 { base.u32(32) }
}

/// F: an order rests, with the market participant.
public struct AddAttributedOrderMessage: ITCHMessageView {
    @inlinable public static var type: ITCHMessageType { .addOrderAttributed }
    public let base: UnsafeRawPointer
    @inlinable @inline(__always) public init(base: UnsafeRawPointer) { self.base = base }
    @inlinable @inline(__always) public var reference: UInt64 { base.u64(11) }
    /// B or S.
    @inlinable @inline(__always) public var sideLetter: UInt8 { base.u8(19) }
    @inlinable @inline(__always) public var shares: UInt32 { base.u32(20) }
    @inlinable @inline(__always) public var symbol: ITCHSymbol { base.letters8(24) }
    /// 1e-4.
    @inlinable @inline(__always) public var price: UInt32 { base.u32(32) }
    /// Four letters.
    @inlinable @inline(__always) public var participant: UInt32 { base.letters4(36) }
}

/// E: an order traded at its own price.
public struct OrderExecutedMessage: ITCHMessageView {
    @inlinable public static var type: ITCHMessageType { .orderExecuted }
    public let base: UnsafeRawPointer
    @inlinable @inline(__always) public init(base: UnsafeRawPointer) { self.base = base }
    @inlinable @inline(__always) public var reference: UInt64 { base.u64(11) }
    @inlinable @inline(__always) public var shares: UInt32 { base.u32(19) }
    @inlinable @inline(__always) public var match: UInt64 { base.u64(23) }
}

/// C: an order traded at another price.
public struct OrderExecutedWithPriceMessage: ITCHMessageView {
    @inlinable public static var type: ITCHMessageType { .orderExecutedWithPrice }
    public let base: UnsafeRawPointer
    @inlinable @inline(__always) public init(base: UnsafeRawPointer) { self.base = base }
    @inlinable @inline(__always) public var reference: UInt64 { base.u64(11) }
    @inlinable @inline(__always) public var shares: UInt32 { base.u32(19) }
    @inlinable @inline(__always) public var match: UInt64 { base.u64(23) }
    /// Y counts towards volume, N does not: a cross tells it again.
    @inlinable @inline(__always) public var printableLetter: UInt8 { base.u8(31) }
    /// 1e-4.
    @inlinable @inline(__always) public var price: UInt32 { base.u32(32) }
}

/// X: part of an order is gone.
public struct OrderCancelMessage: ITCHMessageView {
    @inlinable public static var type: ITCHMessageType { .orderCancel }
    public let base: UnsafeRawPointer
    @inlinable @inline(__always) public init(base: UnsafeRawPointer) { self.base = base }
    @inlinable @inline(__always) public var reference: UInt64 { base.u64(11) }
    /// What is gone.
    @inlinable @inline(__always) public var shares: UInt32 { base.u32(19) }
}

/// D: an order is gone.
public struct OrderDeleteMessage: ITCHMessageView {
    @inlinable public static var type: ITCHMessageType { .orderDelete }
    public let base: UnsafeRawPointer
    @inlinable @inline(__always) public init(base: UnsafeRawPointer) { self.base = base }
    @inlinable @inline(__always) public var reference: UInt64 { base.u64(11) }
}

/// U: an order is gone and another stands for it, at the end of its queue.
public struct OrderReplaceMessage: ITCHMessageView {
    @inlinable public static var type: ITCHMessageType { .orderReplace }
    public let base: UnsafeRawPointer
    @inlinable @inline(__always) public init(base: UnsafeRawPointer) { self.base = base }
    /// Of the order that is gone.
    @inlinable @inline(__always) public var reference: UInt64 { base.u64(11) }
    @inlinable @inline(__always) public var newReference: UInt64 { base.u64(19) }
    @inlinable @inline(__always) public var shares: UInt32 { base.u32(27) }
    /// 1e-4.
    @inlinable @inline(__always) public var price: UInt32 { base.u32(31) }
}
