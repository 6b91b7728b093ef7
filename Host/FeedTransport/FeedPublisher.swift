/// The other side of a feed, for tests and rehearsals: it publishes a file of messages as
/// MoldUDP64 on one or two lines, each with faults of its own, and answers requests.
internal import CLinux

public struct FeedPublisher: ~Copyable {
    public struct Configuration: Hashable, Sendable {
        public var session = MoldSession("TECTRA")
        public var lineA: Endpoint
        public var lineB: Endpoint?
        /// Where requests are answered; port 0 lets the system choose.
        public var requests = Endpoint.loopback()
        /// Address of the interface that multicast goes out of; 0 leaves it to the system.
        public var interface: UInt32 = 0
        public var faults = LineFaultRates()
        /// Answers lost, in parts of a million.
        public var answerLoss = 0
        public var seed: UInt64 = 1
        /// Messages a second; nil is as fast as it goes.
        public var rate: UInt64?
        /// Messages in a packet at most, as far as they fit. 1...65,534.
        public var packetMessagesMax = 64
        public var packetBytesMax = 1472
        /// Nanoseconds of silence before a heartbeat.
        public var heartbeatInterval: Int64 = 1_000_000_000
        /// How long requests are still answered after the last message, in nanoseconds, with the end
        /// of session repeated at each tenth of it.
        public var linger: Int64 = 5_000_000_000

        public init(lineA: Endpoint, lineB: Endpoint? = nil) {
            self.lineA = lineA
            self.lineB = lineB
        }
    }

    private let file: MessageFile
    private let configuration: Configuration
    private var lineA: FaultyLine
    private var lineB: FaultyLine?
    private var server: RetransmissionServer
    private var writer: MoldPacketWriter
    private var position = 0
    /// Number of the next message to publish.
    public private(set) var next: UInt64 = 1
    private var began: Int64?
    private var spoke: Int64 = 0
    private var ended: Int64?

    /// Opens the sockets. Nothing is sent before `step`.
    public init(_ file: consuming MessageFile, _ configuration: Configuration) throws(TransportError) {
        let bound = min(max(configuration.packetBytesMax, MoldPacket.headerSize + 2 + file.longest), 65_507)
        let requests = try UDPSocket.sending(from: configuration.requests)
        let lineA = try Self.line(configuration, to: configuration.lineA, seed: configuration.seed, bound)
        let lineB = try Self.secondLine(configuration, bound)
        self.lineA = lineA
        self.lineB = lineB
        server = RetransmissionServer(
            requests, session: configuration.session, packetBytesMax: bound,
            rates: LineFaultRates(loss: configuration.answerLoss), seed: configuration.seed &+ 2)
        writer = MoldPacketWriter(session: configuration.session, packetBytesMax: bound)
        self.file = file
        self.configuration = configuration
    }

    private static func line(
        _ configuration: Configuration, to group: Endpoint, seed: UInt64, _ bound: Int
    ) throws(TransportError) -> FaultyLine {
        let socket = try UDPSocket.sending()
        if group.isMulticast { try socket.sendMulticast(interface: configuration.interface) }
        return FaultyLine(socket, to: group, rates: configuration.faults, seed: seed, packetBytesMax: bound)
    }

    private static func secondLine(
        _ configuration: Configuration, _ bound: Int
    ) throws(TransportError) -> FaultyLine? {
        guard let group = configuration.lineB else { return nil }
        return try line(configuration, to: group, seed: configuration.seed &+ 1, bound)
    }

    /// Where requests are answered.
    public var requestServer: Endpoint { server.local }
    /// Messages in the file.
    public var count: Int { file.count }
    /// Messages of no bytes in it, which are not published.
    public var passedOver: Int { file.empty }
    public var countersA: PublishedCounters { lineA.counters }
    public var countersB: PublishedCounters {
        switch lineB {
        case .some(let line): line.counters
        case .none: PublishedCounters()
        }
    }
    public var answered: RetransmissionCounters { server.counters }
    /// Everything is out, and nobody is waited for any more.
    public private(set) var isDone = false

    /// Does what is due: a packet, a heartbeat, answers. Returns how many nanoseconds may pass
    /// before the next step; 0 is at once.
    public mutating func step() -> Int64 {
        let now = tectra_clock_monotonic()
        let start = began ?? now
        began = start
        let isAsked = server.answer(from: file, before: next)
        guard next <= UInt64(file.count) else { return finish(at: now) }
        let due = self.due(after: now &- start)
        if due > 0 {
            publish(atMost: due)
            spoke = now
            return 0
        }
        if now &- spoke >= configuration.heartbeatInterval {
            send(writer.heartbeat(next: next))
            spoke = now
        }
        return isAsked ? 0 : 50_000
    }

    /// Sleeps until a request comes, or for `limit` nanoseconds.
    public func wait(atMost limit: Int64) { server.wait(atMost: limit) }

    /// Messages that the rate allows now and the packet takes.
    private func due(after elapsed: Int64) -> Int {
        let most = min(max(configuration.packetMessagesMax, 1), 65_534)
        guard let rate = configuration.rate else { return most }
        let allowed = UInt64(max(elapsed, 0)).multipliedFullWidth(by: rate)
        guard allowed.high < 1_000_000_000 else { return most }
        let total = UInt64(1_000_000_000).dividingFullWidth(allowed).quotient
        return total >= next ? Int(min(total &- next &+ 1, UInt64(most))) : 0
    }

    private mutating func publish(atMost most: Int) {
        writer.begin(at: next)
        while writer.count < most, let message = file[position], writer.append(message) {
            position = file.position(after: message)
        }
        next &+= UInt64(writer.count)
        send(writer.finish())
    }

    /// Repeats the end of session until everybody had time to recover.
    private mutating func finish(at now: Int64) -> Int64 {
        let end = ended ?? now
        let interval = max(configuration.linger / 10, 1)
        if ended == nil || now &- spoke >= interval {
            send(writer.endOfSession(next: next))
            spoke = now
        }
        ended = end
        isDone = now &- end >= configuration.linger
        return 50_000
    }

    private mutating func send(_ packet: UnsafeRawBufferPointer) {
        lineA.publish(packet)
        lineB?.publish(packet)
    }
}
