// kill -9 at any moment: the engine that is started again has the books that the day leads to, from the
// last snapshot and what the journal or the request server has since.
import SharedMemory
import EngineLink
import FeedTransport
import Foundation
import Journal
import MarketData
import PluginABI
import TestSupport
import Testing

@Suite(.serialized) struct RestartTests {
    /// Puts the journal of an engine aside, as tectrad does.
    private static func putAside(_ configuration: EngineConfiguration, _ number: Int) throws -> String {
        let aside = configuration.directory + "/journal-\(number)"
        try FileManager.default.moveItem(atPath: configuration.journalDirectory, toPath: aside)
        return aside
    }

    private static func expectTheBooks(of day: DayFile, in engine: RunningEngine) throws {
        let books = try day.books()
        var client = try engine.client()
        for symbol in DayFile.symbols(books) {
            let row = try #require(try client.book(symbol))
            #expect(row.content == BookRow(symbol, of: books).content, "\(symbol)")
        }
    }

    @Test func aKilledEngineGoesOnWhereItWas() throws {
        var random = SplitMix64.printed()
        let directory = TemporaryDirectory()
        let day = try DayFile(directory.file("day.itch"), messages: 40_000, seed: random.next())
        var configuration = RunningEngine.configuration(directory)
        configuration.feedFile = day.path
        configuration.feedSpeed = .times(5_000)
        configuration.snapshotMilliseconds = 100
        var (kills, snapshots) = (0, 0)
        for round in 1...6 {
            let engine = try RunningEngine(configuration)
            usleep(UInt32(20_000 + random.below(500_000)))
            let before = try engine.counters()
            engine.program.end(SIGKILL)
            configuration.warmStart = try Self.putAside(configuration, round)
            kills += 1
            snapshots += try FileManager.default.contentsOfDirectory(atPath: configuration.warmStart)
                .filter { $0.hasSuffix(".snapshot") }.count
            print("killed at message \(before?.feed.applied ?? 0)")
            if before?.feed.applied ?? 0 > UInt64(day.messages.count) { break }
        }
        #expect(kills > 1 && snapshots > 0)
        configuration.feedSpeed = .maximum
        let engine = try RunningEngine(configuration)
        let end = try engine.wait(60) { $0.feed.applied > UInt64(day.messages.count) }
        #expect(end?.feed.applied == UInt64(day.messages.count) + 1)
        #expect(end?.feedFaults == 0)
        try Self.expectTheBooks(of: day, in: engine)
        try engine.shutDown()
        #expect(try JournaledFeed(configuration.journalDirectory).restored > 0, "it began with a snapshot")
        print(engine.program.log)
    }

    @Test func theRequestServerBringsWhatTheJournalMissed() throws {
        var random = SplitMix64.printed()
        let directory = TemporaryDirectory()
        let day = try DayFile(directory.file("day.itch"), messages: 20_000, seed: random.next())
        let sockets = try (0..<3).map { _ in try UDPSocket.receiving(.loopback()).local }
        var configuration = RunningEngine.configuration(directory)
        configuration.feed.lineA = sockets[0]
        configuration.feed.lineB = sockets[1]
        configuration.feed.requestServer = sockets[2]
        configuration.feed.requestAttempts = 100
        configuration.snapshotMilliseconds = 100
        let engine = try RunningEngine(configuration)
        let server = try RunningProgram(
            "tectractl",
            [
                "feed", "serve", day.path, "--group", "\(sockets[0])", "--group-b", "\(sockets[1])",
                "--request-port", "\(sockets[2].port)", "--seed", "\(random.next() >> 8)", "--rate", "10000",
                "--packet-messages", "8", "--loss", "2%", "--reorder", "2%", "--duplicate", "2%", "--linger", "20",
                "--heartbeat", "50",
            ], log: directory.file("serve.log"))
        usleep(UInt32(400_000 + random.below(1_000_000)))
        engine.program.end(SIGKILL)
        configuration.warmStart = try Self.putAside(configuration, 1)
        // Messages pass by unheard meanwhile.
        usleep(200_000)
        let again = try RunningEngine(configuration)
        let end = try again.wait(60) { $0.feed.hasEnded == 1 && $0.feed.applied > UInt64(day.messages.count) }
        #expect(end?.feed.engineLost == 0 && end?.feed.isDegraded == 0)
        #expect(end?.feed.recovered ?? 0 > 0, "the request server brought what was missed")
        try Self.expectTheBooks(of: day, in: again)

        // And when somebody distrusts the books: the whole session anew.
        let twice = (end?.feedMessages ?? 0) + UInt64(day.messages.count)
        var client = try again.client()
        _ = try client.feed(FeedRequest(.recover))
        let rebuilt = try again.wait(60) { $0.feed.hasEnded == 1 && $0.feedMessages >= twice }
        #expect(rebuilt?.feed.isDegraded == 0)
        try Self.expectTheBooks(of: day, in: again)
        try again.shutDown()
        server.end(SIGTERM)
    }
}
