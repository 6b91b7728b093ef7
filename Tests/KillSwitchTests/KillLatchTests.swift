// The kill switch: what it stops, what it lets pass, who may let go, and that it survives a restart.
import KillSwitch
import Orders
import PluginABI
import Records
import TestSupport
import Testing

@Suite struct KillLatchTests {
    private static func pull(_ strategy: UInt8, by name: String = "ada", _ reason: String = "drill", time: Int64 = 7)
        -> tectra_kill_switch
    {
        killSwitchRecord(
            strategy: strategy, isEngaged: true, operatorName: name, reason: reason, sequence: 3, time: time)
    }

    private static func clear(_ strategy: UInt8, by name: String = "bob") -> tectra_kill_switch {
        killSwitchRecord(strategy: strategy, isEngaged: false, operatorName: name, reason: "fixed", time: 9)
    }

    private static func killed(_ latch: borrowing KillLatch) -> [UInt8] {
        (1...63).filter { latch.isKilled($0) }
    }

    @Test func stopsOneStrategy() {
        var latch = KillLatch()
        let outcome = latch.apply(Self.pull(5))
        #expect(outcome.refusal == nil && outcome.isEngaged && outcome.isChanged && outcome.strategy == 5)
        #expect(Array(outcome.cancel) == [5])
        #expect(outcome.operatorName == "ada" && outcome.reason == "drill" && outcome.time == 7)
        let killed = Self.killed(latch)
        #expect(killed == [5])
        let reasons = (
            latch.reasonToRefuse(.submit, from: 5), latch.reasonToRefuse(.modify, from: 5),
            latch.reasonToRefuse(.cancel, from: 5), latch.reasonToRefuse(.submit, from: 6)
        )
        #expect(reasons == (.killed, .killed, .none, .none))
        let cause = latch.cause(of: 5)
        #expect(cause?.operatorName == "ada" && cause?.reason == "drill" && cause?.time == 7 && cause?.sequence == 3)
        let none = (latch.cause(of: 6) == nil, latch.cause(of: 0) == nil, latch.cause(of: 255) == nil)
        #expect(none == (true, true, true))
    }

    @Test func stopsTheFirm() {
        var latch = KillLatch()
        let outcome = latch.apply(Self.pull(0))
        #expect(Array(outcome.cancel) == Array(1...63) && outcome.cancel.count == 63)
        let killed = Self.killed(latch)
        #expect(killed == Array(1...63))
        let record = outcome.killRecord(sequence: 4)
        #expect(record.scope == 2 && record.sequence == 4)
        let state = outcome.stateRecord(sequence: 4, ordersCancelled: 17)
        #expect(state.engaged == 1 && state.strategy == 0 && state.orders_cancelled == 17 && state.time == 7)
    }

    @Test func pullingTwiceKeepsTheFirstCauseAndCancelsAgain() {
        var latch = KillLatch()
        _ = latch.apply(Self.pull(5))
        let again = latch.apply(Self.pull(5, by: "eve", "again", time: 8))
        #expect(again.refusal == nil && again.isEngaged && !again.isChanged)
        #expect(Array(again.cancel) == [5])
        let cause = latch.cause(of: 5)
        #expect(cause?.operatorName == "ada")
    }

    @Test func whatItCancelledIsCountedUntilItIsPulledAnew() {
        var latch = KillLatch()
        latch.noteCancelled(9, by: 5)
        _ = latch.apply(Self.pull(5))
        latch.noteCancelled(3, by: 5)
        _ = latch.apply(Self.pull(5))
        latch.noteCancelled(1, by: 5)
        var count = latch.cause(of: 5)?.ordersCancelled
        #expect(count == 4)
        _ = latch.apply(Self.clear(5))
        _ = latch.apply(Self.pull(5))
        count = latch.cause(of: 5)?.ordersCancelled
        #expect(count == 0)
    }

    @Test func onlyAPersonLetsGo() {
        var latch = KillLatch()
        _ = latch.apply(Self.pull(5))
        for name in ["", "   "] {
            let nobody = latch.apply(Self.clear(5, by: name))
            #expect(nobody.refusal == .noOperator && nobody.isEngaged && !nobody.isChanged && nobody.cancel.isEmpty)
        }
        let cleared = latch.apply(Self.clear(5))
        #expect(cleared.refusal == nil && !cleared.isEngaged && cleared.isChanged && cleared.cancel.isEmpty)
        let killed = Self.killed(latch)
        #expect(killed.isEmpty)
        let again = latch.apply(Self.clear(5))
        #expect(again.refusal == nil && !again.isChanged)
    }

    @Test func firmAndStrategyAreApart() {
        var latch = KillLatch()
        _ = latch.apply(Self.pull(5))
        _ = latch.apply(Self.pull(0))
        _ = latch.apply(Self.clear(5))
        var isKilled = latch.isKilled(5)
        #expect(isKilled, "the firm's still holds")
        _ = latch.apply(Self.pull(6))
        _ = latch.apply(Self.clear(0))
        isKilled = latch.isKilled(5)
        #expect(!isKilled)
        let killed = Self.killed(latch)
        #expect(killed == [6])
    }

    @Test func badInputIsRefused() {
        var latch = KillLatch()
        for strategy in [64, 255] as [UInt8] {
            let outcome = latch.apply(Self.pull(strategy))
            #expect(outcome.refusal == .unknownStrategy && outcome.cancel.isEmpty && !outcome.isEngaged)
        }
        var record = Self.pull(1)
        record.engaged = 2
        let outcome = latch.apply(record)
        #expect(outcome.refusal == .badField)
        let killed = Self.killed(latch)
        #expect(killed.isEmpty)
        for refusal in KillRefusal.allCases { #expect(refusal.description.contains(";") || refusal == .badField) }
    }

    @Test func textsAreCutAtWholeCharacters() {
        let record = killSwitchRecord(
            strategy: 1, isEngaged: true, operatorName: String(repeating: "é", count: 40),
            reason: String(repeating: "ü", count: 80))
        var latch = KillLatch()
        let outcome = latch.apply(record)
        #expect(outcome.operatorName == String(repeating: "é", count: 19))
        #expect(outcome.reason == String(repeating: "ü", count: 31))
        let text = withUnsafeBytes(of: outcome.killRecord(sequence: 1).text) { Array($0) }
        #expect(text.count == 64 && text[63] == 0)
        let sentence = String(decoding: text.prefix { $0 != 0 }, as: UTF8.self)
        #expect(sentence == String(repeating: "é", count: 19) + ": " + String(repeating: "ü", count: 11))
        // A field without a final zero is read to its end and no further.
        var full = record
        _ = withUnsafeMutableBytes(of: &full.operator_name) { $0.initializeMemory(as: UInt8.self, repeating: 65) }
        let name = latch.apply(full).operatorName
        #expect(name == String(repeating: "A", count: 40))
    }

    /// Against sets, over random pulls and clears, with a restart at every step.
    @Test func agreesWithASetAndSurvivesRestarts() {
        var random = SplitMix64.printed()
        var latch = KillLatch()
        var model: Set<UInt8> = []
        for step in 0..<3000 {
            let strategy = UInt8(random.below(66))
            let isPull = random.below(2) == 0
            let name = random.below(5) == 0 ? "" : "op \(step)"
            let record = killSwitchRecord(
                strategy: strategy, isEngaged: isPull, operatorName: name, reason: "r", time: Int64(step))
            let outcome = latch.apply(record)
            if strategy < 64, isPull {
                #expect(outcome.isChanged == model.insert(strategy).inserted)
            } else if strategy < 64, !name.isEmpty {
                #expect(outcome.isChanged == (model.remove(strategy) != nil))
            } else {
                #expect(outcome.refusal != nil && !outcome.isChanged)
            }
            let restored = KillLatch(restoring: latch.engagedRecords)
            for scope in UInt8(0)..<64 {
                let isKilled = (latch.isKilled(scope), restored.isKilled(scope))
                let wanted = model.contains(0) || (scope != 0 && model.contains(scope))
                #expect(isKilled == (wanted, wanted))
            }
            let causes = (latch.cause(of: strategy), restored.cause(of: strategy))
            #expect(causes.0 == causes.1)
        }
    }

    @Test func toPullAndToAskAllocatesNothing() {
        var latch = KillLatch()
        let pull = Self.pull(5)
        let clear = Self.clear(5)
        var stopped = 0
        _ = latch.apply(pull)
        let count = AllocationCounter.count {
            var round = 0
            while round < 100 {
                _ = latch.apply(pull)
                if latch.reasonToRefuse(.submit, from: 5) == .killed { stopped += 1 }
                _ = latch.apply(clear)
                round += 1
            }
        }
        #expect(stopped == 100)
        #expect(count == 0)
    }
}
