// Ticks in, orders out: the event loop, the services, the lifecycle, state and configuration.
import PluginABI
import Records
import Testing
import TestSupport
import Workers

@Suite(.serialized) struct ServiceTests {
    private func trial(_ mode: Int64, _ change: (inout WorkerSpec) -> Void = { _ in }) throws -> Trial {
        var spec = Bench.spec(try Bench.library(), mode: mode)
        change(&spec)
        let trial = try Trial(spec)
        // A submit inside init is not legal yet.
        #expect(trial.line() == "init -4 -1")
        return trial
    }

    @Test func everyTickBecomesAnOrderThatNamesItsCause() throws {
        let trial = try trial(0)
        trial.start()
        for number in 1...500 {
            trial.tick(bid: Int64(number) * 1_000_000_000)
            // Not subscribed: never seen by the strategy.
            trial.tick(2)
            let order = try #require(trial.request(as: tectra_submit.self))
            #expect(order.client_id == UInt64(number))
            #expect(order.sequence == UInt64(number) + 1)
            #expect(order.cause == trial.sequence - 1)
            #expect(order.instrument == 1 && order.side == UInt8(TECTRA_BUY))
            #expect(order.price == Int64(number) * 1_000_000_000 && order.quantity == 100)
        }
        #expect(trial.settles())
        #expect(trial.processed == trial.sequence)
    }

    @Test func nothingComesBeforeStartNorWhilePaused() throws {
        let trial = try trial(0)
        trial.announce(1)
        trial.tick()
        trial.command(Int(TECTRA_COMMAND_START))
        trial.tick(bid: 2_000_000_000)
        #expect(trial.request(as: tectra_submit.self)?.price == 2_000_000_000)
        trial.command(Int(TECTRA_COMMAND_PAUSE))
        trial.tick(bid: 3_000_000_000)
        trial.command(Int(TECTRA_COMMAND_RESUME))
        trial.tick(bid: 4_000_000_000)
        #expect(trial.request(as: tectra_submit.self)?.price == 4_000_000_000)
    }

    @Test func aKilledStrategyMayOnlyReduce() throws {
        let trial = try trial(0)
        trial.start()
        trial.sequence += 1
        var kill = tectra_kill.blank
        kill.sequence = trial.sequence
        kill.scope = 1
        trial.send(kill)
        #expect(trial.request()?.template == Int(TECTRA_CANCEL_ALL))
        #expect(trial.line() == "killed submit -4 cancel 0")
    }

    @Test func readsSpeakOfTheEventInHand() throws {
        let trial = try trial(15) { $0.seed = 42 }
        trial.start()
        trial.sequence += 1
        var position = tectra_position.blank
        position.sequence = trial.sequence
        position.instrument = 1
        position.quantity = -10
        position.average_price = 9_000_000_000
        position.realized = 5
        trial.send(position)
        var order = tectra_order.blank
        order.sequence = trial.sequence
        order.client_id = 3
        order.state = UInt8(TECTRA_ORDER_ACCEPTED)
        trial.send(order)
        #expect(trial.line() == "order 3 state 2")
        trial.tick(bid: 10_000_000_000)
        #expect(trial.line() == "position 0 -10")
        // Short ten at 9.00, mid 10.01.
        #expect(trial.line() == "pnl 0 unrealized -10100000000")
        #expect(trial.line() == "instrument 0 tick 10000000")
        #expect(trial.line() == "book 0 bid 10000000000")
        #expect(trial.line() == "open 0 count 1")
        let now = try #require(trial.line())
        #expect(now.hasPrefix("now \(trial.sequence * 1000) random "))
        #expect(trial.line() == "unknown -3 -3")
        #expect(trial.line() == "null -1 -1")
        let signal = try #require(trial.request(as: tectra_signal.self))
        #expect(signal.confidence == 0.75 && signal.metadata.0 == CChar(UInt8(ascii: "w")))
        #expect(trial.request(as: tectra_set_timer.self)?.timer_id == 5)

        // The same seed draws the same.
        let again = try self.trial(15) { $0.seed = 42 }
        again.start()
        again.sequence = trial.sequence - 1
        again.tick(bid: 10_000_000_000)
        for _ in 0..<5 { _ = again.line() }
        #expect(again.line() == now)
    }

    @Test func configurationIsTakenWholeOrNotAtAll() throws {
        let trial = try trial(1)
        trial.start()
        var bad = tectra_parameter("mode", integer: -1)
        bad.sequence = trial.sequence
        trial.send(bad)
        trial.command(Int(TECTRA_COMMAND_CONFIGURE))
        #expect(trial.line()?.contains("on_config_update returned -1") == true)
        let refused = try #require(trial.request(as: tectra_configured.self))
        #expect(refused.status == -1 && refused.parameters == 1)
        trial.send(tectra_parameter("mode", integer: 0))
        trial.command(Int(TECTRA_COMMAND_CONFIGURE))
        let taken = try #require(trial.request(as: tectra_configured.self))
        #expect(taken.status == TECTRA_OK && taken.parameters == 1 && taken.cause > refused.cause)
        trial.tick()
        #expect(trial.request()?.template == Int(TECTRA_SUBMIT))
    }

    @Test func stateGoesOutAndIntoTheNext() throws {
        let first = try trial(1)
        first.start()
        for _ in 0..<7 { first.tick() }
        first.command(Int(TECTRA_COMMAND_SAVE_STATE))
        let second = try trial(1)
        var total = 0
        while total < 1000 {
            var chunk = try #require(first.request(as: tectra_state.self))
            #expect(Int(chunk.offset) == total && chunk.total == 1000 && chunk.schema == 3)
            total += Int(chunk.length)
            chunk.header.template_id = UInt16(TECTRA_STATE_IN)
            second.send(chunk)
        }
        second.command(Int(TECTRA_COMMAND_LOAD_STATE))
        #expect(second.line() == "loaded 1000 bytes, ticks 7")
        second.command(Int(TECTRA_COMMAND_LOAD_STATE))
        #expect(second.end()?.description == "load_state returned -1")
    }

    @Test func aStartThatFailsEndsTheWorker() throws {
        let trial = try trial(20)
        trial.start()
        #expect(trial.end()?.description == "start returned -5")
    }

    @Test func aFloodOfLogLinesIsCut() throws {
        let trial = try trial(19)
        trial.start()
        trial.tick()
        var lines = 0
        while trial.droppedLogs < 900, trial.exit() == nil { _ = trial.line().map { _ in lines += 1 } }
        #expect(trial.droppedLogs > 900)
        #expect(lines <= 64)
    }

    @Test func aWorkerThatIsLappedSaysSo() throws {
        let trial = try trial(16)
        trial.start()
        for _ in 0..<60_000 { trial.tick() }
        while trial.laps == 0, trial.exit() == nil {}
        // The gap is told with the first record behind it.
        trial.tick()
        let lapped = try #require(trial.request(as: tectra_lapped.self))
        #expect(lapped.resumed_at > lapped.last_seen + 1)
        #expect(trial.laps >= 1)
        #expect(trial.exit() == nil)
    }
}
