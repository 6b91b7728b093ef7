// Fills, cancels and replaces by example, above all where they race.
import Orders
import PluginABI
import Records
import Testing

@Suite struct OrderEventTests {
    private static func working(_ table: inout OrderTable, price: Int64 = 100, quantity: Int64 = 10) throws
        -> OrderIndex
    {
        let id = table.lastClientID(of: 1) + 1
        let index = try table.add(order(id, price: price, quantity: quantity), time: 0).index
        try table.apply(.accept, to: index, time: 1)
        return index
    }

    @Test func fillsAddUpAndRound() throws {
        var table = OrderTable(capacity: 2, instruments: 1)
        let index = try Self.working(&table, quantity: 3)
        try table.fill(index, price: 100, quantity: 1, time: 2)
        let first = table[index]
        #expect(first.state == .partiallyFilled && first.averagePrice == 100 && first.remaining == 2)
        let change = try table.fill(index, price: 101, quantity: 2, time: 3)
        let done = table[index]
        // 302 / 3 is 100.67: rounded to nearest.
        #expect(done.state == .filled && done.averagePrice == 101 && done.filledNotional == 302)
        #expect(change.isClosing)
        let record = done.record(sequence: 9, time: 3)
        #expect(record.filled == 3 && record.average_price == 101 && record.state == UInt8(TECTRA_ORDER_FILLED))
    }

    @Test func halvesRoundAwayFromZero() throws {
        var table = OrderTable(capacity: 2, instruments: 1)
        let index = try Self.working(&table, quantity: 2)
        try table.fill(index, price: 100, quantity: 1, time: 2)
        try table.fill(index, price: 101, quantity: 1, time: 2)
        let average = table[index].averagePrice
        #expect(average == 101)
    }

    @Test func overfillIsRefused() throws {
        var table = OrderTable(capacity: 2, instruments: 1)
        let index = try Self.working(&table)
        try table.fill(index, price: 100, quantity: 7, time: 2)
        let error = thrown { () throws(OrderError) in _ = try table.fill(index, price: 100, quantity: 4, time: 3) }
        #expect(error == .overfill(remaining: 3, quantity: 4))
        for (price, quantity) in [(0, 1), (-1, 1), (1, 0), (1, -5), (Int64.max, 1), (1, Int64.max)] as [(Int64, Int64)]
        {
            let bad = thrown { () throws(OrderError) in
                _ = try table.fill(index, price: price, quantity: quantity, time: 3)
            }
            #expect(bad == .badFill(price: price, quantity: quantity))
        }
        let after = table[index]
        #expect(after.filled == 7 && after.state == .partiallyFilled && after.updated == 2)
        let refused = table.refusedEvents
        #expect(refused == 7)
    }

    @Test func fillsMayOvertakeACancel() throws {
        var table = OrderTable(capacity: 2, instruments: 1)
        let index = try Self.working(&table)
        try table.apply(.requestCancel, to: index, reason: .requested, time: 2)
        try table.fill(index, price: 100, quantity: 4, time: 3)
        var state = table.state(index)
        #expect(state == .pendingCancel)
        try table.apply(.refuseCancel, to: index, time: 4)
        state = table.state(index)
        #expect(state == .partiallyFilled)
        try table.apply(.requestCancel, to: index, time: 5)
        try table.fill(index, price: 100, quantity: 6, time: 6)
        state = table.state(index)
        #expect(state == .filled)
        let late = thrown { () throws(OrderError) in _ = try table.apply(.cancel, to: index, time: 7) }
        #expect(late == .illegalTransition(from: .filled, event: .cancel))
    }

    @Test func aCancelMayOvertakeTheAccept() throws {
        var table = OrderTable(capacity: 2, instruments: 1)
        let index = try table.add(order(1), time: 0).index
        try table.apply(.requestCancel, to: index, time: 0)
        // Not accepted yet, so it can not have traded.
        let early = thrown { () throws(OrderError) in _ = try table.fill(index, price: 1, quantity: 1, time: 1) }
        #expect(early == .illegalTransition(from: .new, event: .partialFill))
        try table.apply(.accept, to: index, time: 1)
        let twice = thrown { () throws(OrderError) in _ = try table.apply(.accept, to: index, time: 1) }
        #expect(twice == .illegalTransition(from: .accepted, event: .accept))
        let state = table.state(index)
        #expect(state == .pendingCancel)
        try table.fill(index, price: 1, quantity: 1, time: 1)
        try table.apply(.cancel, to: index, time: 2)
        let order = table[index]
        #expect(order.state == .cancelled && order.filled == 1)
    }

    @Test func aReplaceCountsTheLargerUntilItIsAnswered() throws {
        var table = OrderTable(capacity: 2, instruments: 1)
        let index = try Self.working(&table)
        let up = try table.requestReplace(index, price: 90, quantity: 20, time: 2)
        #expect(up.before == OpenInterest(quantity: 10, notional: 1000))
        #expect(up.after == OpenInterest(quantity: 20, notional: 1800))
        try table.fill(index, price: 100, quantity: 4, time: 3)
        let done = try table.apply(.replace, to: index, time: 4)
        #expect(done.after == OpenInterest(quantity: 16, notional: 1440))
        let order = table[index]
        #expect(order.state == .replaced && order.price == 90 && order.quantity == 20 && order.filled == 4)
        try table.requestReplace(index, price: 80, quantity: 30, time: 5)
        let back = try table.apply(.refuseReplace, to: index, reason: .tooLate, time: 6)
        #expect(back.after == OpenInterest(quantity: 16, notional: 1440) && back.to == .replaced)
    }

    @Test func aCancelMayOvertakeAReplace() throws {
        var table = OrderTable(capacity: 2, instruments: 1)
        let index = try Self.working(&table)
        let none = thrown { () throws(OrderError) in _ = try table.apply(.replace, to: index, time: 2) }
        #expect(none == .illegalTransition(from: .accepted, event: .replace))
        try table.requestReplace(index, price: 90, quantity: 20, time: 2)
        try table.apply(.requestCancel, to: index, time: 3)
        try table.apply(.replace, to: index, time: 4)
        var order = table[index]
        #expect(order.state == .pendingCancel && order.underlying == .replaced && order.price == 90)
        let twice = thrown { () throws(OrderError) in _ = try table.apply(.replace, to: index, time: 4) }
        #expect(twice == .illegalTransition(from: .replaced, event: .replace))
        try table.apply(.refuseCancel, to: index, time: 5)
        order = table[index]
        #expect(order.state == .replaced)
    }

    @Test func aRefusedRequestGoesBackToWhatFillsMadeOfIt() throws {
        var table = OrderTable(capacity: 2, instruments: 1)
        let index = try Self.working(&table)
        try table.requestReplace(index, price: 90, quantity: 20, time: 2)
        try table.fill(index, price: 100, quantity: 1, time: 3)
        try table.apply(.refuseReplace, to: index, time: 4)
        var state = table.state(index)
        #expect(state == .partiallyFilled)
        // A cancel over a replace: both are refused, the replace first or the cancel first.
        for events in [[OrderEvent.refuseReplace, .refuseCancel], [.refuseCancel, .refuseReplace]] {
            try table.requestReplace(index, price: 90, quantity: 20, time: 5)
            try table.apply(.requestCancel, to: index, time: 6)
            for event in events { try table.apply(event, to: index, time: 7) }
            state = table.state(index)
            #expect(state == .partiallyFilled)
        }
        // Refused before the venue even had the order: it is new again.
        let early = try table.add(order(9), time: 8).index
        try table.apply(.requestCancel, to: early, time: 8)
        try table.apply(.refuseCancel, to: early, time: 9)
        state = table.state(early)
        #expect(state == .new)
    }

    @Test func aReplaceBelowWhatIsFilledIsRefused() throws {
        var table = OrderTable(capacity: 2, instruments: 1)
        let index = try Self.working(&table)
        try table.fill(index, price: 100, quantity: 5, time: 2)
        let now = thrown { () throws(OrderError) in
            _ = try table.requestReplace(index, price: 100, quantity: 5, time: 3)
        }
        #expect(now == .quantityNotAboveFilled(filled: 5, quantity: 5))
        let reasons = (
            table.reasonToRefuseReplace(index, price: 100, quantity: 5),
            table.reasonToRefuseReplace(index, price: 0, quantity: 6),
            table.reasonToRefuseReplace(index, price: 100, quantity: 6)
        )
        #expect(reasons == (.badQuantity, .badPrice, .none))
        // A fill may overtake it: then the venue can not confirm it.
        try table.requestReplace(index, price: 100, quantity: 6, time: 3)
        try table.fill(index, price: 100, quantity: 1, time: 4)
        let late = thrown { () throws(OrderError) in _ = try table.apply(.replace, to: index, time: 5) }
        #expect(late == .quantityNotAboveFilled(filled: 6, quantity: 6))
        try table.apply(.cancel, to: index, time: 6)
        let tooLate = table.reasonToRefuseReplace(index, price: 100, quantity: 20)
        #expect(tooLate == .tooLate)
    }

    @Test func numbersAreNotOptional() throws {
        var table = OrderTable(capacity: 2, instruments: 1)
        let index = try Self.working(&table)
        for event in [OrderEvent.fill, .partialFill, .requestReplace] {
            let error = thrown { () throws(OrderError) in _ = try table.apply(event, to: index, time: 2) }
            #expect(error == .needsNumbers(event))
        }
        let nowhere = OrderIndex(slot: 99_999)
        let unknown = thrown { () throws(OrderError) in _ = try table.apply(.cancel, to: nowhere, time: 2) }
        #expect(unknown == .unknownOrder)
        #expect(!OrderError.overfill(remaining: 1, quantity: 2).description.isEmpty)
    }
}
