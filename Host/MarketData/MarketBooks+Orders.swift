/// What messages do to orders: added, taken from, replaced. A message that is refused changes nothing.
internal import Records

extension MarketBooks {
    /// A displayed order of `side` 0 buy or 1 sell comes to rest.
    @inline(__always)
    mutating func add(
        _ event: inout MarketEvent, reference: UInt64, sell: UInt32, quantity: UInt32, price: UInt32
    ) {
        guard orders.slots.find(reference) == OrderStore.none else { return refuse(&event, .duplicateOrder) }
        let slot = orders.slots.room(reference)
        guard slot != OrderStore.none, !orders.isFull else { return refuse(&event, .ordersFull) }
        let ladder = 2 &* event.instrument &+ sell
        let key = LevelKey.of(price, sell: sell)
        guard let depth = raise(Int(ladder), key, quantity) else { return refuse(&event, .levelsFull) }
        arrivals &+= 1
        orders.insert(reference, at: slot, arrival: arrivals, key: key, quantity: quantity, ladder: ladder)
        event.kind = .add
        event.side = sell == 0 ? .buy : .sell
        event.price = Int64(price) &* Price.perITCHUnit
        event.quantity = Int64(quantity)
        event.arrival = arrivals
        event.isTopChanged = depth == 0
        event.isDepthChanged = depth < Self.depthShown
    }

    /// Takes `quantity` of an order, or the whole of it.
    @inline(__always)
    mutating func take(
        _ event: inout MarketEvent, reference: UInt64, quantity: UInt32, isWhole: Bool, kind: MarketEvent.Kind
    ) {
        let slot = slot(of: reference, in: event.instrument)
        guard slot != OrderStore.none else { return refuse(&event, .unknownOrder) }
        let order = orders[slot]
        let taken = isWhole ? order.quantity : quantity
        guard taken <= order.quantity else { return refuse(&event, .tooMuchTaken) }
        let isGone = taken == order.quantity
        let depth = lower(Int(order.ladder), order.key, taken, isOrderGone: isGone)
        if isGone { orders.remove(at: slot) } else { orders[slot].quantity &-= taken }
        let sell = order.ladder & 1
        event.kind = kind
        event.side = sell == 0 ? .buy : .sell
        event.price = Int64(LevelKey.price(order.key, sell: sell)) &* Price.perITCHUnit
        event.removedPrice = event.price
        event.quantity = Int64(taken)
        event.arrival = order.arrival
        event.isTopChanged = depth == 0
        event.isDepthChanged = depth < Self.depthShown
    }

    /// An order leaves and another stands for it, at the end of its queue.
    mutating func replace(_ event: inout MarketEvent, _ message: OrderReplaceMessage) {
        let reference = message.reference
        let new = message.newReference
        let quantity = message.shares
        guard new != 0, quantity != 0 else { return refuse(&event, .badField) }
        let slot = slot(of: reference, in: event.instrument)
        guard slot != OrderStore.none else { return refuse(&event, .unknownOrder) }
        guard orders.slots.find(new) == OrderStore.none else { return refuse(&event, .duplicateOrder) }
        let place = orders.slots.room(new)
        guard place != OrderStore.none else { return refuse(&event, .ordersFull) }
        let old = orders[slot]
        let sell = old.ladder & 1
        let key = LevelKey.of(message.price, sell: sell)
        // The new level first: where there is no room for it the old order stays.
        guard let depth = raise(Int(old.ladder), key, quantity) else { return refuse(&event, .levelsFull) }
        let oldDepth = lower(Int(old.ladder), old.key, old.quantity, isOrderGone: true)
        orders.remove(at: slot)
        arrivals &+= 1
        orders.insert(new, at: place, arrival: arrivals, key: key, quantity: quantity, ladder: old.ladder)
        event.kind = .replace
        event.side = sell == 0 ? .buy : .sell
        event.removedPrice = Int64(LevelKey.price(old.key, sell: sell)) &* Price.perITCHUnit
        event.removedQuantity = Int64(old.quantity)
        event.removedArrival = old.arrival
        event.price = Int64(message.price) &* Price.perITCHUnit
        event.quantity = Int64(quantity)
        event.arrival = arrivals
        event.isTopChanged = depth == 0 || oldDepth == 0
        event.isDepthChanged = depth < Self.depthShown || oldDepth < Self.depthShown
    }

    /// The slot of an order that rests in an instrument; `none` when there is none.
    @inline(__always)
    mutating func slot(of reference: UInt64, in instrument: UInt32) -> Int {
        guard reference != 0 else { return OrderStore.none }
        let slot = orders.slots.find(reference)
        guard slot != OrderStore.none, orders[slot].ladder >> 1 == instrument else { return OrderStore.none }
        return slot
    }

    mutating func refuse(_ event: inout MarketEvent, _ fault: FeedFault) {
        event.kind = .fault
        event.fault = fault
        faults &+= 1
    }
}
