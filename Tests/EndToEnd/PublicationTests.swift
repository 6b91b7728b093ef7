// What operators choose of the feed while it runs, with the real programs: symbols, cadence, snapshots, and the
// latencies that come of it. A replay of the day shows strategies the same.
import ControlClient
import Foundation
import TestSupport
import Testing

@Suite(.serialized) struct PublicationTests {
    @Test func whatStrategiesAreShownIsChosenLiveAndReplayed() async throws {
        try await blocking {
            let host = try LiveHost(strategies: ["passthrough"])
            try host.start()
            try host.play("20")
            try host.wait(for: "symbols to be named") { try !Self.symbols(host).isEmpty }
            let all = try Self.symbols(host)
            let only = try host.control("feed", "symbols", "--only", "\(all[0].symbol),NOBODY", "--json")
            #expect(only.status == 0 && only.error.contains("no symbol NOBODY"), "\(only.error)")
            try host.wait(for: "the others to be withheld") {
                try Self.symbols(host).filter { $0.flags.contains("withheld") }.count == all.count - 1
            }
            let status = try host.control("feed", "status")
            #expect(status.output.contains("only NOBODY, \(all[0].symbol)"), "\(status.output)")
            let cadence = try host.control("feed", "cadence", "--depth", "10", "--snapshots", "0")
            #expect(cadence.output.hasPrefix("depth every 10 ms of event time at most; snapshots when asked for"))
            let snapshot = try host.control("feed", "snapshot")
            #expect(snapshot.status == 0 && snapshot.output.contains("the newest snapshot is of sequence"))
            let files = try FileManager.default.contentsOfDirectory(atPath: host.path + "/journal")
            #expect(files.contains { $0.hasSuffix(".snapshot") }, "\(files)")
            let latency = try host.control("feed", "latency", "--json")
            #expect(latency.output.contains("\"p99\"") && latency.output.contains(all[0].symbol))
            #expect(try host.control("feed", "symbols", "--all", "--except", "A").status == 2)
            #expect(try host.control("feed", "symbols", "--only", "NINELETTER").error.contains("is not a symbol"))
            #expect(try host.control("feed", "cadence", "--depth", "-1").status != 0)
            #expect(try host.control("feed", "symbols", "--all").output == "strategies are shown all symbols\n")
            try host.playToTheEnd()
            try host.shutDown()
            try expectWholeJournal(host)
            let replay = try LiveHost.offline(
                "replay", host.path + "/journal", "--strategies", "--libraries", LiveHost.root + "/plugins")
            #expect(replay.status == 0, "\(replay.output)\(replay.error)")
        }
    }

    private static func symbols(_ host: LiveHost) throws -> [SymbolReport] {
        let answer = try host.control("feed", "symbols", "--json")
        return try JSONDecoder.control.decode([SymbolReport].self, from: Data(answer.output.utf8))
    }
}
