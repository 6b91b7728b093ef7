// The kill switch in the core: what is open goes, nothing new comes, and only a name lets go.
import Engine
import KillSwitch
import PluginABI
import Records
import TestSupport
import Testing

@Suite struct KillTests {
    @Test func theFirmsSwitchCancelsEverythingAndTellsEverybody() throws {
        let floor = try Floor.trading(3)
        for strategy in UInt8(1)...3 { floor.submit(strategy, .buy, 10, cents: 9_990) }
        let outputs = floor.kill()
        let cause = floor.engine.latch.cause(of: 0)
        #expect(cause?.ordersCancelled == UInt32(outputs.all(tectra_order.self).count))
        #expect(outputs.orderStates == [TECTRA_ORDER_CANCELLED, TECTRA_ORDER_CANCELLED, TECTRA_ORDER_CANCELLED])
        #expect(outputs.all(tectra_order.self).allSatisfy { Int($0.reason) == TECTRA_REASON_KILLED })
        #expect(outputs.filter { $0.template == TECTRA_KILL }.map(\.strategy) == [1, 2, 3])
        #expect(outputs.all(tectra_kill_state.self).map(\.orders_cancelled) == [3])
        for strategy in UInt8(1)...3 {
            #expect(floor.openOrders(of: strategy) == 0)
            let refused = floor.submit(strategy, .buy, 10, cents: 9_990).all(tectra_order.self)
            #expect(refused.map { Int($0.reason) } == [TECTRA_REASON_KILLED])
        }
    }

    @Test func pulledTwiceIsPulledOnce() throws {
        let floor = try Floor.trading()
        floor.kill(by: "anna")
        let again = floor.kill(by: "bert")
        #expect(again.filter { $0.template == TECTRA_KILL }.isEmpty)
        #expect(floor.engine.latch.cause(of: 0)?.operatorName == "anna")
    }

    @Test func itIsClearedInSomebodysNameOnly() throws {
        let floor = try Floor.trading()
        floor.kill()
        let malformed = floor.engine.counters.malformed
        #expect(floor.kill(isEngaged: false, by: "").isEmpty)
        #expect(floor.engine.counters.malformed == malformed + 1)
        #expect(floor.submit(1, .buy, 10, cents: 9_990).orderStates == [TECTRA_ORDER_REJECTED])
        let cleared = floor.kill(isEngaged: false, by: "anna")
        #expect(cleared.all(tectra_command.self).map { Int($0.command) } == [TECTRA_COMMAND_RESUME])
        #expect(floor.submit(1, .buy, 10, cents: 9_990).orderStates == [TECTRA_ORDER_ACCEPTED])
    }

    @Test func oneStrategysSwitchLeavesTheOthersAlone() throws {
        let floor = try Floor.trading(2)
        floor.submit(1, .buy, 10, cents: 9_990)
        floor.submit(2, .buy, 10, cents: 9_990)
        let outputs = floor.kill(2)
        #expect(Set(outputs.map(\.strategy)) == [2])
        #expect(floor.openOrders(of: 1) == 1 && floor.openOrders(of: 2) == 0)
        // The firm's latch does not clear a strategy's own.
        floor.kill()
        floor.kill(isEngaged: false)
        #expect(floor.submit(1, .buy, 10, cents: 9_980).orderStates == [TECTRA_ORDER_ACCEPTED])
        #expect(floor.submit(2, .buy, 10, cents: 9_980).orderStates == [TECTRA_ORDER_REJECTED])
    }

    @Test func itOutlivesANewDeployment() throws {
        let floor = try Floor.trading()
        floor.kill()
        floor.lose(1)
        floor.run(1)
        #expect(floor.submit(1, .buy, 10, cents: 9_990).all(tectra_order.self).map { Int($0.reason) } == [32])
    }
}
