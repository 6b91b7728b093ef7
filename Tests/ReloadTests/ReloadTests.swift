// Changes of version under a running feed: nothing lost, nothing doubled, and every failure leaves the
// old version trading.
import EngineLink
import Foundation
import PluginABI
import Records
import Replay
import SharedMemory
import TestSupport
import Testing

@Suite(.serialized) struct ReloadTests {
    /// How often; `make test-reloads` asks for a thousand.
    static let reloads = Int(ProcessInfo.processInfo.environment["TECTRA_RELOADS"] ?? "") ?? 12

    @Test func versionsAlternateAndNobodyNotices() async throws {
        try await blocking {
            let floor = try Floor(
                messages: max(60_000, Self.reloads * 3_000), speed: max(100, 20_000 / Int64(Self.reloads)))
            let (first, second) = (try floor.library("one"), try floor.library("two", "-DVERSION=\"2\""))
            try floor.deploy(first)
            try floor.wait(for: "orders") { try floor.row().figures.ordersAccepted > 5 }
            let before = try floor.row().figures
            var pauses: [Int64] = []
            var wholes: [Int64] = []
            for count in 0..<Self.reloads where try floor.feedState() == .running {
                let reply = try floor.reload(count % 2 == 0 ? second : first)
                #expect(reply.state == .promoted)
                #expect(reply.version == (count % 2 == 0 ? "2" : "1"))
                #expect(reply.different == 0)
                pauses.append(reply.pause)
                wholes.append(reply.microseconds)
            }
            let after = try floor.row().figures
            #expect(pauses.count == Self.reloads, "the feed ended before the last reload")
            #expect(after.ordersAccepted >= before.ordersAccepted)
            #expect(after.state == UInt64(TECTRA_STRATEGY_RUNNING))
            try floor.wait(for: "the end of the day", seconds: 300) { try floor.isDayOver() }
            let (open, twins) = (try floor.row().figures, try floor.row(2).figures)
            #expect(open.openOrders == twins.openOrders)
            try floor.stop()
            let (own, twin) = (try Testimony(floor.journal, of: 1), try Testimony(floor.journal, of: 2))
            #expect(!own.signals.isEmpty && !own.orders.isEmpty)
            #expect(own.signals == twin.signals, "an event was lost, doubled or out of order")
            #expect(own.orders == twin.orders, "an order was lost or doubled")
            #expect(own.cancels == twin.cancels)
            #expect(own.strangers == 0, "an order was not known, or known twice")
            #expect(Set(own.clients).count == own.clients.count)
            #expect(own.clients == own.clients.sorted())
            let replay = try EngineReplay.run(floor.journal)
            #expect(replay.differences == 0)
            let again = try floor.replayStrategies([first, second])
            #expect(again.differences == 0, "\(again.first?.reason ?? "")")
            #expect(again.versions == 2 + Self.reloads)
            #expect(again.requests > UInt64(own.orders.count + twin.orders.count))
            print(
                "\(pauses.count) reloads, \(own.orders.count) orders, \(own.signals.count * 64) events: pause ns "
                    + Self.distribution(pauses) + "; whole reload us " + Self.distribution(wholes))
        }
    }

    static func distribution(_ values: [Int64]) -> String {
        let sorted = values.sorted()
        guard let last = sorted.last else { return "none" }
        func at(_ part: Double) -> Int64 { sorted[min(sorted.count - 1, Int(Double(sorted.count) * part))] }
        return "p50 \(at(0.5)) p90 \(at(0.9)) p99 \(at(0.99)) max \(last)"
    }

    @Test func aRollbackIsInstantAndKeepsEverything() async throws {
        try await blocking {
            let floor = try Floor(messages: 40_000, speed: 4_000)
            let (first, second) = (try floor.library("one"), try floor.library("two", "-DVERSION=\"2\""))
            try floor.deploy(first)
            try floor.wait(for: "orders") { try floor.row().figures.ordersAccepted > 5 }
            #expect(try floor.reload(second).version == "2")
            #expect(try floor.row().seat.state == SeatRow.kept)
            let back = try floor.ask(.rollback)
            #expect(back.state == .promoted && back.version == "1" && back.otherVersion == "2")
            // The kept version is let go; a rollback then starts it anew from the state of what trades.
            #expect(try floor.ask(.dismiss).state == .dismissed)
            let again = try floor.ask(.rollback)
            #expect(again.version == "2" && again.stateBytes > 0)
            try floor.wait(for: "the end of the day", seconds: 60) { try floor.isDayOver() }
            try floor.stop()
            let (own, twin) = (try Testimony(floor.journal, of: 1), try Testimony(floor.journal, of: 2))
            #expect(own.signals == twin.signals && own.orders == twin.orders && own.strangers == 0)
            #expect(try EngineReplay.run(floor.journal).differences == 0)
            // The kept version's second reign is the same life; the one after that is a new one.
            let replayed = try floor.replayStrategies([first, second])
            #expect(replayed.differences == 0, "\(replayed.first?.reason ?? "")")
            #expect(replayed.versions == 4)
        }
    }

    @Test func aVersionThatThinksOtherwiseIsSeenInShadow() async throws {
        try await blocking {
            let floor = try Floor(messages: 60_000, speed: 3_000)
            let first = try floor.library("one")
            try floor.deploy(first)
            let changed = try floor.library("changed", "-DVERSION=\"3\"", "-DCHANGED")
            try floor.wait(for: "orders") { try floor.row().figures.ordersAccepted > 5 }
            #expect(try floor.reload(changed, .byHand).state == .shadow)
            try floor.wait(for: "differences") { try floor.row().seat.different > 3 }
            // Its cancels and signals are the same words.
            #expect(try floor.row().seat.equal > 0)
            #expect(try floor.ask(.dismiss).state == .dismissed)
            // Within bounds it may not take over, and the old version trades on.
            #expect(throws: LinkError.self) { try floor.ask(.promote) }
            #expect(try floor.reload(changed, .whenEqual(1_000_000), differencesMax: 2).state == .shadow)
            try floor.wait(for: "the end of the shadow") { try floor.row().seat.state == SeatRow.empty }
            let row = try floor.row()
            #expect("\(row.remark)".contains("trades on"))
            #expect("\(row.figures.version)" == "1")
            // By an operator's word it does, and its client ids collide with none.
            #expect(try floor.reload(changed, .byHand).state == .shadow)
            try floor.wait(for: "differences") { try floor.row().seat.different > 3 }
            #expect(try floor.ask(.promote).version == "3")
            let orders = try floor.row().figures.ordersAccepted
            try floor.wait(for: "its own orders") { try floor.row().figures.ordersAccepted > orders + 3 }
            try floor.stop()
            let own = try Testimony(floor.journal, of: 1)
            #expect(own.orders.contains { $0[2] == 200 } && Set(own.clients).count == own.clients.count)
            #expect(try EngineReplay.run(floor.journal).differences == 0)
            let again = try floor.replayStrategies([first, changed])
            #expect(again.differences == 0, "\(again.first?.reason ?? "")")
            #expect(again.versions == 3)
        }
    }

    @Test func aShadowIsHeldAgainstTheTradingVersionOnPaper() async throws {
        try await blocking {
            let floor = try Floor(messages: 60_000, speed: 2_000)
            try floor.deploy(try floor.library("one", "-DTAKES"))
            try floor.wait(for: "orders") { try floor.row().figures.ordersAccepted > 5 }
            // Twice the size: twice the money, won or lost, fill for fill.
            let double = try floor.library("double", "-DTAKES", "-DVERSION=\"2\"", "-DCHANGED")
            #expect(try floor.reload(double, .byHand).state == .shadow)
            try floor.wait(for: "fills on paper") { try floor.row().seat.seatedFills > 20 }
            let seat = try floor.row().seat
            #expect(seat.tradingFills > 10 && seat.seatedProfit != 0)
            let ratio = Double(seat.seatedProfit) / Double(seat.tradingProfit)
            #expect(ratio > 1.2 && ratio < 3, "\(seat.seatedProfit) against \(seat.tradingProfit)")
            // After the change of places the sides are named the other way round.
            #expect(try floor.ask(.promote).version == "2")
            try floor.wait(for: "the kept version's figures") {
                let now = try floor.row().seat
                return now.state == SeatRow.kept && now.tradingFills >= seat.seatedFills
                    && abs(now.tradingProfit) > abs(now.seatedProfit)
            }
            try floor.stop()
            #expect(try EngineReplay.run(floor.journal).differences == 0)
        }
    }

    @Test func whateverFailsLeavesTheOldVersionTrading() async throws {
        try await blocking {
            let floor = try Floor(messages: 60_000, speed: 3_000)
            try floor.deploy(try floor.library("one"))
            try floor.wait(for: "orders") { try floor.row().figures.ordersAccepted > 5 }
            let process = try floor.row().figures.process
            #expect(throws: LinkError.self) { try floor.reload("/no/such/library.so") }
            let refusing = try floor.library("refusing", "-DREFUSE_STATE")
            #expect(throws: LinkError.self) { try floor.reload(refusing) }
            let trapping = try floor.library("trapping", "-DTRAP_AFTER_LOAD")
            // It may end before or after it is said to be in shadow.
            _ = try? floor.reload(trapping, .byHand)
            try floor.wait(for: "its end") { try floor.row().seat.state == SeatRow.empty }
            #expect(try floor.row().figures.process == process)
            // A good one still can take over afterwards.
            #expect(try floor.reload(try floor.library("two", "-DVERSION=\"2\"")).version == "2")
            try floor.wait(for: "the end of the day", seconds: 60) { try floor.isDayOver() }
            try floor.stop()
            let (own, twin) = (try Testimony(floor.journal, of: 1), try Testimony(floor.journal, of: 2))
            #expect(own.signals == twin.signals && own.orders == twin.orders && own.strangers == 0)
        }
    }

    private func blocking(_ body: @escaping @Sendable () throws -> Void) async throws {
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            _ = TestThread { continuation.resume(with: Result { try body() }) }
        }
    }
}
