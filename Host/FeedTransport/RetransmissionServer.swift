/// A MoldUDP64 request server: it answers each request with one packet of as many messages as fit.

struct RetransmissionServer: ~Copyable {
    private let socket: UDPSocket
    private var batch: DatagramBatch
    private var writer: MoldPacketWriter
    private let session: MoldSession
    private var faults: SeededFaults
    private(set) var counters = RetransmissionCounters()

    init(
        _ socket: consuming UDPSocket, session: MoldSession, packetBytesMax: Int, rates: LineFaultRates, seed: UInt64
    ) {
        self.socket = socket
        self.session = session
        batch = DatagramBatch(capacity: 64, datagramBytesMax: 64)
        writer = MoldPacketWriter(session: session, packetBytesMax: packetBytesMax)
        faults = SeededFaults(seed: seed, rates: rates)
    }

    var local: Endpoint { socket.local }

    /// Until a request comes, or `limit` nanoseconds have passed.
    func wait(atMost limit: Int64) { socket.wait(atMost: limit) }

    /// Answers what waits, at most a batch; true when there was something.
    ///
    /// - Parameter end: number after the last message that was published: nothing beyond is told.
    mutating func answer(from file: borrowing MessageFile, before end: UInt64) -> Bool {
        let count = batch.fill(from: socket)
        for index in 0..<count {
            counters.requests &+= 1
            guard let request = try? MoldRequest(batch[index]), request.session == session, request.sequence < end,
                request.count > 0
            else {
                counters.refused &+= 1
                continue
            }
            let messages = min(UInt64(request.count), end &- request.sequence)
            pack(request.sequence, messages, from: file)
            send(to: batch.sender(of: index))
        }
        return count > 0
    }

    private mutating func pack(_ first: UInt64, _ count: UInt64, from file: borrowing MessageFile) {
        writer.begin(at: first)
        guard var position = file.position(of: first) else { return }
        for _ in 0..<count {
            guard let message = file[position], writer.append(message) else { return }
            position = file.position(after: message)
        }
    }

    private mutating func send(to requester: Endpoint) {
        guard writer.count > 0 else { return }
        let messages = UInt64(writer.count)
        if case .lost = faults.next() {
            counters.dropped &+= 1
            return
        }
        guard socket.send(writer.finish(), to: requester) else {
            counters.dropped &+= 1
            return
        }
        counters.answers &+= 1
        counters.messages &+= messages
    }
}

/// What a request server did.
public struct RetransmissionCounters: Hashable, Sendable, BitwiseCopyable {
    public var requests: UInt64 = 0
    /// Requests that are none, or for another session, or for what was not published yet.
    public var refused: UInt64 = 0
    public var answers: UInt64 = 0
    /// Messages in the answers.
    public var messages: UInt64 = 0
    /// Answers lost on purpose or by the system.
    public var dropped: UInt64 = 0

    public init() {}
}
