// A live feed over real sockets into the real engine: what two bad lines and a request server bring is
// the day without a loss, and what nobody can bring is told to everybody.
import EngineLink
import FeedTransport
import Journal
import PluginABI
import Replay
import SharedMemory
import TestSupport
import Testing

@Suite(.serialized) struct LiveFeedTests {
    /// Ports that were free a moment ago.
    private static func freePorts() throws -> (Endpoint, Endpoint, Endpoint) {
        let a = try UDPSocket.receiving(.loopback())
        let b = try UDPSocket.receiving(.loopback())
        let c = try UDPSocket.receiving(.loopback())
        return (a.local, b.local, c.local)
    }

    private static func serve(
        _ day: DayFile, _ ports: (Endpoint, Endpoint, Endpoint), _ directory: TemporaryDirectory, seed: UInt64,
        _ faults: [String]
    ) throws -> RunningProgram {
        try RunningProgram(
            "tectractl",
            [
                "feed", "serve", day.path, "--group", "\(ports.0)", "--group-b", "\(ports.1)", "--request-port",
                "\(ports.2.port)", "--seed", "\(seed)", "--rate", "40000", "--packet-messages", "8", "--linger", "20",
                "--heartbeat", "50",
            ] + faults, log: directory.file("serve.log"))
    }

    private static func run(_ arguments: String...) throws -> Program.Result {
        try Program.run(Program.built("tectractl"), ["feed"] + arguments)
    }

    @Test func theBooksAreThoseOfTheLossFreeDay() throws {
        let random = SplitMix64.printed()
        var seeds = random
        let directory = TemporaryDirectory()
        let day = try DayFile(directory.file("day.itch"), messages: 30_000, seed: seeds.next())
        let ports = try Self.freePorts()
        var configuration = RunningEngine.configuration(directory)
        configuration.feed.lineA = ports.0
        configuration.feed.lineB = ports.1
        configuration.feed.requestServer = ports.2
        configuration.feed.requestAttempts = 100
        let engine = try RunningEngine(configuration)
        let server = try Self.serve(
            day, ports, directory, seed: seeds.next(),
            ["--loss", "2%", "--reorder", "2%", "--duplicate", "2%", "--answer-loss", "2%"])
        let end = try engine.wait(60) { $0.feed.hasEnded == 1 && $0.feed.applied > UInt64(day.messages.count) }
        let feed = try #require(end?.feed)
        print("line A \(feed.a)\nline B \(feed.b)\ngaps \(feed.gaps) late \(feed.late) recovered \(feed.recovered)")
        #expect(feed.engineLost == 0 && feed.isDegraded == 0)
        #expect(feed.a.gaps > 0 && feed.b.gaps > 0 && feed.a.duplicates > 0, "both lines were bad")
        #expect(feed.gaps > 0, "something was missing on both")
        #expect(end?.feedMessages == UInt64(day.messages.count) && end?.feedFaults == 0)

        let books = try day.books()
        var client = try engine.client()
        for symbol in DayFile.symbols(books) {
            let row = try #require(try client.book(symbol))
            #expect(row.content == BookRow(symbol, of: books).content, "\(symbol)")
            let trades = try client.trades(symbol)
            #expect(trades.map(\.content) == (try day.lastTrades(of: symbol, trades.count).map(\.content)))
            #expect(trades.count == 16)
        }
        try engine.shutDown()
        server.end(15)
        let journaled = try JournaledFeed(configuration.journalDirectory)
        #expect(journaled.messages == day.messages, "the journal has the day as it is in the file")
        #expect(journaled.events.map(\.event) == [UInt8(TECTRA_FEED_BEGAN), UInt8(TECTRA_FEED_ENDED)])
        // The same certificate, of the file and of what came over the bad lines.
        let certificates = try [day.path, configuration.directory].map { try Self.run("certify", $0, "--json") }
        #expect(certificates[0].status == 0 && certificates[0].output == certificates[1].output)
    }

    @Test func whatCanNotBeRecoveredIsDeclaredAndNothingStops() throws {
        var seeds = SplitMix64.printed()
        let directory = TemporaryDirectory()
        let day = try DayFile(directory.file("day.itch"), messages: 10_000, seed: seeds.next())
        let ports = try Self.freePorts()
        var configuration = RunningEngine.configuration(directory)
        configuration.feed.lineA = ports.0
        configuration.feed.lineB = ports.1
        let engine = try RunningEngine(configuration)
        let server = try Self.serve(
            day, ports, directory, seed: seeds.next(), ["--loss", "20%", "--reorder", "2%", "--duplicate", "2%"])
        let end = try #require(
            try engine.wait(60) { $0.feed.hasEnded == 1 && $0.feed.applied > UInt64(day.messages.count) })
        #expect(end.feed.engineLost > 0 && end.feed.isDegraded == 1 && end.feed.engineGaps > 0)
        #expect(end.feed.engineLost == end.feed.lost)
        #expect(end.feedMessages + end.feed.engineLost == UInt64(day.messages.count), "every number is accounted for")

        let books = try day.books()
        var client = try engine.client()
        let row = try #require(try client.book(DayFile.symbols(books)[0]))
        #expect(row.book.flags & UInt32(TECTRA_DATA_GAP) != 0, "the book says that it is to be distrusted")
        try engine.shutDown()
        server.end(15)
        let journaled = try JournaledFeed(configuration.journalDirectory)
        let lost = journaled.events.filter { $0.event == UInt8(TECTRA_FEED_GAP) }
        #expect(lost.reduce(0) { $0 + ($1.end - $1.first) } == end.feed.engineLost)
        let quality = try Self.run("quality", configuration.directory, "--json")
        #expect(quality.status == 1 && quality.output.contains("\"lost\" : \(end.feed.engineLost)"), "\(quality)")
        let certificate = try Self.run("certify", configuration.directory)
        #expect(certificate.status == 1 && certificate.output.contains("messages were lost for good"))
        let report = try EngineReplay.run(configuration.journalDirectory)
        #expect(report.differences == 0, "a replay without the network distrusts the same data")
    }
}
