// The allocation gate of the parts around the sequencer: sockets and captures.
import FeedTransport
import TestSupport
import Testing

@Suite struct TransportAllocationTests {
    @Test func receivingRecoveringAndWaitingAllocateNothing() throws {
        let server = try UDPSocket.receiving(.loopback())
        var wanted = FeedReceiver.Configuration(lineA: .loopback(), lineB: .loopback(), requestServer: server.local)
        wanted.limits.reorderWait = 0
        wanted.limits.windowMessages = 1024
        var receiver = try FeedReceiver(wanted)
        guard let lineB = receiver.localB else {
            Issue.record("there is no line B")
            return
        }
        let sender = try UDPSocket.sending()
        func send(_ numbers: ClosedRange<UInt64>, to line: Endpoint) -> Bool {
            SequencerProbe.packet("S", numbers).withUnsafeBytes { sender.send($0, to: line) }
        }
        #expect(send(1...1, to: receiver.localA))
        var messages: UInt64 = 0
        func drain() {
            var isIdle = false
            while !isIdle {
                switch receiver.next() {
                case .message: messages += 1
                case .idle: isIdle = true
                default: break
                }
            }
        }
        // The first of everything may allocate once: messages, a wait, a request.
        drain()
        #expect(send(3...3, to: receiver.localA))
        for _ in 0..<3 {
            drain()
            receiver.wait(atMost: 1_000_000)
        }
        #expect(send(2...2, to: lineB))
        drain()
        #expect(messages == 3)
        // Every fourth packet is on no line.
        for first in stride(from: UInt64(4), to: 400, by: 2) where first % 8 != 0 {
            #expect(send(first...(first + 1), to: first % 3 == 0 ? lineB : receiver.localA))
        }
        let allocations = AllocationCounter.count {
            for _ in 0..<20 {
                drain()
                receiver.wait(atMost: 1_000_000)
            }
        }
        #expect(allocations == 0)
        #expect(messages == 7 && receiver.totals.requests > 1 && receiver.counters(of: .b).messages > 1)
        var asked = DatagramBatch()
        #expect(asked.fill(from: server) > 0, "requests went out on the socket")
    }

    @Test(arguments: CaptureWriter.Format.allCases) func readingACaptureAllocatesNothing(
        format: CaptureWriter.Format
    ) throws {
        let line = Endpoint(address: 0xEF00_0001, port: 9001)
        var writer = CaptureWriter(format)
        for number in UInt64(1)...500 where number % 50 != 0 {
            writer.datagram(SequencerProbe.packet("S", number...number), to: line, at: Int64(number) * 1_000_000)
        }
        let directory = TemporaryDirectory()
        try BinaryFile.write(writer.bytes, to: directory.file("c"))
        var feed = try CaptureFeed(directory.file("c"), lineA: line)
        var (messages, gaps) = (0, 0)
        func take(_ count: Int) {
            for _ in 0..<count {
                switch feed.next() {
                case .message: messages += 1
                case .gap: gaps += 1
                default: break
                }
            }
        }
        take(10)
        #expect(AllocationCounter.count { take(1000) } == 0)
        #expect(messages == 490 && gaps == 9)
    }
}
