/// A live feed: two lines and a request server on sockets, and the sequencer that makes one stream
/// of them. One thread owns it; after `init` it allocates nothing.
internal import CLinux

public struct FeedReceiver: ~Copyable {
    /// Where the feed is.
    public struct Configuration: Hashable, Sendable {
        public var lineA: Endpoint
        public var lineB: Endpoint?
        public var requestServer: Endpoint?
        /// Addresses of the interfaces on which groups are joined; 0 leaves it to the system.
        public var interfaceA: UInt32 = 0
        public var interfaceB: UInt32 = 0
        /// Longest datagram in bytes; 2048 does for Ethernet without jumbo frames.
        public var datagramBytesMax = 2048
        public var limits = SequencerLimits()

        public init(lineA: Endpoint, lineB: Endpoint? = nil, requestServer: Endpoint? = nil) {
            self.lineA = lineA
            self.lineB = lineB
            self.requestServer = requestServer
        }
    }

    private var sequencer: MoldSequencer
    private let server: Endpoint?
    private let sockets: LineSockets
    private var batch: DatagramBatch
    /// The datagram to look at next, and the line that the batch came from.
    private var index = 0
    private var line = FeedLine.recovery
    private var time: Int64 = 0
    /// Datagrams on the recovery socket that the request server did not send.
    public private(set) var strangers: UInt64 = 0
    /// Requests that the system would not send.
    public private(set) var unsent: UInt64 = 0

    /// Opens the sockets and joins the groups.
    public init(_ configuration: Configuration) throws(TransportError) {
        var limits = configuration.limits
        if configuration.requestServer == nil { limits.requestAttemptsMax = 0 }
        sockets = try LineSockets.open(configuration)
        sequencer = MoldSequencer(limits)
        server = configuration.requestServer
        batch = DatagramBatch(datagramBytesMax: configuration.datagramBytesMax)
    }

    /// Where each line's socket is bound to.
    public var localA: Endpoint { sockets.a.local }
    public var localB: Endpoint? { sockets.localB }

    /// Messages, recoveries and losses so far.
    public var totals: SequencerCounters { sequencer.totals }
    public func counters(of line: FeedLine) -> LineCounters { sequencer.counters(of: line) }
    public var session: MoldSession? { sequencer.session }
    /// Number of the next message.
    public var nextSequence: UInt64 { sequencer.nextSequence }
    /// Something is missing, and what follows waits for it.
    public var isRecovering: Bool { sequencer.isRecovering }
    /// Nanoseconds since a sound packet came on the line; nil before the first.
    public func silence(of line: FeedLine) -> Int64? {
        sequencer.silence(of: line, at: tectra_clock_monotonic())
    }

    /// Calls that the system refused.
    public var faults: UInt64 { batch.faults }

    /// The next event, from what has come by now; `.idle` when nothing has, and then `wait`.
    public mutating func next() -> FeedEvent {
        while true {
            switch sequencer.next() {
            case .idle: break
            case let event: return event
            }
            if index < batch.count {
                take()
                continue
            }
            time = tectra_clock_monotonic()
            let isDue = sequencer.deadline <= time
            if isDue { ask() }
            guard !refill(), !isDue else { continue }
            return .idle
        }
    }

    /// Sleeps until a datagram or the sequencer's deadline, or for `limit` nanoseconds.
    public func wait(atMost limit: Int64) {
        let now = tectra_clock_monotonic()
        let deadline = sequencer.deadline
        sockets.wait(min(max(limit, 0), deadline > now ? deadline &- now : 0))
    }

    private mutating func take() {
        let datagram = batch[index]
        if line == .recovery, batch.sender(of: index) != server {
            strangers &+= 1
        } else {
            _ = sequencer.receive(datagram, on: line, at: time)
        }
        index += 1
    }

    /// Fills the batch from the next line that has something.
    private mutating func refill() -> Bool {
        index = 0
        for _ in 0..<3 {
            line = line == .a ? .b : line == .b ? .recovery : .a
            if sockets.fill(&batch, from: line) { return true }
        }
        return false
    }

    private mutating func ask() {
        while let request = sequencer.nextRequest(at: time) {
            guard let server else { continue }
            if !sockets.send(request, to: server) { unsent &+= 1 }
        }
    }
}
