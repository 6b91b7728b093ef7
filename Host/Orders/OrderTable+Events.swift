/// Everything that can happen to an order in the table. Each goes through the state machine first; what
/// it does not allow is counted, thrown, and changes nothing.
internal import Records

extension OrderTable {
    /// Applies an event that carries no numbers.
    ///
    /// - Parameters:
    ///   - reason: kept with the order, unless it is `.none`.
    ///   - time: event time.
    @discardableResult
    public mutating func apply(
        _ event: OrderEvent, to index: OrderIndex, reason: RejectReason = .none, time: Int64
    ) throws(OrderError) -> OrderChange {
        let slot = Int(index.slot)
        switch event {
        case .partialFill, .fill, .requestReplace:
            throw refuse(.needsNumbers(event))
        case .replace:
            guard slot < slots else { throw refuse(.unknownOrder) }
            let order = orders[slot]
            // Fills may have overtaken the replace. The venue must then cancel the rest instead.
            if order.isReplacePending, order.pendingQuantity <= order.filled {
                throw refuse(.quantityNotAboveFilled(filled: order.filled, quantity: order.pendingQuantity))
            }
        default:
            break
        }
        let (from, before) = try advance(slot, event)
        switch event {
        case .replace:
            orders[slot].price = orders[slot].pendingPrice
            orders[slot].valuation = orders[slot].pendingPrice
            orders[slot].quantity = orders[slot].pendingQuantity
            endReplace(slot)
        case .refuseReplace:
            endReplace(slot)
        default:
            break
        }
        if reason != .none { orders[slot].reason = reason }
        return finish(slot, from, before, time)
    }

    /// Applies an execution. Whether it is the last is found out here.
    ///
    /// Fills are legal while a cancel or a replace is on its way. A fill of more than remains of the
    /// order as the venue last confirmed it is refused.
    @discardableResult
    public mutating func fill(
        _ index: OrderIndex, price: Int64, quantity: Int64, time: Int64
    ) throws(OrderError) -> OrderChange {
        let slot = Int(index.slot)
        guard slot < slots, orders[slot].id != 0 else { throw refuse(.unknownOrder) }
        guard price > 0, price <= Order.priceMax, quantity > 0, quantity <= Order.quantityMax else {
            throw refuse(.badFill(price: price, quantity: quantity))
        }
        let remaining = orders[slot].remaining
        let event: OrderEvent = quantity >= remaining ? .fill : .partialFill
        if orders[slot].state.isOpen, quantity > remaining {
            throw refuse(.overfill(remaining: remaining, quantity: quantity))
        }
        let (from, before) = try advance(slot, event)
        orders[slot].filled &+= quantity
        orders[slot].filledNotional += notional(price: price, quantity: quantity)
        return finish(slot, from, before, time)
    }

    /// Notes that a replace was sent: another price, another whole quantity, or both.
    @discardableResult
    public mutating func requestReplace(
        _ index: OrderIndex, price: Int64, quantity: Int64, dataFlags: UInt32 = 0, time: Int64
    ) throws(OrderError) -> OrderChange {
        let slot = Int(index.slot)
        guard slot < slots, orders[slot].id != 0 else { throw refuse(.unknownOrder) }
        guard orders[slot].type == .limit, price > 0, price <= Order.priceMax, quantity > 0,
            quantity <= Order.quantityMax
        else { throw refuse(.badReplace(price: price, quantity: quantity)) }
        guard quantity > orders[slot].filled else {
            throw refuse(.quantityNotAboveFilled(filled: orders[slot].filled, quantity: quantity))
        }
        let (from, before) = try advance(slot, .requestReplace)
        orders[slot].pendingPrice = price
        orders[slot].pendingQuantity = quantity
        orders[slot].isReplacePending = true
        orders[slot].dataFlags = dataFlags
        rank(slot)
        return finish(slot, from, before, time)
    }

    /// What a modify of an order would be refused for, before risk is asked; `.none` when nothing.
    public func reasonToRefuseReplace(_ index: OrderIndex, price: Int64, quantity: Int64) -> RejectReason {
        guard Int(index.slot) < slots, orders[Int(index.slot)].id != 0 else { return .unknownOrder }
        let order = orders[Int(index.slot)]
        guard order.state.after(.requestReplace) != nil else { return .tooLate }
        guard order.type == .limit else { return .badField }
        guard price > 0, price <= Order.priceMax else { return .badPrice }
        guard quantity > order.filled, quantity <= Order.quantityMax else { return .badQuantity }
        return .none
    }

    // MARK: - Steps

    private mutating func refuse(_ error: OrderError) -> OrderError {
        refusedEvents &+= 1
        return error
    }

    /// Moves the state, and under a pending request the state below it, which must allow the event too:
    /// an order whose accept is outstanding can not be filled because a cancel was sent.
    private mutating func advance(_ slot: Int, _ event: OrderEvent) throws(OrderError) -> (OrderState, OpenInterest) {
        guard slot < slots, orders[slot].id != 0 else { throw refuse(.unknownOrder) }
        let order = orders[slot]
        guard let next = order.state.after(event, resuming: order.underlying) else {
            throw refuse(.illegalTransition(from: order.state, event: event))
        }
        let working: OrderState = order.filled > 0 ? .partiallyFilled : .accepted
        switch (order.state, event) {
        case (_, .requestCancel), (_, .requestReplace):
            orders[slot].underlying = order.state
        case (.pendingCancel, .accept), (.pendingCancel, .reject), (.pendingCancel, .partialFill),
            (.pendingCancel, .fill), (.pendingCancel, .replace), (.pendingCancel, .refuseReplace):
            guard let below = order.underlying.after(event, resuming: working) else {
                throw refuse(.illegalTransition(from: order.underlying, event: event))
            }
            orders[slot].underlying = below
        case (.pendingReplace, .partialFill):
            orders[slot].underlying = .partiallyFilled
        default:
            orders[slot].underlying = next == .pendingReplace ? working : next
        }
        orders[slot].state = next
        return (order.state, order.openInterest)
    }

    private mutating func endReplace(_ slot: Int) {
        orders[slot].isReplacePending = false
        orders[slot].pendingPrice = 0
        orders[slot].pendingQuantity = 0
        rank(slot)
    }

    /// Puts the order where its price, or the more aggressive of its two, belongs among the own orders.
    private mutating func rank(_ slot: Int) {
        let order = orders[slot]
        var rank = aggression(side: order.side, type: order.type, price: order.price)
        if order.isReplacePending {
            rank = max(rank, aggression(side: order.side, type: order.type, price: order.pendingPrice))
        }
        guard rank != crossing.aggression(of: UInt32(slot)) else { return }
        crossing.remove(UInt32(slot), from: heap(order.instrument, order.side))
        crossing.insert(UInt32(slot), aggression: rank, into: heap(order.instrument, order.side))
    }

    private mutating func finish(
        _ slot: Int, _ from: OrderState, _ before: OpenInterest, _ time: Int64
    ) -> OrderChange {
        orders[slot].updated = time
        let change = OrderChange(index: OrderIndex(slot: UInt32(slot)), order: orders[slot], from: from, before: before)
        if change.isClosing { close(UInt32(slot)) }
        return change
    }
}
