// Over real sockets of this machine: what comes out of two bad lines and a request server is the file.
import FeedTransport
import TestSupport
import Testing

@Suite(.serialized) struct SocketTests {
    /// Writes a file of `count` random messages and returns them.
    private static func write(_ count: Int, to path: String, _ random: inout SplitMix64) throws -> [[UInt8]] {
        let messages = (0..<count).map { _ in
            (0..<(1 + random.below(50))).map { _ in UInt8(truncatingIfNeeded: random.next()) }
        }
        try BinaryFile.write(messages.flatMap { [0, UInt8($0.count)] + $0 }, to: path)
        return messages
    }

    /// A port that was free a moment ago.
    private static func freePort() throws -> Endpoint {
        let socket = try UDPSocket.receiving(.loopback())
        return socket.local
    }

    private static func publish(_ path: String, _ configuration: FeedPublisher.Configuration) -> TestThread {
        TestThread {
            do {
                var publisher = try FeedPublisher(try MessageFile(path), configuration)
                let begin = Stopwatch.now()
                while !publisher.isDone, Stopwatch.now() - begin < 30_000_000_000 {
                    let pause = publisher.step()
                    if pause > 0 { publisher.wait(atMost: pause) }
                }
                print("line A \(publisher.countersA)\nline B \(publisher.countersB)\nserver \(publisher.answered)")
            } catch {
                Issue.record("\(error)")
            }
        }
    }

    /// Receives until the end of the session, at most 20 seconds, and checks each message.
    private static func receive(
        _ receiver: inout FeedReceiver, expecting messages: [[UInt8]], within limit: Int64 = 20_000_000_000
    ) {
        let begin = Stopwatch.now()
        var next = 0
        var isRight = true
        while Stopwatch.now() - begin < limit {
            switch receiver.next() {
            case .message(let sequence, let bytes):
                isRight =
                    isRight && next < messages.count && sequence == UInt64(next + 1)
                    && bytes.elementsEqual(messages[next])
                next += 1
            case .gap(let gap): Issue.record("lost \(gap)")
            case .sessionBegan: break
            case .sessionEnded:
                #expect(isRight && next == messages.count)
                print("received \(receiver.totals), strangers \(receiver.strangers)")
                return
            case .idle: receiver.wait(atMost: 10_000_000)
            }
        }
        Issue.record("not at the end after \(limit) ns: \(next) of \(messages.count), \(receiver.totals)")
    }

    @Test(arguments: [100_000, nil] as [UInt64?]) func theStreamIsTheFile(rate: UInt64?) throws {
        var random = SplitMix64.printed()
        let directory = TemporaryDirectory()
        let path = directory.file("day.itch")
        let messages = try Self.write(20_000, to: path, &random)
        let server = try Self.freePort()
        var wanted = FeedReceiver.Configuration(lineA: .loopback(), lineB: .loopback(), requestServer: server)
        wanted.limits.requestAttemptsMax = 100
        var receiver = try FeedReceiver(wanted)
        var offered = FeedPublisher.Configuration(lineA: receiver.localA, lineB: receiver.localB)
        offered.requests = server
        offered.faults = LineFaultRates(loss: 20_000, duplicate: 10_000, reorder: 10_000)
        offered.answerLoss = 20_000
        offered.seed = random.next()
        offered.rate = rate
        offered.packetMessagesMax = 8
        offered.linger = 1_000_000_000
        let publisher = Self.publish(path, offered)
        Self.receive(&receiver, expecting: messages)
        publisher.join()
        let totals = receiver.totals
        #expect(totals.messages == 20_000 && totals.lost == 0 && totals.gaps > 0)
        #expect(receiver.counters(of: .a).gaps > 0 && receiver.counters(of: .b).gaps > 0, "both lines were bad")
    }

    @Test func oneLineRecoversByRequestsAlone() throws {
        var random = SplitMix64.printed()
        let directory = TemporaryDirectory()
        let path = directory.file("day.itch")
        let messages = try Self.write(5_000, to: path, &random)
        let server = try Self.freePort()
        var wanted = FeedReceiver.Configuration(lineA: .loopback(), requestServer: server)
        wanted.limits.requestAttemptsMax = 100
        var receiver = try FeedReceiver(wanted)
        var offered = FeedPublisher.Configuration(lineA: receiver.localA)
        offered.requests = server
        offered.faults = LineFaultRates(loss: 100_000, duplicate: 50_000, reorder: 50_000)
        offered.seed = random.next()
        offered.rate = 50_000
        offered.packetMessagesMax = 4
        offered.linger = 500_000_000
        let publisher = Self.publish(path, offered)
        Self.receive(&receiver, expecting: messages)
        publisher.join()
        #expect(receiver.totals.recovered > 100 && receiver.totals.requests > 10)
    }

    @Test func multicastGroupsAreHeardOnLoopback() throws {
        let interface: UInt32 = 0x7F00_0001
        let group = Endpoint(address: 0xEFFF_0001, port: try Self.freePort().port)
        let heard = try UDPSocket.receiving(group, interface: interface)
        let sender = try UDPSocket.sending()
        try sender.sendMulticast(interface: interface, hops: 0)
        #expect([1, 2, 3].withUnsafeBytes { sender.send($0, to: group) })
        var batch = DatagramBatch()
        let begin = Stopwatch.now()
        while batch.fill(from: heard) == 0, Stopwatch.now() - begin < 2_000_000_000 {}
        #expect(batch.count == 1 && batch[0].count == 24)
        #expect(batch.sender(of: 0).port == sender.local.port)
    }

    @Test func aDatagramThatIsTooLongIsCutAndRefused() throws {
        let socket = try UDPSocket.receiving(.loopback())
        let sender = try UDPSocket.sending()
        #expect([UInt8](repeating: 7, count: 300).withUnsafeBytes { sender.send($0, to: socket.local) })
        #expect([UInt8](repeating: 8, count: 30).withUnsafeBytes { sender.send($0, to: socket.local) })
        var batch = DatagramBatch(capacity: 4, datagramBytesMax: 64)
        #expect(batch.fill(from: socket) == 2)
        #expect(batch[0].count == 64 && batch[1].count == 30 && batch[2].isEmpty && batch[-1].isEmpty)
        #expect(batch.fill(from: socket) == 0 && batch[0].isEmpty && batch.faults == 0)
    }

    @Test func endpointsAreReadStrictly() {
        #expect(Endpoint("239.1.2.3:9000") == Endpoint(address: 0xEF01_0203, port: 9000))
        #expect(Endpoint("239.1.2.3:9000")?.isMulticast == true && Endpoint.loopback(1).isMulticast == false)
        #expect(Endpoint.loopback(80).description == "127.0.0.1:80")
        for text in [
            "", "1.2.3:4", "1.2.3.4", "1.2.3.256:1", "1.2.3.4:65536", "1.2.3.4:5:6", "1.2.3.+4:5", "a.b.c.d:1",
        ] {
            #expect(Endpoint(text) == nil, "\(text)")
        }
    }
}
