/// How orders come into the table and how their slots are used again.
internal import Records

extension OrderTable {
    /// Whether `add` would take the order, and if not, why. Costs nothing to ask before risk is asked.
    public func reasonToRefuse(_ new: NewOrder) -> RejectReason {
        guard new.strategy >= 1, Int(new.strategy) <= strategies else { return .notRunning }
        guard Int(new.instrument) < instruments else { return .unknownInstrument }
        guard new.clientID > lastClientIDs[Int(new.strategy)],
            byClientID.find(new.clientID, strategy: UInt32(new.strategy)) == nil
        else { return .duplicateID }
        guard openCount < capacity, openOrders[Int(new.strategy)] < capacityPerStrategy else { return .tooManyOrders }
        return .none
    }

    /// Takes an order in, in state `new`, with the next order id. It counts as open from now on.
    ///
    /// - Parameters:
    ///   - valuation: what risk valued a share at (`Verdict.price`); counts for market orders only, a
    ///     limit order's is its price.
    ///   - time: event time.
    /// - Throws: duplicateID, tooManyOrders, unknownInstrument or notRunning; nothing is changed then.
    public mutating func add(
        _ new: NewOrder, valuation: Int64 = 0, dataFlags: UInt32 = 0, time: Int64
    ) throws(RejectReason) -> OrderChange {
        let reason = reasonToRefuse(new)
        guard reason == .none else { throw reason }
        if free.first(of: 0) == OrderIndex.none { forgetOldestClosed() }
        let slot = free.first(of: 0)
        free.remove(slot, from: 0)

        lastOrderID &+= 1
        lastClientIDs[Int(new.strategy)] = new.clientID
        orders[Int(slot)] = Order(
            id: lastOrderID, clientID: new.clientID, price: new.price, quantity: new.quantity, filled: 0,
            pendingPrice: 0, pendingQuantity: 0,
            valuation: new.type == .limit ? new.price : min(max(valuation, 0), Order.priceMax), filledNotional: 0,
            created: time, updated: time, venueTag: 0, instrument: new.instrument, reason: .none,
            strategy: new.strategy, side: new.side, type: new.type, timeInForce: new.timeInForce, flags: new.flags,
            state: .new, underlying: .new, isReplacePending: false, dataFlags: dataFlags)
        byClientID.insert(new.clientID, strategy: UInt32(new.strategy), slot: slot)
        byOrderID.insert(lastOrderID, strategy: 0, slot: slot)
        byStrategy.append(slot, to: Int(new.strategy))
        byInstrument.append(slot, to: list(new.strategy, new.instrument))
        crossing.insert(
            slot, aggression: aggression(side: new.side, type: new.type, price: new.price),
            into: heap(new.instrument, new.side))
        openCount += 1
        openOrders[Int(new.strategy)] += 1
        return OrderChange(
            index: OrderIndex(slot: slot), order: orders[Int(slot)], from: .new, before: .zero, isOpening: true)
    }

    /// Lets a strategy's next process count its client ids from 1 again. Closed orders of the process
    /// before are no longer found by client id; open ones are, and their ids stay taken.
    public mutating func restartClientIDs(of strategy: UInt8) {
        guard Int(strategy) <= strategies else { return }
        lastClientIDs[Int(strategy)] = 0
        var slot = closed.first(of: 0)
        while slot != OrderIndex.none {
            let order = orders[Int(slot)]
            if order.strategy == strategy, byClientID.find(order.clientID, strategy: UInt32(strategy)) == slot {
                byClientID.remove(order.clientID, strategy: UInt32(strategy))
            }
            slot = closed.next(after: slot)
        }
    }

    /// Takes an order that became final off the open lists and keeps it among the closed.
    mutating func close(_ slot: UInt32) {
        let order = orders[Int(slot)]
        byStrategy.remove(slot, from: Int(order.strategy))
        byInstrument.remove(slot, from: list(order.strategy, order.instrument))
        crossing.remove(slot, from: heap(order.instrument, order.side))
        openCount -= 1
        openOrders[Int(order.strategy)] -= 1
        closed.append(slot, to: 0)
        closedCount += 1
        if closedCount > retained { forgetOldestClosed() }
    }

    private mutating func forgetOldestClosed() {
        let slot = closed.first(of: 0)
        guard slot != OrderIndex.none else { return }
        closed.remove(slot, from: 0)
        closedCount -= 1
        let order = orders[Int(slot)]
        // After a restart the client id may be another order's already.
        if byClientID.find(order.clientID, strategy: UInt32(order.strategy)) == slot {
            byClientID.remove(order.clientID, strategy: UInt32(order.strategy))
        }
        byOrderID.remove(order.id, strategy: 0)
        orders[Int(slot)] = .vacant
        // The slot that was used last is the one most likely still in the cache.
        free.prepend(slot, to: 0)
    }
}
