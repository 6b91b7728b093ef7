/// A tick store filled while a host runs, with the real programs: what is in it in the end is what an
/// import of the day makes, whoever was killed in between.
import ControlClient
import Foundation
import Glibc
import TestSupport
import Testing

@Suite struct TickStoreTests {
    @Test func theStoreIsThatOfTheDayWhoeverIsKilled() async throws {
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            _ = TestThread { continuation.resume(with: Result { try Self.run() }) }
        }
    }

    private static func run() throws {
        let folder = TemporaryDirectory()
        let store = folder.file("ticks")
        let host = try LiveHost(
            strategies: ["passthrough"], yaml: "ticks: {store: \(store), flush-s: 1, retention-days: 3}")
        try host.start()
        try host.play("2000", until: 6_000)
        // It can be asked while it grows.
        try host.wait(for: "rows in the store") { (try? rows(in: store)) ?? 0 > 100 }
        let told = try #require(try host.status().ticks)
        #expect(told.store == store && told.problem == nil && told.rows > 100)
        #expect(try host.control("status").output.contains("inputs behind"))

        // The recorder dies with tectrad, and the engine goes on; then both die.
        host.killTectrad()
        try host.start()
        try host.wait(for: "more messages") { try host.messages() > 9_000 }
        kill(host.engineProcess, SIGKILL)
        host.killTectrad()
        try host.start()
        try host.playToTheEnd()
        try host.wait(for: "the store to have it all") {
            guard let status = try? host.status(), let ticks = status.ticks, let engine = status.engine else {
                return false
            }
            return ticks.sequence >= engine.sequence
        }
        let metrics = String(decoding: try host.connection.send("GET", "/metrics"), as: UTF8.self)
        #expect(metrics.contains("tectra_ticks_recording 1"))
        try host.shutDown()
        try host.stopTectrad()

        let imported = folder.file("imported")
        let made = try LiveHost.offline("ticks", "import", host.feed, "--store", imported, "--date", "2026-01-05")
        #expect(made.status == 0, "\(made.error)")
        #expect(try export(store) == export(imported))
        #expect(try LiveHost.offline("ticks", "verify", "--store", store).status == 0)
    }

    private static func rows(in store: String) throws -> Int {
        struct Facts: Decodable { let rows: Int }
        let told = try LiveHost.offline("ticks", "stats", "--store", store, "--json")
        return try JSONDecoder().decode(Facts.self, from: Data(told.output.utf8)).rows
    }

    /// Every row of ticks and trades, as text.
    private static func export(_ store: String) throws -> [String] {
        try ["ticks", "trades"].map { kind in
            let file = store + ".\(kind).csv"
            let made = try LiveHost.offline(
                "ticks", "export", "--store", store, "--kind", kind, "--format", "csv", "--out", file)
            #expect(made.status == 0, "\(made.error)")
            return try String(contentsOfFile: file, encoding: .utf8)
        }
    }
}
