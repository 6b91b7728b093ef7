/// `tectractl feed serve`: a file of ITCH messages as a live MoldUDP64 feed with faults on purpose,
/// so that recovery can be rehearsed over a real network.
internal import ArgumentParser
internal import FeedTransport
internal import Foundation

struct FeedServeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Publish a file of ITCH messages as MoldUDP64, with seeded faults and a request server.",
        discussion: """
            FILE has each message behind its length of 2 bytes, big-endian, as NASDAQ distributes ITCH 5.0.
            Both lines carry the same packets and have faults of their own; the same seed makes the same faults.

              tectractl feed serve day.itch --group 127.0.0.1:9001
                --group-b 127.0.0.1:9002 --request-port 9003
                --loss 2% --reorder 1% --duplicate 1% --rate 100000

            (all in one line). Ctrl-C ends it with its summary. Exit codes: 0 all was published; 1 it was stopped \
            before, or passed messages of no bytes over, which are counted; 2 it can not be run so.
            """)

    @Argument(help: "The file of messages.")
    var file: String

    @Option(
        help: "Where line A is sent: a multicast group or an address, with a port.", transform: Endpoint.argument)
    var group: Endpoint

    @Option(help: "Where line B is sent.", transform: Endpoint.argument)
    var groupB: Endpoint?

    @Option(help: "UDP port that answers requests; 0 lets the system choose.")
    var requestPort: UInt16 = 0

    @Option(help: "Address of the interface that multicast goes out of, for example 127.0.0.1.")
    var interface: String?

    @Option(help: "Packets lost on each line, in percent (default: 0%).", transform: FaultShare.argument)
    var loss = FaultShare()

    @Option(
        help: "Packets held back behind up to eight others, in percent (default: 0%).", transform: FaultShare.argument)
    var reorder = FaultShare()

    @Option(help: "Packets sent twice, in percent (default: 0%).", transform: FaultShare.argument)
    var duplicate = FaultShare()

    @Option(help: "Answers to requests that are lost, in percent (default: 0%).", transform: FaultShare.argument)
    var answerLoss = FaultShare()

    @Option(help: "Where the faults begin; the same seed makes the same faults.")
    var seed: UInt64 = 1

    @Option(help: "Messages a second, or max (default: max).", transform: PublishRate.argument)
    var rate = PublishRate()

    @Option(help: "Messages in a packet at most, 1 to 65534.")
    var packetMessages = 64

    @Option(help: "Name of the session, up to ten ASCII characters.")
    var session = "TECTRA"

    @Option(help: "Milliseconds of silence before a heartbeat.")
    var heartbeat = 1000

    @Option(help: "Seconds during which requests are still answered after the last message.")
    var linger = 5.0

    @Flag(help: "Print the result as one JSON object.")
    var json = false

    func validate() throws {
        guard groupB != group else {
            throw ValidationError("--group and --group-b are both \(group); line B needs an address or port of its own")
        }
        guard (1...65_534).contains(packetMessages) else {
            throw ValidationError("--packet-messages is 1 to 65534")
        }
        guard (1...3_600_000).contains(heartbeat) else {
            throw ValidationError("--heartbeat is 1 to 3600000 milliseconds")
        }
        guard linger >= 0, linger <= 86_400 else { throw ValidationError("--linger is 0 to 86400 seconds") }
        guard session.utf8.count <= 10, session.utf8.allSatisfy({ $0 < 0x80 }), !session.isEmpty else {
            throw ValidationError("--session is one to ten ASCII characters")
        }
        guard interface.map({ Endpoint.address($0) != nil }) ?? true else {
            throw ValidationError("--interface is the IPv4 address of an interface, for example 127.0.0.1")
        }
    }

    func run() throws {
        let report = try published()
        if json { try Terminal.json(report) } else { Terminal.print(report.text) }
        if report.passedOver > 0 || report.isStopped { throw Exit.failed }
    }

    /// Publishes everything and tells how it went.
    private func published() throws -> FeedServeReport {
        do throws(TransportError) {
            let begin = ContinuousClock.now
            var publisher = try FeedPublisher(try MessageFile(file), publication)
            announce(publisher)
            let interruption = Interruption()
            while !publisher.isDone, !interruption.hasCome {
                let pause = publisher.step()
                if pause > 0 { publisher.wait(atMost: pause) }
            }
            let elapsed = begin.duration(to: .now) / Duration.seconds(1)
            return FeedServeReport(publisher, session: session, seed: seed, seconds: elapsed)
        } catch {
            Terminal.complain(error.description)
            throw Exit.cannotRun
        }
    }

    /// To standard error, at once: a receiver needs the port while the feed runs.
    private func announce(_ publisher: borrowing FeedPublisher) {
        let count = Reading.count(publisher.count, "message")
        let text = "session \(session): \(count); requests on \(publisher.requestServer)\n"
        FileHandle.standardError.write(Data(text.utf8))
    }

    private var publication: FeedPublisher.Configuration {
        var publication = FeedPublisher.Configuration(lineA: group, lineB: groupB)
        publication.session = MoldSession(session)
        // A feed that stays on this machine answers only this machine.
        let address = group.address == Endpoint.loopback().address ? group.address : 0
        publication.requests = Endpoint(address: address, port: requestPort)
        publication.interface = interface.flatMap { Endpoint.address($0) } ?? 0
        publication.faults = LineFaultRates(
            loss: loss.partsPerMillion, duplicate: duplicate.partsPerMillion, reorder: reorder.partsPerMillion)
        publication.answerLoss = answerLoss.partsPerMillion
        publication.seed = seed
        publication.rate = rate.messagesPerSecond
        publication.packetMessagesMax = packetMessages
        publication.heartbeatInterval = Int64(heartbeat) * 1_000_000
        publication.linger = Int64(linger * 1e9)
        return publication
    }
}
