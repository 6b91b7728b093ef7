// A strategy's life in the core: what each command does, and what a strategy may ask in each state.
import Engine
import Orders
import PluginABI
import Records
import TestSupport
import Testing

@Suite struct LifeTests {
    @Test func commandsMoveAStrategyThroughItsLife() throws {
        let floor = try Floor.trading()
        #expect(floor.state(of: 1) == .running)
        #expect(floor.command(1, TECTRA_COMMAND_PAUSE).all(tectra_strategy_state.self).map(\.to) == [5])
        #expect(floor.command(1, TECTRA_COMMAND_RESUME).all(tectra_strategy_state.self).map(\.to) == [4])
        #expect(floor.command(1, TECTRA_COMMAND_STOP).all(tectra_strategy_state.self).map(\.to) == [6])
        #expect(floor.lose(1, TECTRA_LOST_STOPPED).all(tectra_strategy_state.self).map(\.to) == [7])
        #expect(floor.engine.counters.workersLost == 0)
        floor.deploy(1)
        #expect(floor.state(of: 1) == .ready)
    }

    /// What is legal in which state, written out; everything else changes nothing and is counted.
    @Test func illegalCommandsChangeNothing() throws {
        let legal: Set<[Int]> = [
            [3, TECTRA_COMMAND_START], [4, TECTRA_COMMAND_PAUSE], [5, TECTRA_COMMAND_RESUME],
            [3, TECTRA_COMMAND_STOP], [4, TECTRA_COMMAND_STOP], [5, TECTRA_COMMAND_STOP],
        ]
        // Asked for its parameters or its state, a strategy is told, and its life goes on as it was.
        let asking: Set<[Int]> = [
            [4, TECTRA_COMMAND_CONFIGURE], [5, TECTRA_COMMAND_CONFIGURE],
            [4, TECTRA_COMMAND_SAVE_STATE], [5, TECTRA_COMMAND_SAVE_STATE],
        ]
        let ways: [StrategyState: [Int]] = [
            .vacant: [], .ready: [0], .running: [0, TECTRA_COMMAND_START],
            .paused: [0, TECTRA_COMMAND_START, TECTRA_COMMAND_PAUSE], .stopping: [0, TECTRA_COMMAND_STOP],
        ]
        for (state, way) in ways {
            for command in 0...9 {
                let floor = try Floor()
                for step in way { if step == 0 { floor.deploy(1) } else { floor.command(1, step) } }
                #expect(floor.state(of: 1) == state)
                let malformed = floor.engine.counters.malformed
                let outputs = floor.command(1, command)
                if legal.contains([Int(state.rawValue), command]) {
                    #expect(floor.state(of: 1) != state && !outputs.isEmpty, "\(state) \(command)")
                } else if asking.contains([Int(state.rawValue), command]) {
                    #expect(floor.state(of: 1) == state && !outputs.isEmpty, "\(state) \(command)")
                    #expect(floor.engine.counters.malformed == malformed)
                } else {
                    #expect(floor.state(of: 1) == state && outputs.isEmpty, "\(state) \(command)")
                    #expect(floor.engine.counters.malformed == malformed + 1)
                }
            }
        }
    }

    @Test func onlyARunningStrategyMaySubmitAndEveryOtherIsToldWhy() throws {
        func answer(_ floor: Floor) -> RejectReason? {
            floor.submit(1, .buy, 100, cents: 9_990).all(tectra_order.self).first
                .flatMap { RejectReason(rawValue: $0.reason) }
        }
        let floor = try Floor.trading()
        #expect(answer(floor) == RejectReason.none)
        floor.command(1, TECTRA_COMMAND_PAUSE)
        #expect(answer(floor) == .paused)
        // A paused strategy may still get rid of what it has.
        #expect(floor.cancel(1, 1).orderStates == [TECTRA_ORDER_PENDING_CANCEL, TECTRA_ORDER_CANCELLED])
        floor.command(1, TECTRA_COMMAND_STOP)
        #expect(answer(floor) == .stopped)
        floor.lose(1, TECTRA_LOST_STOPPED)
        #expect(answer(floor) == .stopped)
        floor.deploy(1)
        #expect(answer(floor) == .notRunning)
        // A place that was never deployed can not even be answered.
        #expect(floor.submit(9, .buy, 1, cents: 1).isEmpty)
    }

    @Test func stoppingCancelsWhatIsOpen() throws {
        let floor = try Floor.trading(2)
        for cents in [9_990, 9_980, 9_970] as [Int64] { floor.submit(1, .buy, 10, cents: cents) }
        floor.submit(2, .buy, 10, cents: 9_990)
        let outputs = floor.command(1, TECTRA_COMMAND_STOP)
        #expect(outputs.orderStates == [TECTRA_ORDER_CANCELLED, TECTRA_ORDER_CANCELLED, TECTRA_ORDER_CANCELLED])
        #expect(outputs.all(tectra_strategy_state.self).map(\.open_orders_cancelled) == [3])
        #expect(floor.openOrders(of: 1) == 0 && floor.openOrders(of: 2) == 1)
    }

    @Test func aLostWorkersOrdersAreCancelledAndTheOthersGoOn() throws {
        let floor = try Floor.trading(2)
        floor.submit(1, .buy, 10, cents: 9_990)
        floor.submit(1, .sell, 10, cents: 10_010)
        floor.submit(2, .buy, 10, cents: 9_990)
        floor.setTimer(1, 1, due: 1_000)
        let outputs = floor.lose(1)
        let orders = outputs.all(tectra_order.self)
        #expect(orders.map { Int($0.state) } == [TECTRA_ORDER_CANCELLED, TECTRA_ORDER_CANCELLED])
        #expect(orders.allSatisfy { Int($0.reason) == TECTRA_REASON_WORKER_LOST })
        let state = try #require(outputs.all(tectra_strategy_state.self).first)
        #expect(Int(state.to) == TECTRA_STRATEGY_FAULTED && state.open_orders_cancelled == 2)
        #expect(Int(state.cause) == TECTRA_LOST_SIGNAL)
        #expect(floor.engine.counters.workersLost == 1)
        // Its timer died with it, the other strategy trades as before, and nothing fills a cancelled order.
        #expect(floor.clock(2_000).isEmpty)
        #expect(floor.submit(2, .buy, 10, cents: nil).orderStates.last == TECTRA_ORDER_FILLED)
        let seen = floor.feed(ITCHMessage.add(1, 20, isBuy: false, 1_000, at: 999_000, time: 3_000))
        #expect(seen.all(tectra_fill.self).count == 1)
        #expect(seen.filter { $0.strategy == 1 }.isEmpty)
        // A second word about the same worker changes nothing.
        #expect(floor.lose(1).isEmpty)
    }

    @Test func positionsOutliveTheWorker() throws {
        let floor = try Floor.trading()
        floor.submit(1, .buy, 200, cents: nil)
        floor.lose(1)
        #expect(floor.engine.summary(of: 1).grossPosition == 200)
        floor.run(1)
        #expect(floor.engine.summary(of: 1).grossPosition == 200)
        #expect(floor.submit(1, .sell, 200, cents: nil).orderStates.last == TECTRA_ORDER_FILLED)
        #expect(floor.engine.summary(of: 1).grossPosition == 0)
        #expect(floor.engine.summary(of: 1).realized == Int128(-200 * 2 * Floor.cent))
    }
}
