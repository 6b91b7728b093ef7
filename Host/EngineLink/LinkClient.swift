/// The asker's end of the link: one connection, one request at a time, with a time-out.
internal import Glibc

public struct LinkClient: ~Copyable {
    /// The answer to one request.
    public struct Answer: Equatable, Sendable {
        /// All parts, one after another.
        public let payload: [UInt8]
    }

    /// An answer's parts may have this many bytes in all.
    public static let answerMax = 64 << 20

    public let path: String
    private let descriptor: Int32
    private var nextCorrelation: UInt64

    /// Connects to the engine at `path`.
    public init(connectingTo path: String) throws(LinkError) {
        self.path = path
        guard !path.isEmpty, path.utf8.count <= UnixAddress.pathMax else { throw .pathTooLong(path: path) }
        let type = SOCK_SEQPACKET.rawValue | SOCK_CLOEXEC.rawValue
        let descriptor = socket(AF_UNIX, Int32(type), 0)
        guard descriptor >= 0 else { throw .system(doing: "make a socket", code: errno) }
        // An engine that hangs lets its queue of connections fill; do not wait for it for ever.
        var patience = timeval(tv_sec: 2, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        let code = UnixAddress.with(path) { connect(descriptor, $0, $1) == 0 ? 0 : errno } ?? ENAMETOOLONG
        guard code == 0 else {
            close(descriptor)
            switch code {
            case ENOENT, ECONNREFUSED: throw .noEngine(path: path)
            case EPROTOTYPE, ENOTSOCK: throw .notASocket(path: path)
            case EAGAIN: throw .timeOut(milliseconds: 2000)
            default: throw .system(doing: "connect to \(path)", code: code)
            }
        }
        let user = UnixAddress.peerUser(of: descriptor)
        guard UnixAddress.isTrusted(user) || geteuid() == 0 else {
            close(descriptor)
            throw .foreign(path: path, user: user ?? .max)
        }
        self.descriptor = descriptor
        nextCorrelation = UInt64.random(in: 1...(.max))
    }

    deinit { close(descriptor) }

    /// Sends one request and waits for the whole of its answer.
    ///
    /// - Parameters:
    ///   - correlation: nil chooses one.
    ///   - milliseconds: for the whole answer.
    /// - Throws: `refused` with the engine's own words, `timeOut`, `closed`, `malformed`. After any
    ///   but `refused` the connection is of no more use.
    public mutating func request(
        _ verb: LinkVerb, _ payload: [UInt8] = [], correlation: UInt64? = nil, milliseconds: Int = 5000
    ) throws(LinkError) -> Answer {
        guard payload.count <= LinkHeader.payloadMax else { throw .tooLong(bytes: payload.count) }
        nextCorrelation &+= 1
        let number = correlation ?? nextCorrelation
        let deadline = Self.now() &+ Int64(milliseconds) &* 1_000_000
        try send(LinkHeader.packet(correlation: number, verb: verb.rawValue, status: .request, payload: payload))
        var collected: [UInt8] = []
        var packet = [UInt8](repeating: 0, count: LinkHeader.packetMax)
        while true {
            let count = try receive(into: &packet, deadline: deadline, milliseconds: milliseconds)
            guard let header = packet.withUnsafeBytes({ LinkHeader(packet: .init(rebasing: $0[..<count])) }),
                let status = LinkStatus(rawValue: header.status)
            else { throw .malformed("a packet of \(count) bytes") }
            let part = packet[LinkHeader.size..<count]
            // An engine that could not read the header answers with correlation 0.
            if status == .malformed { throw .malformed(String(decoding: part, as: UTF8.self)) }
            guard header.correlation == number else { continue }
            switch status {
            case .refused: throw .refused(String(decoding: part, as: UTF8.self))
            case .more, .done:
                guard collected.count + part.count <= Self.answerMax else { throw .malformed("an answer without end") }
                collected.append(contentsOf: part)
                if status == .done { return Answer(payload: collected) }
            case .request, .malformed: throw .malformed("a request in place of an answer")
            }
        }
    }

    private func send(_ packet: [UInt8]) throws(LinkError) {
        while true {
            let count = Glibc.send(descriptor, packet, packet.count, Int32(MSG_NOSIGNAL))
            if count == packet.count { return }
            if count < 0, errno == EINTR { continue }
            switch errno {
            case EPIPE, ECONNRESET: throw .closed
            case EAGAIN: throw .timeOut(milliseconds: 2000)
            default: throw .system(doing: "send to the engine", code: errno)
            }
        }
    }

    private func receive(
        into packet: inout [UInt8], deadline: Int64, milliseconds: Int
    ) throws(LinkError) -> Int {
        while true {
            let rest = deadline &- Self.now()
            guard rest > 0 else { throw .timeOut(milliseconds: milliseconds) }
            var wanted = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            let found = Glibc.poll(&wanted, 1, Int32(clamping: rest / 1_000_000 + 1))
            if found == 0 || (found < 0 && errno == EINTR) { continue }
            let count = recv(descriptor, &packet, packet.count, 0)
            if count > 0 { return count }
            if count < 0, errno == EINTR { continue }
            throw .closed
        }
    }

    private static func now() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec)
    }
}
