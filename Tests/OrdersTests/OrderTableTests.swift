// The order table by example: numbers, lookups, bounds, and what is forgotten.
import Orders
import PluginABI
import Records
import Testing

@Suite struct OrderTableTests {
    @Test func ordersAreNumberedAndFound() throws {
        var table = OrderTable(capacity: 4, instruments: 2)
        let first = try table.add(order(7), time: 1)
        let rejected = table.takeOrderID()
        let second = try table.add(order(8, strategy: 2), time: 2)
        let (a, b) = (table[first.index], table[second.index])
        #expect(a.id == 1 && rejected == 2 && b.id == 3)
        #expect(a.state == .new && a.created == 1 && b.strategy == 2)
        #expect(first.isOpening && first.before == .zero && first.after == OpenInterest(quantity: 10, notional: 1000))
        let found = (
            table.index(strategy: 1, clientID: 7), table.index(strategy: 2, clientID: 7),
            table.index(strategy: 255, clientID: .max), table.index(orderID: 3), table.index(orderID: 2)
        )
        #expect(found.0 == first.index)
        #expect(found.1 == nil && found.2 == nil)
        #expect(found.3 == second.index)
        #expect(found.4 == nil)
        let last = (table.lastClientID(of: 1), table.lastClientID(of: 200))
        #expect(last == (7, 0))
    }

    @Test func closedOrdersAreWalkedFromTheNewest() throws {
        var table = OrderTable(capacity: 8, strategies: 2, instruments: 1, capacityPerStrategy: 8, retained: 2)
        let nobody = table.lastClosed
        #expect(nobody == nil)
        let orders = try (1...4).map { try table.add(order(UInt64($0)), time: 0).index }
        for index in [orders[2], orders[0], orders[3]] {
            try table.apply(.reject, to: index, reason: .noLiquidity, time: 1)
        }
        var walked: [OrderIndex] = []
        var next = table.lastClosed
        while let index = next {
            walked.append(index)
            next = table.closedBefore(index)
        }
        #expect(walked == [orders[3], orders[0]], "only two are kept")
    }

    @Test func clientIDsMustRise() throws {
        var table = OrderTable(capacity: 4, instruments: 1)
        _ = try table.add(order(5), time: 0)
        for id in [5, 4, 0] as [UInt64] {
            let refused = try order(id)
            let reason = thrown { () throws(RejectReason) in _ = try table.add(refused, time: 0) }
            #expect(reason == .duplicateID)
        }
        _ = try table.add(order(4, strategy: 2), time: 0)
        let count = table.openCount
        #expect(count == 2)
    }

    @Test func roomIsBounded() throws {
        var table = OrderTable(capacity: 3, strategies: 3, instruments: 1, capacityPerStrategy: 2, retained: 1)
        let first = try table.add(order(1), time: 0)
        _ = try table.add(order(2), time: 0)
        let third = try order(3)
        #expect(thrown { () throws(RejectReason) in _ = try table.add(third, time: 0) } == .tooManyOrders)
        _ = try table.add(order(1, strategy: 2), time: 0)
        let beyond = try order(2, strategy: 2)
        #expect(thrown { () throws(RejectReason) in _ = try table.add(beyond, time: 0) } == .tooManyOrders)
        try table.apply(.reject, to: first.index, reason: .noLiquidity, time: 1)
        _ = try table.add(third, time: 2)
        let wrong = [try order(9, strategy: 4), try order(9, strategy: 0), try order(9, strategy: 3, instrument: 1)]
        let reasons = (
            table.reasonToRefuse(wrong[0]), table.reasonToRefuse(wrong[1]), table.reasonToRefuse(wrong[2])
        )
        #expect(reasons == (.notRunning, .notRunning, .unknownInstrument))
        let counts = (table.openCount, table.openCount(of: 1), table.openCount(of: 2), table.openCount(of: 99))
        #expect(counts == (3, 2, 1, 0))
    }

    @Test func closedOrdersAreKeptForAWhile() throws {
        var table = OrderTable(capacity: 2, instruments: 1, retained: 2)
        for id in 1...5 as ClosedRange<UInt64> {
            let change = try table.add(order(id), time: 0)
            let closing = try table.apply(.reject, to: change.index, reason: .notTrading, time: 1)
            #expect(closing.isClosing && closing.after == .zero && closing.before.quantity == 10)
        }
        let found = (1...5).map { table.index(strategy: 1, clientID: $0) != nil }
        #expect(found == [false, false, false, true, true])
        let byNumber = (1...5).map { table.index(orderID: $0) != nil }
        #expect(byNumber == found)
        let last = table.index(strategy: 1, clientID: 5)
        let index = try #require(last)
        let order = table[index]
        #expect(order.state == .rejected && order.reason == .notTrading && order.updated == 1)
    }

    @Test func aNewProcessMayCountAgain() throws {
        var table = OrderTable(capacity: 4, instruments: 1, retained: 4)
        let closed = try table.add(order(1), time: 0)
        try table.apply(.reject, to: closed.index, time: 0)
        let open = try table.add(order(2), time: 0)
        table.restartClientIDs(of: 1)
        let again = try table.add(order(1), time: 0)
        let found = table.index(strategy: 1, clientID: 1)
        #expect(found == again.index)
        // The number of an order that is still open is not free.
        let second = try order(2)
        let reason = table.reasonToRefuse(second)
        #expect(reason == .duplicateID)
        let still = table.index(strategy: 1, clientID: 2)
        #expect(still == open.index)
        // Forgetting the old closed one leaves the new one's number.
        for id in 3...9 as ClosedRange<UInt64> {
            let index = try table.add(order(id), time: 0).index
            try table.apply(.reject, to: index, time: 0)
        }
        let kept = table.index(strategy: 1, clientID: 1)
        #expect(kept == again.index)
    }

    @Test func requestsAreCheckedFieldByField() throws {
        var submit = tectra_submit.blank
        submit.client_id = 1
        submit.side = 1
        submit.type = 1
        submit.time_in_force = 1
        submit.price = 1
        submit.quantity = 1
        func reason(_ change: (inout tectra_submit) -> Void) -> RejectReason? {
            var copy = submit
            change(&copy)
            return thrown { () throws(RejectReason) in _ = try NewOrder(copy, strategy: 1) }
        }
        for bad in [0, 3, 255] as [UInt8] {
            #expect(reason { $0.side = bad } == .badField)
            #expect(reason { $0.type = bad } == .badField)
        }
        #expect(reason { $0.time_in_force = 0 } == .badField)
        #expect(reason { $0.time_in_force = 4 } == .badField)
        #expect(reason { $0.flags = 2 } == .badField)
        #expect(reason { $0.flags = 1 } == nil)
        #expect(
            reason {
                $0.flags = 1
                $0.time_in_force = 2
            } == .badField)
        for bad in [0, -1, Int64.min, .max, Order.priceMax + 1] as [Int64] {
            #expect(reason { $0.price = bad } == .badPrice)
        }
        for bad in [0, -1, Int64.min, .max, Order.quantityMax + 1] as [Int64] {
            #expect(reason { $0.quantity = bad } == .badQuantity)
        }
        #expect(reason { $0.type = 2 } == .badPrice)
        #expect(
            reason {
                $0.type = 2
                $0.price = .min
            } == nil)
        #expect(
            reason {
                $0.type = 2
                $0.price = .min
                $0.flags = 1
            } == .badField)
    }
}
