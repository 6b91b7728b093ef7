// A position closed by the host's word: judged like any order, whatever state its strategy is in.
import Engine
import Orders
import PluginABI
import Records
import TestSupport
import Testing

@Suite struct FlattenTests {
    private func flatten(_ floor: Floor) -> [Seen] { floor.command(1, Int(TECTRA_COMMAND_FLATTEN)) }

    private func held(_ floor: Floor) -> Int64 { floor.engine.positions.position(of: 1, in: 1).quantity }

    @Test(arguments: [false, true]) func aPositionIsClosedAndOrdersAreCancelled(isLost: Bool) throws {
        let floor = try Floor.trading()
        floor.submit(1, .buy, 100, cents: 10_001)
        floor.submit(1, .buy, 50, cents: 9_000)
        #expect(held(floor) == 100 && floor.openOrders(of: 1) == 1)
        if isLost { floor.lose(1) }
        let told = flatten(floor)
        #expect(held(floor) == 0 && floor.openOrders(of: 1) == 0)
        let fill = try #require(told.all(tectra_fill.self).first)
        #expect(fill.quantity == 100 && told.all(tectra_verdict.self).map(\.accepted) == [1])
        // A worker that lives counts on from above what the host has used.
        #expect(told.all(tectra_command.self).map(\.value) == (isLost ? [] : [floor.engine.lastClient(of: 1)]))
        #expect(floor.engine.lastClient(of: 1) > floor.lastClientID(of: 1))
        #expect(flatten(floor).all(tectra_order.self).isEmpty)
    }

    @Test func aShortPositionIsBoughtBackInPartsThatTheLimitsLetThrough() throws {
        let floor = try Floor.trading()
        floor.submit(1, .sell, 250, cents: 9_999)
        #expect(held(floor) == -250)
        floor.open([1], version: 2) { $0.order_quantity_max = 100 }
        let left = (0..<4).map { _ in
            _ = flatten(floor)
            return held(floor)
        }
        #expect(left == [-150, -50, 0, 0])
    }

    @Test func underTheKillSwitchNothingIsSent() throws {
        let floor = try Floor.trading()
        floor.submit(1, .buy, 100, cents: 10_001)
        floor.kill()
        #expect(flatten(floor).all(tectra_order.self).isEmpty && held(floor) == 100)
    }
}
