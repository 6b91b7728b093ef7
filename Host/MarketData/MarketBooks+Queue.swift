/// The order-by-order queue: where an order stands among those at its price.
public import Records

/// An order at rest and its place in the queue of its level.
public struct QueuePlace: Sendable, Equatable {
    public var instrument: UInt32
    public var side: Side
    /// 1e-9.
    public var price: Int64
    public var quantity: Int64
    /// Of those before it, which trade first.
    public var ordersAhead: Int
    public var sharesAhead: Int64
    /// Of the whole level.
    public var orders: Int
    public var shares: Int64
}

extension MarketBooks {
    /// The place of an order by its reference; nil when it does not rest.
    ///
    /// Looks at every order at rest: a question for a person or a report, milliseconds long. What fills
    /// depend on, the engine keeps by arrival stamps as it goes (`SimulatedVenue`).
    public func queuePlace(of reference: UInt64) -> QueuePlace? {
        guard reference != 0 else { return nil }
        let slot = orders.slots.find(reference)
        guard slot != OrderStore.none else { return nil }
        let own = orders[slot]
        let sell = own.ladder & 1
        var place = QueuePlace(
            instrument: own.ladder >> 1, side: sell == 0 ? .buy : .sell,
            price: Int64(LevelKey.price(own.key, sell: sell)) * Price.perITCHUnit, quantity: Int64(own.quantity),
            ordersAhead: 0, sharesAhead: 0, orders: 0, shares: 0)
        for other in 0..<orders.slotCount {
            let order = orders[other]
            guard order.reference != 0, order.ladder == own.ladder, order.key == own.key else { continue }
            place.orders += 1
            place.shares += Int64(order.quantity)
            if order.arrival < own.arrival {
                place.ordersAhead += 1
                place.sharesAhead += Int64(order.quantity)
            }
        }
        return place
    }
}
