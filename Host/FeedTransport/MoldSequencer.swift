/// One stream out of two lossy lines: every message in order and once, or a gap that is declared.
///
/// A pure state machine: it has no sockets and no clock, and after `init` it allocates nothing.
/// Its driver gives it each datagram, takes events until `.idle`, sends the requests it is asked
/// to send, and takes events again:
///
///     sequencer.receive(datagram, on: .a, at: now)
///     while … = sequencer.next()
///     while let request = sequencer.nextRequest(at: now) { send(request) }
///     while … = sequencer.next()
///
/// Numbers fall into four parts: below `expected` given out or lost; up to `frontier` held in the
/// window or listed as a hole; up to `announced` known to exist and not looked after yet, because
/// the window or the table is full; beyond that, unheard of.
public struct MoldSequencer: ~Copyable {
    public let limits: SequencerLimits
    /// The session that events are of; nil before the first packet.
    public internal(set) var session: MoldSession?
    var counters = SequencerCounters()
    var lines = InlineArray<3, LineState>(repeating: LineState())

    /// The packet that is given out where it lies.
    @usableFromInline var cursor = MoldMessages()
    @usableFromInline var expected: UInt64 = 1
    @usableFromInline var frontier: UInt64 = 1
    @usableFromInline var given: UInt64 = 0
    var announced: UInt64 = 1
    var holes: HoleTable
    let window: ReorderWindow

    /// The packet that began another session, until the old one is drained.
    var successor: (packet: MoldPacket, line: FeedLine)?
    var predecessor: MoldSession?
    var isEnding = false
    var isEnded = false
    var doubted: UInt64 = 0
    /// When the session was heard last, on any line.
    var sessionHeard: Int64 = 0
    var now: Int64 = 0

    struct LineState: BitwiseCopyable {
        var counters = LineCounters()
        var next: UInt64 = 0
        var heard: Int64 = .min
    }

    /// Sets all memory aside.
    ///
    /// - Parameter limits: numbers out of range are brought into it.
    public init(_ limits: SequencerLimits = SequencerLimits()) {
        self.limits = limits.inRange
        holes = HoleTable(capacity: self.limits.holesMax)
        window = ReorderWindow(messages: self.limits.windowMessages, messageBytesMax: self.limits.messageBytesMax)
    }

    /// What was made of a datagram.
    public enum Received: Hashable, Sendable {
        /// There may be something to take.
        case accepted
        /// All of it was known.
        case duplicate
        /// Of a session that is over, or of one that only the request server speaks of.
        case stale
        /// Not a sound packet. Nothing of it was used.
        case refused(MoldFault)
    }

    /// Takes a datagram in. Call `next` until it is idle before the bytes change and before the
    /// next datagram; what is not taken then counts as not received.
    ///
    /// - Parameter time: host time in nanoseconds, never going back.
    public mutating func receive(
        _ datagram: UnsafeRawBufferPointer, on line: FeedLine, at time: Int64
    ) -> Received {
        let index = Int(line.rawValue)
        now = max(now, time)
        cursor = MoldMessages()
        lines[index].counters.packets &+= 1
        do throws(MoldFault) {
            let packet = try MoldPacket(datagram, messageBytesMax: limits.messageBytesMax)
            lines[index].heard = now
            guard packet.session == session, successor == nil else { return begin(packet, line) }
            return try admit(packet, line)
        } catch {
            lines[index].counters.faults &+= 1
            return .refused(error)
        }
    }

    /// The next event. Call it after each datagram and each round of requests until it is idle.
    @inlinable
    public mutating func next() -> FeedEvent {
        guard let message = cursor.next() else { return nextHeld() }
        let sequence = expected
        expected = sequence &+ 1
        frontier = expected
        given &+= 1
        return .message(sequence: sequence, bytes: message)
    }
}
