// After a fault: the state comes back from the disk, the waits grow, and what the budget does not
// allow stays down.
import EngineLink
import Foundation
import PluginABI
import Records
import Replay
import SharedMemory
import TestSupport
import Testing

@testable import Live

@Suite(.serialized) struct RestartTests {
    @Test func aKilledWorkerGoesOnFromItsSavedState() async throws {
        try await blocking {
            let floor = try Floor(messages: 60_000, speed: 2_000)
            let library = try floor.library("one")
            var request = DeployRequest(name: "counter-1", library: library, symbols: ["*"])
            request.strategy = 1
            request.restarts = 2
            request.keepsOrders = true
            request.snapshotSeconds = 1
            var client = try floor.client()
            _ = try client.deploy(request)
            _ = try client.feed(FeedRequest(.start))
            let saved = floor.path + "/state/counter-1.state"
            try floor.wait(for: "a saved state") { FileManager.default.fileExists(atPath: saved) }
            try floor.wait(for: "open orders") { try floor.row().figures.openOrders > 2 }
            let before = try floor.row().figures
            kill(pid_t(before.process), SIGKILL)
            try floor.wait(for: "another process") {
                let now = try floor.row().figures
                return now.state == UInt64(TECTRA_STRATEGY_RUNNING) && now.process != before.process && now.process != 0
            }
            let after = try floor.row().figures
            let lost = try floor.row().fault
            #expect(lost.isKnown == 1 && lost.lastEvent > 0)
            #expect("\(lost.place)".isEmpty, "it was killed from outside and has nothing to tell")
            #expect(after.openOrders > 0, "its orders were kept")
            try floor.wait(for: "its own orders") { try floor.row().figures.ordersAccepted > after.ordersAccepted + 3 }
            try floor.stop()
            let own = try Testimony(floor.journal, of: 1)
            #expect(Set(own.clients).count == own.clients.count)
            #expect(!own.signals.contains { $0.hasPrefix("0000000000000040") && $0 != own.signals[0] })
            #expect(try EngineReplay.run(floor.journal).differences == 0)
            let again = try floor.replayStrategies([library])
            #expect(again.differences == 0, "\(again.first?.reason ?? "")")
            #expect(again.versions == 2)
        }
    }

    /// It sends faster than it can be let go of: the engine takes so much, and the rest is lost with it.
    @Test func aFloodWithoutEndDoesNotHoldTheEngine() async throws {
        try await blocking {
            let floor = try Floor(messages: 60_000, speed: 4_000)
            var client = try floor.client()
            for (number, flags) in [(UInt8(1), ["-DFLOODS"]), (2, [])] {
                let library = try floor.library("flood-\(number)", flags)
                var request = DeployRequest(name: "counter-\(number)", library: library, symbols: ["*"])
                request.strategy = number
                _ = try client.deploy(request)
            }
            _ = try client.feed(FeedRequest(.start))
            try floor.wait(for: "its end", seconds: 60) {
                try floor.row(1).figures.state == UInt64(TECTRA_STRATEGY_FAULTED)
            }
            let reached = try floor.row(2).figures.processed
            try floor.wait(for: "the other to go on") { try floor.row(2).figures.processed > reached + 100 }
            #expect(try floor.row(1).figures.openOrders == 0)
            try floor.stop()
            #expect(try EngineReplay.run(floor.journal).differences == 0)
        }
    }

    @Test func anotherLibraryThanTheConfigurationNamesIsRefused() async throws {
        try await blocking {
            let floor = try Floor(messages: 1_000, speed: 1_000)
            var request = DeployRequest(name: "counter-1", library: try floor.library("one"), symbols: ["*"])
            request.strategy = 1
            request.expectedSHA256 = String(repeating: "0", count: 64)
            var client = try floor.client()
            #expect(throws: LinkError.self) { try client.deploy(request) }
            request.expectedSHA256 = ""
            let digest = try client.deploy(request).librarySHA256
            // And so for another version that is to take over.
            var reload = ReloadRequest(.reload, strategy: 1)
            reload.promotion = .byHand
            reload.deploy = DeployRequest(name: "counter-1", library: try floor.library("one"), symbols: [])
            reload.deploy?.expectedSHA256 = String(repeating: "f", count: 64)
            #expect(throws: LinkError.self) { try client.reload(reload) }
            reload.deploy?.expectedSHA256 = digest
            _ = try client.feed(FeedRequest(.start))
            #expect(try client.reload(reload).state == .shadow)
            try floor.stop()
        }
    }

    @Test func whatStaysDownIsFlattenedWhenItsPolicySaysSo() async throws {
        try await blocking {
            let floor = try Floor(messages: 60_000, speed: 1_000)
            let library = try floor.library("taker", "-DTAKES")
            var client = try floor.client()
            for number in UInt8(1)...2 {
                var request = DeployRequest(name: "taker-\(number)", library: library, symbols: ["*"])
                request.strategy = number
                request.flattens = number == 1
                _ = try client.deploy(request)
            }
            _ = try client.feed(FeedRequest(.start))
            for number in UInt8(1)...2 {
                try floor.wait(for: "a position") { try floor.row(number).figures.grossPosition > 300 }
                kill(pid_t(try floor.row(number).figures.process), SIGKILL)
            }
            try floor.wait(for: "no position") { try floor.row(1).figures.grossPosition == 0 }
            let kept = try floor.row(2).figures
            #expect(kept.grossPosition > 300 && kept.openOrders == 0)
            #expect(try floor.row(1).figures.state == UInt64(TECTRA_STRATEGY_FAULTED))
            // By hand it is the same, with no worker to ask.
            var flatten = tectra_strategy_command.blank
            flatten.strategy = 2
            flatten.command = UInt8(TECTRA_COMMAND_FLATTEN)
            try floor.wait(for: "no position by hand") {
                try client.command(flatten)
                return try floor.row(2).figures.grossPosition == 0
            }
            try floor.stop()
            #expect(try EngineReplay.run(floor.journal).differences == 0)
        }
    }

    @Test func flatteningEndsWhenItIsFlatOrHasTriedEnough() {
        var flattening = Flattening(now: 0)
        #expect(flattening.due(position: 100, now: Flattening.wait - 1) == .nothing)
        #expect(flattening.due(position: 100, now: Flattening.wait) == .again)
        #expect(flattening.due(position: 0, now: 2 * Flattening.wait) == .over)
        var stubborn = Flattening(now: 0)
        let tries = (1...1_000).map { stubborn.due(position: 1, now: Int64($0) * Flattening.wait) }
        #expect(tries.count { $0 == .again } == Flattening.triesMax - 1 && tries.last == .over)
    }

    @Test func memoryThatOnlyGrowsIsALeak() {
        var watch = MemoryWatch()
        var told = 0
        for look in 0..<200 where watch.look(UInt64(10 << 20) + UInt64(look) << 18) { told += 1 }
        #expect(told == 1 && watch.isGrowing)
        // A fall makes it well, and what goes up and down is no leak, nor what grows by a page a look.
        let isTold = watch.look(5 << 20)
        #expect(!isTold && !watch.isGrowing)
        for look in 0..<500 where watch.look(UInt64(20 << 20) + UInt64(look % 20) << 20) { told += 1 }
        var slow = MemoryWatch()
        for look in 0..<200 where slow.look(UInt64(10 << 20) + UInt64(look) << 12) { told += 1 }
        #expect(told == 1)
    }

    @Test func whatTheBudgetDoesNotAllowStaysDown() {
        var budget = RestartBudget(3)
        #expect(budget.restart(lostAt: 0) == 100_000_000)
        #expect(budget.restart(lostAt: 200_000_000) == 400_000_000)
        // It held for a minute: the shortest wait again.
        #expect(budget.restart(lostAt: 70_000_000_000) == 70_100_000_000)
        #expect(budget.restart(lostAt: 80_000_000_000) == nil)
    }

    @Test func anEnvelopeComesBackWholeOrNotAtAll() {
        var envelope = StateEnvelope()
        envelope.name = "counter-1"
        envelope.version = "1.2.3"
        envelope.library = (0..<32).map { UInt8($0) }
        envelope.schema = 7
        envelope.cut = 123_456
        envelope.time = -5
        envelope.lastClient = 99
        envelope.state = (0..<1000).map { UInt8(truncatingIfNeeded: $0) }
        let bytes = envelope.bytes
        #expect(StateEnvelope(bytes) == envelope)
        for length in 0..<bytes.count { #expect(StateEnvelope(Array(bytes.prefix(length))) == nil) }
        var random = SplitMix64.printed()
        for _ in 0..<500 {
            var damaged = bytes
            damaged[random.below(bytes.count)] ^= UInt8(1 << random.below(8))
            #expect(StateEnvelope(damaged) == nil)
        }
        #expect(StateEnvelope(bytes + [0]) == nil)
    }

    private func blocking(_ body: @escaping @Sendable () throws -> Void) async throws {
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            _ = TestThread { continuation.resume(with: Result { try body() }) }
        }
    }
}
