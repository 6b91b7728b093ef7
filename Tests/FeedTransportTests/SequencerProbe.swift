// A sequencer driven by hand: packets in, what comes out as short text.
import FeedTransport

struct SequencerProbe: ~Copyable {
    var sequencer: MoldSequencer

    init(_ limits: SequencerLimits = SequencerLimits()) { sequencer = MoldSequencer(limits) }

    var totals: SequencerCounters { sequencer.totals }
    var deadline: Int64 { sequencer.deadline }
    var isRecovering: Bool { sequencer.isRecovering }
    var hasEnded: Bool { sequencer.hasEnded }
    var session: MoldSession? { sequencer.session }
    func counters(of line: FeedLine) -> LineCounters { sequencer.counters(of: line) }

    /// Message `n` is the single byte n.
    static func packet(_ session: String, _ numbers: ClosedRange<UInt64>) -> [UInt8] {
        var writer = MoldPacketWriter(session: MoldSession(session))
        writer.begin(at: numbers.lowerBound)
        for number in numbers {
            _ = [UInt8(truncatingIfNeeded: number)].withUnsafeBytes { writer.append($0) }
        }
        return Array(writer.finish())
    }

    static func heartbeat(_ session: String, next: UInt64) -> [UInt8] {
        var writer = MoldPacketWriter(session: MoldSession(session))
        return Array(writer.heartbeat(next: next))
    }

    static func end(_ session: String, next: UInt64) -> [UInt8] {
        var writer = MoldPacketWriter(session: MoldSession(session))
        return Array(writer.endOfSession(next: next))
    }

    @discardableResult
    mutating func receive(
        _ bytes: [UInt8], on line: FeedLine = .a, at time: Int64 = 0
    ) -> MoldSequencer.Received {
        bytes.withUnsafeBytes { sequencer.receive($0, on: line, at: time) }
    }

    /// What there is to take: `3` a message, `-4..<6` a gap, `+S` and `/S` a session's begin and end.
    mutating func take(_ bytes: [UInt8], on line: FeedLine = .a, at time: Int64 = 0) -> [String] {
        bytes.withUnsafeBytes { bytes in
            _ = sequencer.receive(bytes, on: line, at: time)
            return take()
        }
    }

    mutating func take() -> [String] {
        var taken: [String] = []
        while true {
            switch sequencer.next() {
            case .message(let sequence, let bytes):
                let isRight = bytes.count == 1 && bytes.first == UInt8(truncatingIfNeeded: sequence)
                taken.append("\(sequence)" + (isRight ? "" : "!"))
            case .gap(let gap): taken.append("-\(gap.first)..<\(gap.end)")
            case .sessionBegan(let session): taken.append("+\(session)")
            case .sessionEnded(let session): taken.append("/\(session)")
            case .idle: return taken
            }
        }
    }

    /// Requests as `first+count`.
    mutating func requests(at time: Int64) -> [String] {
        var requests: [String] = []
        while let request = sequencer.nextRequest(at: time) { requests.append("\(request.sequence)+\(request.count)") }
        return requests
    }
}
