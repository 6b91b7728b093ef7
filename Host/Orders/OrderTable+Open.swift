/// The open orders as lists: for cancel-all, the kill switch, and self-match prevention.
public import Records

extension OrderTable {
    @inline(__always)
    func list(_ strategy: UInt8, _ instrument: UInt32) -> Int { Int(strategy) * instruments + Int(instrument) }

    @inline(__always)
    func heap(_ instrument: UInt32, _ side: Side) -> Int { Int(instrument) * 2 + (side == .buy ? 0 : 1) }

    @inline(__always)
    private func index(_ slot: UInt32) -> OrderIndex? {
        slot == OrderIndex.none ? nil : OrderIndex(slot: slot)
    }

    /// Open orders of a strategy.
    public func openCount(of strategy: UInt8) -> Int {
        Int(strategy) <= strategies ? openOrders[Int(strategy)] : 0
    }

    /// A strategy's oldest open order. To change orders on the way, take `nextOpen` before the change.
    public func firstOpen(of strategy: UInt8) -> OrderIndex? {
        Int(strategy) <= strategies ? index(byStrategy.first(of: Int(strategy))) : nil
    }

    /// The same strategy's next younger open order.
    public func nextOpen(after order: OrderIndex) -> OrderIndex? {
        precondition(Int(order.slot) < slots)
        return index(byStrategy.next(after: order.slot))
    }

    /// The order, of any strategy, that was closed last.
    public var lastClosed: OrderIndex? { index(closed.last(of: 0)) }

    /// The one that was closed before it, as long as it is kept.
    public func closedBefore(_ order: OrderIndex) -> OrderIndex? {
        precondition(Int(order.slot) < slots)
        return index(closed.previous(before: order.slot))
    }

    /// A strategy's oldest open order in one instrument.
    public func firstOpen(of strategy: UInt8, instrument: UInt32) -> OrderIndex? {
        guard Int(strategy) <= strategies, Int(instrument) < instruments else { return nil }
        return index(byInstrument.first(of: list(strategy, instrument)))
    }

    /// The same strategy's next younger open order in the same instrument.
    public func nextOpenInInstrument(after order: OrderIndex) -> OrderIndex? {
        precondition(Int(order.slot) < slots)
        return index(byInstrument.next(after: order.slot))
    }

    /// The most aggressive open order of any strategy on one side of an instrument.
    public func mostAggressive(instrument: UInt32, side: Side) -> OrderIndex? {
        guard Int(instrument) < instruments else { return nil }
        return index(crossing.top(of: heap(instrument, side)))
    }

    /// An open order of any strategy that a new order could trade with, or nil: one of the other side at
    /// a price that meets. Orders on their way in, and with a cancel or replace on its way, count, because
    /// they can still trade; a replace counts at the more aggressive of its two prices.
    public func ownOrder(crossing side: Side, type: OrderType, price: Int64, instrument: UInt32) -> OrderIndex? {
        guard Int(instrument) < instruments else { return nil }
        let top = crossing.top(of: heap(instrument, side.opposite))
        guard top != OrderIndex.none,
            crossing.aggression(of: top) &+ aggression(side: side, type: type, price: price) >= 0
        else { return nil }
        return OrderIndex(slot: top)
    }
}
