// A strategy that is deployed when the day is on hears at once how its instruments trade.
import EngineLink
import Foundation
import Replay
import SharedMemory
import TestSupport
import Testing

@Suite(.serialized) struct LateStartTests {
    @Test func aWorkerIsToldHowItsInstrumentsTrade() async throws {
        try await blocking {
            let floor = try Floor(messages: 2_000, speed: 1_000_000)
            let library = try floor.library("late", "-DSTATUS")
            var client = try floor.client()
            _ = try client.feed(FeedRequest(.start))
            try floor.wait(for: "the end of the day") { try floor.feedState() == .ended }
            let symbols = try client.instruments().map { "\($0.symbol)" }
            var request = DeployRequest(name: "late-1", library: library, symbols: ["*"])
            request.strategy = 1
            _ = try client.deploy(request)
            request = DeployRequest(name: "late-2", library: library, symbols: [symbols[1]])
            request.strategy = 2
            _ = try client.deploy(request)
            try floor.wait(for: "its signals") { try floor.row(1).figures.signals >= 4 }
            try floor.wait(for: "the other's signal") { try floor.row(2).figures.signals >= 1 }
            try floor.stop()
            let (all, one) = (try Testimony(floor.journal, of: 1), try Testimony(floor.journal, of: 2))
            #expect(all.signals.count == 4 && all.signals.allSatisfy { $0.hasPrefix("status T") })
            #expect(one.signals.count == 1)
            #expect(try EngineReplay.run(floor.journal).differences == 0)
            let again = try floor.replayStrategies([library])
            #expect(again.differences == 0, "\(again.first?.reason ?? "")")
            #expect(again.requests >= 5)
        }
    }
}
