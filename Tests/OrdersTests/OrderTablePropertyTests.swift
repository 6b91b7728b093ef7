// The order table against a plain model of arrays and dictionaries, over random lives of orders.
import Orders
import Records
import TestSupport
import Testing

@Suite struct OrderTablePropertyTests {
    /// What the model knows of one order.
    struct Known {
        var index: OrderIndex
        var strategy: UInt8
        var instrument: UInt32
        var side: Side
        var type: OrderType
        var price: Int64
        var quantity: Int64
        var filled: Int64 = 0
        var notional: Int128 = 0
        var pending: (price: Int64, quantity: Int64)?
        var state = OrderState.new
        var isAcknowledged = false

        /// As far as it reaches into the other side; a market order reaches through all.
        func meets(_ side: Side, at price: Int64) -> Bool {
            if type == .market { return true }
            let prices = [self.price] + (pending.map { [$0.price] } ?? [])
            return prices.contains { side == .buy ? price >= $0 : price <= $0 }
        }
    }

    @Test(arguments: 0..<6) func agreesWithAPlainModel(round: Int) throws {
        var random = SplitMix64.printed("\(#function) \(round)")
        let strategies = 3
        let instruments = 2
        let retained = 5
        var table = OrderTable(
            capacity: 40, strategies: strategies, instruments: instruments, capacityPerStrategy: 25,
            retained: retained, seed: random.next())
        var known: [UInt64: Known] = [:]
        var closed: [UInt64] = []
        var clientIDs: [UInt64] = [0, 0, 0, 0]
        var refused: UInt64 = 0

        for step in 0..<4000 {
            let open = known.keys.filter { known[$0]?.state.isOpen == true }.sorted()
            if open.isEmpty || random.below(3) == 0 {
                let strategy = UInt8(1 + random.below(strategies))
                clientIDs[Int(strategy)] += UInt64(1 + random.below(3))
                let side: Side = random.below(2) == 0 ? .buy : .sell
                let new = try order(
                    clientIDs[Int(strategy)], strategy: strategy, instrument: UInt32(random.below(instruments)), side,
                    type: random.below(10) == 0 ? .market : .limit, price: Int64(90 + random.below(21)),
                    quantity: Int64(1 + random.below(50)))
                let own = open.count { known[$0]?.strategy == strategy }
                let isRoom = open.count < 40 && own < 25
                let reason = table.reasonToRefuse(new)
                #expect((reason == .none) == isRoom)
                guard isRoom else {
                    // The number was not used up, and the next is above it anyway.
                    #expect(reason == .tooManyOrders)
                    continue
                }
                let change = try table.add(new, valuation: 100, time: Int64(step))
                let id = table[change.index].id
                known[id] = Known(
                    index: change.index, strategy: strategy, instrument: new.instrument, side: side, type: new.type,
                    price: new.price, quantity: new.quantity)
            } else {
                let id = open[random.below(open.count)]
                guard var model = known[id] else { continue }
                let isApplied = Self.drive(&table, &model, &random, Int64(step))
                if !isApplied { refused += 1 }
                known[id] = model
                if model.state.isFinal {
                    closed.append(id)
                    while closed.count > retained {
                        known[closed.removeFirst()] = nil
                    }
                }
            }
            if step % 50 == 0 { Self.compare(table, known, strategies, instruments, closed.count) }
        }
        Self.compare(table, known, strategies, instruments, closed.count)
        let counted = table.refusedEvents
        #expect(counted == refused)
        #expect(refused > 100)
    }

    /// Does something random to an order, legal or not, in both. False when it had to be refused.
    static func drive(
        _ table: inout OrderTable, _ model: inout Known, _ random: inout SplitMix64, _ time: Int64
    ) -> Bool {
        let event = OrderEvent.allCases[random.below(OrderEvent.allCases.count)]
        let before = table[model.index]
        let error: OrderError?
        var isLegal = before.state.after(event, resuming: before.underlying) != nil
        // Under a pending cancel the venue answers what was before.
        if before.state == .pendingCancel, event != .cancel, event != .refuseCancel, event != .expire {
            isLegal = isLegal && before.underlying.after(event) != nil
        }
        switch event {
        case .partialFill, .fill:
            let remaining = model.quantity - model.filled
            let quantity = event == .fill ? remaining : Int64(1 + random.below(Int(remaining) + 3))
            let price = Int64(90 + random.below(21))
            isLegal = isLegal && quantity <= remaining
            error = thrown { () throws(OrderError) in
                _ = try table.fill(model.index, price: price, quantity: quantity, time: time)
            }
            if isLegal {
                model.filled += quantity
                model.notional += Int128(price * quantity)
            }
        case .requestReplace:
            let price = Int64(90 + random.below(21))
            let quantity = Int64(1 + random.below(60))
            isLegal = isLegal && model.type == .limit && quantity > model.filled
            error = thrown { () throws(OrderError) in
                _ = try table.requestReplace(model.index, price: price, quantity: quantity, time: time)
            }
            if isLegal { model.pending = (price, quantity) }
        default:
            if event == .replace, let pending = model.pending { isLegal = isLegal && pending.quantity > model.filled }
            error = thrown { () throws(OrderError) in _ = try table.apply(event, to: model.index, time: time) }
            if isLegal, event == .replace, let pending = model.pending {
                (model.price, model.quantity) = pending
                model.pending = nil
            }
            if isLegal, event == .refuseReplace { model.pending = nil }
        }
        #expect((error == nil) == isLegal, "\(event) on \(before): \(String(describing: error))")
        let after = table[model.index]
        if !isLegal { #expect(after.state == before.state && after.updated == before.updated) }
        model.state = after.state
        #expect(after.state != .filled || after.filled == after.quantity)
        #expect(after.filled == model.filled && after.quantity == model.quantity && after.price == model.price)
        #expect(after.filledNotional == model.notional)
        #expect(after.isReplacePending == (model.pending != nil))
        return isLegal
    }

    static func compare(
        _ table: borrowing OrderTable, _ known: [UInt64: Known], _ strategies: Int, _ instruments: Int, _ closed: Int
    ) {
        let open = known.filter { $0.value.state.isOpen }
        let count = table.openCount
        #expect(count == open.count)
        for (id, model) in known {
            let found = table.index(orderID: id)
            #expect(found == model.index)
            let client = table[model.index].clientID
            let byClient = table.index(strategy: model.strategy, clientID: client)
            #expect(byClient == model.index)
        }
        for strategy in 1...UInt8(strategies) {
            let wanted = open.filter { $0.value.strategy == strategy }
            let ids = table.open(of: strategy)
            let counted = table.openCount(of: strategy)
            #expect(ids == wanted.keys.sorted())
            #expect(counted == ids.count)
            for instrument in 0..<UInt32(instruments) {
                let inInstrument = table.open(of: strategy, instrument: instrument)
                #expect(inInstrument == wanted.filter { $0.value.instrument == instrument }.keys.sorted())
            }
        }
        for instrument in 0..<UInt32(instruments) {
            for side in Side.allCases {
                let others = open.values.filter { $0.instrument == instrument && $0.side == side.opposite }
                for price in 88...112 as ClosedRange<Int64> {
                    let hit = table.ownOrder(crossing: side, type: .limit, price: price, instrument: instrument)
                    #expect((hit != nil) == others.contains { $0.meets(side, at: price) })
                }
                let hit = table.ownOrder(crossing: side, type: .market, price: Price.none, instrument: instrument)
                #expect((hit != nil) == !others.isEmpty)
            }
        }
    }
}
