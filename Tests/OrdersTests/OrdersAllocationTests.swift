// The allocation gate of orders and positions: the life of an order asks the allocator for nothing.
// Nothing is thrown in it, because the test library itself allocates for every throw that it sees.
import Orders
import Records
import TestSupport
import Testing

@Suite struct OrdersAllocationTests {
    @Test func anOrdersLifeAllocatesNothing() throws {
        var table = OrderTable(capacity: 64, instruments: 4, retained: 16)
        var positions = PositionTable(instruments: 4)
        var applied = 0
        func life(_ clientID: UInt64) throws {
            let new = try NewOrder(
                strategy: 1, clientID: clientID, instrument: UInt32(clientID & 3), side: .buy, price: 100, quantity: 10)
            let index = try table.add(new, time: 0).index
            try table.apply(.accept, to: index, time: 1)
            try table.fill(index, price: 100, quantity: 3, time: 2)
            _ = positions.apply(strategy: 1, instrument: new.instrument, side: .sell, price: 100, quantity: 3, fee: 1)
            try table.requestReplace(index, price: 101, quantity: 20, time: 3)
            try table.apply(.replace, to: index, time: 4)
            try table.apply(.requestCancel, to: index, time: 6)
            try table.apply(.cancel, to: index, reason: .requested, time: 7)
            if let found = table.index(strategy: 1, clientID: clientID), found.slot == index.slot { applied += 1 }
        }
        try life(1)
        var failure: (any Error)?
        let count = AllocationCounter.count {
            var id: UInt64 = 2
            // In a debug build the iteration of a range of UInt64 would allocate.
            while id <= 1000 {
                do { try life(id) } catch { failure = error }
                id += 1
            }
        }
        #expect(failure == nil)
        #expect(applied == 1000)
        #expect(count == 0)
    }
}
