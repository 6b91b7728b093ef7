// The pure parts: the watch, the lifecycle table, open orders, the log allowance, random numbers.
import PluginABI
import Records
import TestSupport
import Testing
import WorkerRuntime
import Workers

@Suite struct StuckDetectorTests {
    private func look(_ watch: inout StuckDetector, _ now: Int64, _ head: UInt64, _ done: UInt64, _ beat: UInt64 = 0)
        -> WatchVerdict
    {
        watch.look(now: now, head: head, processed: done, heartbeat: beat)
    }

    @Test func workThatDoesNotMoveIsSlowThenStuck() {
        var watch = StuckDetector(soft: 10, hard: 100)
        #expect(look(&watch, 0, 5, 4) == .well)
        #expect(look(&watch, 5, 6, 4) == .well)
        #expect(look(&watch, 14, 7, 4) == .well)
        #expect(look(&watch, 15, 7, 4) == .slow(nanoseconds: 10))
        #expect(look(&watch, 105, 7, 4) == .stuck(nanoseconds: 100))
    }

    @Test func movingIsWellHoweverFarBehind() {
        var watch = StuckDetector(soft: 10, hard: 100)
        for turn in 1...50 {
            #expect(look(&watch, Int64(turn) * 50, 1_000_000, UInt64(turn)) == .well)
        }
    }

    @Test func silenceIsWell() {
        var watch = StuckDetector(soft: 10, hard: 100)
        #expect(look(&watch, 0, 7, 7) == .well)
        #expect(look(&watch, 10_000, 7, 7) == .well)
        // The first event after a long silence starts a new count.
        #expect(look(&watch, 10_001, 8, 7) == .well)
        #expect(look(&watch, 10_012, 8, 7) == .slow(nanoseconds: 11))
        #expect(look(&watch, 10_013, 8, 8) == .well)
        #expect(look(&watch, 10_014, 9, 8) == .well)
    }

    @Test func aHeartbeatOrAClockThatGoesBackIsNoFault() {
        var watch = StuckDetector(soft: 10, hard: 100)
        for turn in 1...20 { #expect(look(&watch, Int64(turn) * 50, 9, 3, UInt64(turn)) == .well) }
        #expect(look(&watch, 2000, 9, 3, 20) == .well)
        #expect(look(&watch, 1000, 9, 3, 20) == .well)
    }
}

@Suite struct LifecycleTests {
    @Test func theTableOfTheHeader() {
        let legal: [StrategyCommand: [StrategyState: StrategyState]] = [
            .start: [.ready: .running],
            .pause: [.running: .paused],
            .resume: [.paused: .running, .killed: .running],
            .stop: [.ready: .ended, .running: .ended, .paused: .ended, .killed: .ended],
            .configure: [.running: .running, .paused: .paused, .killed: .killed],
            .saveState: [.running: .running, .paused: .paused, .killed: .killed],
            .loadState: [.ready: .ready],
            .adopt: [.running: .running, .paused: .paused, .killed: .killed],
            .getConfig: [.ready: .ready, .running: .running, .paused: .paused, .killed: .killed],
        ]
        for command in StrategyCommand.allCases {
            for state in StrategyState.allCases {
                #expect(state.after(command) == legal[command]?[state], "\(command) in \(state)")
            }
        }
        #expect(StrategyState.allCases.filter(\.maySubmit) == [.running])
        #expect(StrategyState.allCases.filter(\.mayCancel) == [.running, .paused, .killed])
    }
}

@Suite struct OpenOrdersTests {
    @Test func theIndexAgreesWithADictionary() {
        var random = SplitMix64.printed()
        var orders = OpenOrders(capacity: 50)
        var model: [UInt64: Int64] = [:]
        var record = tectra_order.blank
        for round in 0..<50_000 {
            let client = UInt64(1 + random.below(120))
            let isFinal = random.below(3) == 0
            record.client_id = client
            record.state = isFinal ? UInt8(TECTRA_ORDER_FILLED) : UInt8(TECTRA_ORDER_ACCEPTED)
            record.price = Int64(round)
            let taken = orders.apply(&record)
            if isFinal {
                model[client] = nil
            } else if model[client] != nil || model.count < 50 {
                model[client] = Int64(round)
                #expect(taken)
            } else {
                #expect(!taken)
            }
            #expect(orders.count == model.count)
            #expect(orders.contains(client) == (model[client] != nil))
            guard round % 97 == 0 else { continue }
            var copies = [tectra_order](repeating: .blank, count: 50)
            orders.copy(into: &copies, room: 50)
            let found = Dictionary(uniqueKeysWithValues: copies[..<orders.count].map { ($0.client_id, $0.price) })
            #expect(found == model)
        }
    }
}

@Suite struct SmallPartsTests {
    @Test func logLinesAreRationedByEventTime() {
        var allowance = Allowance(burst: 3, perSecond: 10)
        let first = (0..<5).map { _ in allowance.take(at: 1_000) }
        #expect(first == [true, true, true, false, false])
        let earned = (0..<2).map { allowance.take(at: 100_000_000 + 1_000 + $0) }
        #expect(earned == [true, false])
        // A long silence earns a burst and no more; time that goes back earns nothing.
        let late = (0..<5).map { _ in allowance.take(at: .max) }
        #expect(late == [true, true, true, false, false])
        let back = [allowance.take(at: 0), allowance.take(at: .min)]
        #expect(back == [false, false])
    }

    @Test func theSameSeedDrawsTheSame() {
        var first = SeededRandom(seed: 7), second = SeededRandom(seed: 7), third = SeededRandom(seed: 8)
        let draws = (0..<100).map { _ in first.next() }
        #expect(draws == (0..<100).map { _ in second.next() })
        #expect(draws != (0..<100).map { _ in third.next() })
        #expect(Set(draws).count == 100)
    }
}
