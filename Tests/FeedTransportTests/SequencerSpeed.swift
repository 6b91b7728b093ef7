// How fast the sequencer is from memory; printed, and only the counts are checked.
import FeedTransport
import TestSupport
import Testing

@Suite(.serialized) struct SequencerSpeed {
    /// A packed run of datagrams, so that the measured loop reads memory and does nothing else.
    private struct Run {
        var bytes: [UInt8] = []
        var places: [Range<Int>] = []
        var messages = 0
    }

    private static func run(packets: Int, each: Int) -> Run {
        var run = Run()
        var writer = MoldPacketWriter(session: MoldSession("SPEED"))
        let message = [UInt8](repeating: 0x41, count: 36)
        for _ in 0..<packets {
            writer.begin(at: UInt64(run.messages + 1))
            for _ in 0..<each { _ = message.withUnsafeBytes { writer.append($0) } }
            let begin = run.bytes.count
            run.bytes += writer.finish()
            run.places.append(begin..<run.bytes.count)
            run.messages += each
        }
        return run
    }

    /// What was taken, so that nothing measured is optimized away.
    private struct Taken {
        var messages = 0
        var sum: UInt64 = 0
    }

    /// The sequencer is passed and not captured: a capture would measure its box.
    @inline(__always)
    private static func feed(
        _ datagram: UnsafeRawBufferPointer, _ line: FeedLine, _ time: Int, _ sequencer: inout MoldSequencer,
        _ taken: inout Taken
    ) {
        _ = sequencer.receive(datagram, on: line, at: Int64(time))
        while true {
            switch sequencer.next() {
            case .message(let sequence, let bytes):
                taken.messages += 1
                taken.sum &+= sequence &+ UInt64(truncatingIfNeeded: bytes.count)
            case .idle: return
            default: break
            }
        }
    }

    /// Both lines in turn, B two packets behind; every `lossEvery`th packet is lost on A.
    @inline(never)
    private static func feedAll(
        _ run: Run, _ memory: UnsafeRawBufferPointer, lines: Int, lossEvery: Int, _ sequencer: inout MoldSequencer
    ) -> Taken {
        var taken = Taken()
        for index in run.places.indices {
            if lossEvery == .max || index % lossEvery != 1 {
                let datagram = UnsafeRawBufferPointer(rebasing: memory[run.places[index]])
                feed(datagram, .a, index * 1000, &sequencer, &taken)
            }
            if lines > 1, index >= 2 {
                let datagram = UnsafeRawBufferPointer(rebasing: memory[run.places[index - 2]])
                feed(datagram, .b, index * 1000, &sequencer, &taken)
            }
        }
        return taken
    }

    private static func measure(_ name: String, each: Int, lines: Int, lossEvery: Int = .max) {
        let run = run(packets: 400_000 / each, each: each)
        var sequencer = MoldSequencer()
        let begin = Stopwatch.now()
        let taken = run.bytes.withUnsafeBytes {
            feedAll(run, $0, lines: lines, lossEvery: lossEvery, &sequencer)
        }
        let tenths = (Stopwatch.now() - begin) * 10 / Int64(run.messages)
        print("\(name), \(each) messages a packet: \(tenths / 10).\(tenths % 10) ns each")
        #expect(taken.messages == run.messages)
        #expect(sequencer.totals.messages == UInt64(run.messages) && taken.sum > 0)
    }

    @Test(arguments: [1, 10, 36]) func messagesFromMemory(each: Int) {
        Self.measure("one line", each: each, lines: 1)
        Self.measure("two lines", each: each, lines: 2)
        Self.measure("two lines, 2 % lost on A", each: each, lines: 2, lossEvery: 50)
    }

    @Test func parsingFromMemory() {
        let run = Self.run(packets: 20_000, each: 36)
        var messages = 0
        _ = run.bytes.withUnsafeBytes { memory in
            Stopwatch.measure("packet parser", count: run.messages) {
                for place in run.places {
                    guard let packet = try? MoldPacket(UnsafeRawBufferPointer(rebasing: memory[place])) else {
                        continue
                    }
                    var cursor = packet.messages
                    while cursor.next() != nil { messages += 1 }
                }
            }
        }
        #expect(messages == run.messages)
    }
}
