// A strategy that is deployed when the day is on hears at once how its instruments trade.
import EngineLink
import Foundation
import Journal
import PluginABI
import Records
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

    @Test func aVersionThatTakesOverIsToldToo() async throws {
        try await blocking {
            let floor = try Floor(messages: 2_000, speed: 1_000_000)
            let first = try floor.library("first", "-DSTATUS")
            let second = try floor.library("second", "-DSTATUS", "-DVERSION=\"2\"")
            try floor.deploy(first)
            try floor.wait(for: "the end of the day") { try floor.isDayOver() }
            var client = try floor.client()
            let symbols = try client.instruments().count
            #expect(try floor.reload(second).state == .promoted)
            try floor.wait(for: "the new version's word") {
                try Self.told(floor.journal).suffix(symbols).allSatisfy { $0 == .note }
            }
            try floor.stop()
            // By the version that trades as inputs; by one in shadow as notes.
            let told = try Self.told(floor.journal)
            #expect(told.filter { $0 == .note }.count == symbols, "\(told.count)")
            #expect(try EngineReplay.run(floor.journal).differences == 0)
            let again = try floor.replayStrategies([first, second])
            #expect(again.differences == 0, "\(again.first?.reason ?? "")")
            #expect(again.versions == 3)
        }
    }

    /// Of what kind the log lines about statuses are, in their order.
    private static func told(_ journal: String) throws -> [FrameKind] {
        var kinds: [FrameKind] = []
        var reader = try JournalReader(journal)
        while let frame = try reader.next() {
            guard frame.strategy == 1, let line = tectra_log(copying: frame.record) else { continue }
            let text = withUnsafeBytes(of: line.text) { String(decoding: $0.prefix(6), as: UTF8.self) }
            if text == "status" { kinds.append(frame.kind) }
        }
        return kinds
    }
}
