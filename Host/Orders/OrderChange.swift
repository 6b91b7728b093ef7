/// What one event changed in an order, as far as risk must know.
public import Records

/// The open interest of one order before and after an event. Hand every one to `RiskGate.record`.
public struct OrderChange: Sendable {
    public let index: OrderIndex
    public let instrument: UInt32
    public let strategy: UInt8
    public let side: Side
    public let from: OrderState
    public let to: OrderState
    public let before: OpenInterest
    public let after: OpenInterest

    /// The order came into the table with this change.
    public let isOpening: Bool

    init(index: OrderIndex, order: Order, from: OrderState, before: OpenInterest, isOpening: Bool = false) {
        self.index = index
        self.instrument = order.instrument
        self.strategy = order.strategy
        self.side = order.side
        self.from = from
        self.to = order.state
        self.before = before
        self.after = order.openInterest
        self.isOpening = isOpening
    }

    /// The order's life ended with this event.
    @inlinable
    public var isClosing: Bool { to.isFinal && from.isOpen }
}
