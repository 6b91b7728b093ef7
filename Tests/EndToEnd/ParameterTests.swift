// A strategy from its folder into a whole host, its parameters changed by command while it trades, and the day replayed
// with engine and library: the change is made again at its sequence.
import ControlClient
import Foundation
import TestSupport
import Testing

@Suite struct ParameterTests {
    @Test func aLiveChangeIsPartOfTheDay() async throws {
        try await blocking {
            let directory = TemporaryDirectory()
            let key = directory.file("desk")
            #expect(try LiveHost.offline("plugin", "key", "new", key).status == 0)
            let host = try LiveHost(
                strategies: [], yaml: "signatures: {policy: required, trusted: [\(key).pub]}")
            try host.start()
            let folder = try Self.folder(directory)
            let unsigned = try host.control("strategy", "load", folder)
            #expect(unsigned.status == 1 && unsigned.error.contains("no manifest.sig"), "\(unsigned)")
            #expect(try LiveHost.offline("plugin", "sign", folder, "--key", key + ".sec").status == 0)
            let loaded = try host.control("strategy", "load", folder)
            try #require(loaded.status == 0, "\(loaded)")

            try host.play("2000", until: 6_000)
            let changed = try host.control("strategy", "config", "passthrough", "--set", "every=7", "quantity=10")
            #expect(changed.status == 0, "\(changed)")
            let refused = try host.control("strategy", "config", "passthrough", "--set", "every=0", "quantity=20")
            #expect(refused.status == 1 && refused.error.contains("a value is out of range"), "\(refused)")
            let report: ParametersReport = try host.connection.get("/strategies/passthrough/parameters")
            #expect(report.parameters.map(\.value).prefix(2) == ["7", "10"])
            try host.playToTheEnd()
            let history = try host.control("strategy", "history", "passthrough")
            #expect(history.output.contains("every=7 (was 40), quantity=10 (was 100)"), "\(history)")
            try host.shutDown()
            let replay = try LiveHost.offline("replay", host.path + "/journal", "--strategies", "--libraries", folder)
            #expect(replay.status == 0, "\(replay)")
        }
    }

    /// A manifest that another version of the library made is refused by the engine, not only by the command.
    @Test func aManifestThatSaysAnotherVersionIsRefusedBeforeItTrades() async throws {
        try await blocking {
            let directory = TemporaryDirectory()
            let host = try LiveHost(strategies: [])
            try host.start()
            let folder = try Self.folder(directory)
            let manifest = folder + "/manifest.json"
            try String(contentsOfFile: manifest, encoding: .utf8).replacing("\"1.0.0\"", with: "\"1.5.0\"")
                .write(toFile: manifest, atomically: true, encoding: .utf8)
            let refused = try host.control("strategy", "deploy", "one", folder + "/lib.so")
            #expect(refused.status == 1)
            #expect(refused.error.contains("version: the manifest says 1.5.0, the library is 1.0.0"), "\(refused)")
            #expect(try host.strategies().isEmpty)
            try host.shutDown()
        }
    }

    private static func folder(_ directory: TemporaryDirectory) throws -> String {
        let folder = directory.file("passthrough")
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try FileManager.default.copyItem(atPath: try LiveHost.plugin("passthrough"), toPath: folder + "/lib.so")
        let made = try LiveHost.offline("plugin", "manifest", folder + "/lib.so", "--out", folder + "/manifest.json")
        guard made.status == 0 else { throw LiveHost.Failure(description: made.error) }
        try "{\"parameters\": {\"every\": 40, \"quantity\": 100}}".write(
            toFile: folder + "/config.json", atomically: true, encoding: .utf8)
        return folder
    }
}
