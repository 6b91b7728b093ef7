// Two lossy lines and a lossy request server in virtual time, from one seed.
import FeedTransport
import TestSupport
import Testing

/// How bad a line is, each in thousandths of packets.
struct LineFaults {
    var loss = 0
    var duplicate = 0
    var reorder = 0
    /// The furthest that a packet can be delayed, in microseconds.
    var delay = 300
}

struct SimulatedFeed {
    struct Datagram {
        var time: Int64
        var bytes: [UInt8]
        var line: FeedLine
    }

    /// What came out, in order.
    enum Output: Equatable {
        case message(UInt64, [UInt8])
        case gap(MoldGap)
        case began(MoldSession)
        case ended(MoldSession)
    }

    let session: MoldSession
    let messages: [[UInt8]]
    var random: SplitMix64
    private var queue: [Datagram] = []
    /// Numbers that the sequencer was given in a sound packet so far.
    private(set) var delivered: Set<UInt64> = []
    private(set) var outputs: [Output] = []
    /// Declared lost although the sequencer had been given it.
    private(set) var wronglyLost: [UInt64] = []

    init(session: String = "SIM", count: Int, random: SplitMix64) {
        self.session = MoldSession(session)
        self.random = random
        var contents = SplitMix64(seed: random.seed ^ 0xFEED)
        messages = (0..<count).map { _ in
            (0..<contents.below(53)).map { _ in UInt8(truncatingIfNeeded: contents.next()) }
        }
    }

    private mutating func schedule(_ datagram: Datagram) {
        var low = 0
        var high = queue.count
        while low < high {
            let middle = (low + high) / 2
            if queue[middle].time >= datagram.time { low = middle + 1 } else { high = middle }
        }
        queue.insert(datagram, at: low)
    }

    /// One packet on one line, and what the line makes of it.
    private mutating func send(_ bytes: [UInt8], on line: FeedLine, at time: Int64, _ faults: LineFaults) {
        guard random.below(1000) >= faults.loss else { return }
        let delay = random.below(1000) < faults.reorder ? Int64(random.below(faults.delay) * 1000) : 0
        schedule(Datagram(time: time + delay, bytes: bytes, line: line))
        guard random.below(1000) < faults.duplicate else { return }
        schedule(Datagram(time: time + delay + Int64(random.below(100_000)), bytes: bytes, line: line))
    }

    /// Puts everything on both lines: packets, heartbeats between, and several ends of session.
    mutating func publish(a: LineFaults, b: LineFaults, from begin: Int64 = 0) -> Int64 {
        var writer = MoldPacketWriter(session: session)
        var time = begin
        var next = 1
        func both(_ feed: inout SimulatedFeed, _ bytes: [UInt8]) {
            feed.send(bytes, on: .a, at: time, a)
            feed.send(bytes, on: .b, at: time + Int64(feed.random.below(50_000)), b)
        }
        while next <= messages.count {
            writer.begin(at: UInt64(next))
            let size = 1 + random.below(12)
            while next <= messages.count, writer.count < size,
                messages[next - 1].withUnsafeBytes({ writer.append($0) })
            {
                next += 1
            }
            both(&self, Array(writer.finish()))
            time += 20_000
            if random.below(20) == 0 {
                both(&self, Array(writer.heartbeat(next: UInt64(next))))
                time += 1_000_000
            }
        }
        for _ in 0..<40 {
            time += 1_000_000
            both(&self, Array(writer.endOfSession(next: UInt64(next))))
        }
        return time
    }

    /// Answers a request as far as one packet of random size goes.
    private mutating func answer(_ request: MoldRequest, at time: Int64, _ faults: LineFaults) {
        guard request.session == session, request.sequence <= UInt64(messages.count) else { return }
        var writer = MoldPacketWriter(session: session, packetBytesMax: 100 + random.below(1300))
        writer.begin(at: request.sequence)
        var index = Int(request.sequence) - 1
        let end = min(messages.count, index + Int(request.count))
        while index < end, messages[index].withUnsafeBytes({ writer.append($0) }) { index += 1 }
        send(Array(writer.finish()), on: .recovery, at: time + 200_000, faults)
    }

    private mutating func drain(_ sequencer: inout MoldSequencer) {
        while true {
            switch sequencer.next() {
            case .message(let sequence, let bytes): outputs.append(.message(sequence, Array(bytes)))
            case .gap(let gap):
                wronglyLost += (gap.first..<gap.end).filter { delivered.contains($0) }
                outputs.append(.gap(gap))
            case .sessionBegan(let session): outputs.append(.began(session))
            case .sessionEnded(let session): outputs.append(.ended(session))
            case .idle: return
            }
        }
    }

    /// Lets virtual time pass until nothing is left to happen. `server` nil: nobody answers.
    mutating func run(_ sequencer: inout MoldSequencer, server: LineFaults?) {
        var time: Int64 = 0
        for _ in 0..<2_000_000 {
            let deadline = sequencer.deadline
            if let datagram = queue.last, datagram.time <= deadline {
                queue.removeLast()
                time = max(time, datagram.time)
                deliver(datagram, to: &sequencer, at: time)
            } else if deadline < .max {
                time = max(time, deadline)
            } else {
                return
            }
            while let request = sequencer.nextRequest(at: time) {
                if let server { answer(request, at: time, server) }
            }
            drain(&sequencer)
        }
        Issue.record("it does not come to rest")
    }

    private mutating func deliver(_ datagram: Datagram, to sequencer: inout MoldSequencer, at time: Int64) {
        datagram.bytes.withUnsafeBytes { bytes in
            if let packet = try? MoldPacket(bytes), packet.session == session {
                delivered.formUnion(packet.sequence..<packet.end)
            }
            _ = sequencer.receive(bytes, on: datagram.line, at: time)
            drain(&sequencer)
        }
    }

    /// What comes out when nothing is lost.
    var perfect: [Output] {
        [.began(session)] + messages.enumerated().map { .message(UInt64($0.offset + 1), $0.element) }
            + [.ended(session)]
    }
}
