// Parameters, and what a library must be, over the link: what is sent is what comes, whatever its names and texts are.
import EngineLink
import Synchronization
import TestSupport
import Testing

@Suite struct ParameterLinkTests {
    private final class Seen: Sendable { let bodies = Mutex<[LinkBody]>([]) }

    private static func value(_ random: inout SplitMix64) -> ParameterValue {
        switch random.next() % 3 {
        case 0: return .integer(Int64(bitPattern: random.next()))
        case 1: return .number(Double(Int64(bitPattern: random.next())) / 3)
        default:
            let pieces = ["=", "\n", "\\", ".", "a", "ü", " ", "status", "7"]
            return .text((0..<random.next() % 9).map { _ in pieces[Int(random.next() % 9)] }.joined())
        }
    }

    @Test func whatIsSentIsWhatComes() throws {
        var random = SplitMix64.printed()
        let directory = TemporaryDirectory()
        let seen = Seen()
        let script = Mutex<[ConfigureReply]>([])
        var requests: [ConfigureRequest] = []
        var replies: [ConfigureReply] = []
        for round in 0..<100 {
            var request = ConfigureRequest(strategy: UInt8(1 + round % 63))
            request.by = "jane\nby=x"
            var reply = ConfigureReply()
            reply.status = Int32(round % 7) - 6
            reply.sequence = random.next() >> 1
            for index in 0..<random.next() % 6 {
                request.parameters.append(("p.\(index)", Self.value(&random)))
                reply.parameters.append(("by-\(index)", Self.value(&random)))
            }
            requests.append(request)
            replies.append(reply)
        }
        script.withLock { $0 = replies.reversed() }
        try withEngine(at: directory.file("e.sock")) { server, request in
            seen.bodies.withLock { $0.append(request.body) }
            let next = script.withLock { $0.popLast() }
            if let next { server.reply(to: request.origin, next.payload) }
        } client: { client in
            for (request, reply) in zip(requests, replies) {
                let came = try client.configure(request)
                #expect(came == reply)
            }
        }
        let got = seen.bodies.withLock { $0 }
        #expect(got.count == requests.count)
        for (body, request) in zip(got, requests) {
            guard case .configure(let came) = body else {
                Issue.record("\(body)")
                continue
            }
            #expect(came == request)
        }
    }

    @Test func whatALibraryMustBeIsPartOfADeployment() throws {
        let directory = TemporaryDirectory()
        let seen = Seen()
        var wanted = DeployRequest(name: "one", library: "/lib/one.so", symbols: ["*"])
        wanted.expected = LibrarySelf(
            name: "one", version: "1.2.0", author: "Jane = Doe\n", abi: ABIVersion(major: 1, minor: 2), stateSchema: 3)
        wanted.parameters = [("x", .number(0.1))]
        let sent = wanted
        try withEngine(at: directory.file("e.sock")) { server, request in
            seen.bodies.withLock { $0.append(request.body) }
            server.reply(to: request.origin, DeployReply().payload)
        } client: { client in
            _ = try client.deploy(sent)
        }
        guard case .deploy(let came)? = seen.bodies.withLock({ $0.first }) else {
            Issue.record("no deployment came")
            return
        }
        #expect(came == sent && came.expected == sent.expected)
        var other = try #require(came.expected)
        other.version = "1.3.0"
        #expect(
            sent.expected?.differences(from: other) == ["version: the manifest says 1.2.0, the library is 1.3.0"])
    }
}
