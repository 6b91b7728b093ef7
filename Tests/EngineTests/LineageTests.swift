// Every input has the next number, and everything that comes of it says so: lineage is this and no more.
import Engine
import PluginABI
import Records
import TestSupport
import Testing

@Suite struct LineageTests {
    @Test func everyInputTakesTheNextNumberAndItsOutputsCarryIt() throws {
        let floor = try Floor.trading()
        var last = floor.engine.sequence
        let steps: [() -> [Seen]] = [
            { floor.submit(1, .buy, 100, cents: 9_999) },
            { floor.submit(1, .buy, 400, cents: 10_001) },
            { floor.modify(1, 1, cents: 9_998, 50) },
            { floor.cancel(1, 1) },
            { floor.submit(1, .sell, 100, cents: nil) },
            { floor.feed(ITCHMessage.execute(1, 1, 10, time: 5)) },
            { floor.kill() },
            { floor.kill(isEngaged: false) },
            { floor.lose(1) },
        ]
        for (index, step) in steps.enumerated() {
            let outputs = step()
            #expect(floor.engine.sequence == last + 1, "step \(index)")
            #expect(!outputs.isEmpty, "step \(index)")
            #expect(outputs.allSatisfy { $0.sequence == last + 1 }, "step \(index)")
            last += 1
        }
        #expect(floor.outputs.dropped == 0)
    }

    @Test func aMalformedInputTakesANumberTooAndDoesNothing() throws {
        let floor = try Floor.trading()
        let before = floor.engine.sequence
        let count = floor.engine.counters.malformed
        #expect(floor.apply([], from: 0).isEmpty)
        #expect(floor.apply([1, 2, 3], from: 1).isEmpty)
        #expect(floor.apply([UInt8](repeating: 0xFF, count: 64), from: 0).isEmpty)
        #expect(floor.apply([UInt8](repeating: 0xFF, count: 64), from: 1).isEmpty)
        #expect(floor.apply([UInt8](repeating: 0, count: 64), from: 200).isEmpty)
        #expect(floor.engine.sequence == before + 5)
        #expect(floor.engine.counters.malformed == count + 5)
    }

    @Test func eventTimeComesFromTheInputsAndNeverGoesBack() throws {
        let floor = try Floor.trading()
        floor.feed(ITCHMessage.add(1, 10, isBuy: true, 100, at: 999_800, time: 900))
        #expect(floor.engine.time == Floor.midnight + 900)
        floor.feed(ITCHMessage.add(1, 11, isBuy: true, 100, at: 999_700, time: 100))
        #expect(floor.engine.time == Floor.midnight + 900)
        let order = floor.submit(1, .buy, 100, cents: 9_990).all(tectra_order.self)
        #expect(order.allSatisfy { $0.time == Floor.midnight + 900 })
    }

    /// An order's chain as it is in the journal: verdict, accepted, then for each fill the position before it.
    @Test func anOrderThatTakesTellsItsStoryInOrder() throws {
        let floor = try Floor.trading()
        let outputs = floor.submit(1, .buy, 400, cents: 10_001)
        #expect(
            outputs.map(\.template) == [
                TECTRA_VERDICT, TECTRA_ORDER, TECTRA_POSITION, TECTRA_FILL, TECTRA_ORDER,
            ])
        let orders = outputs.all(tectra_order.self)
        #expect(orders.map { Int($0.state) } == [TECTRA_ORDER_ACCEPTED, TECTRA_ORDER_PARTIALLY_FILLED])
        let verdict = try #require(outputs.all(tectra_verdict.self).first)
        let fill = try #require(outputs.all(tectra_fill.self).first)
        #expect(verdict.accepted == 1 && verdict.order_id == fill.order_id && orders[0].order_id == fill.order_id)
        #expect(fill.quantity == 300 && fill.remaining == 100 && Int(fill.liquidity) == TECTRA_TAKER)
        #expect(outputs[0].audience == .journal)
        #expect(outputs.dropFirst().allSatisfy { $0.audience == .strategy && $0.strategy == 1 })
    }
}
