/// The engine's end of the link. One thread owns it: it waits with `poll`, takes requests with
/// `next`, and answers now or later. Nothing an asker sends or leaves undone can hold it up.
internal import Glibc

public struct LinkServer: ~Copyable {
    /// More askers than this are turned away at connect.
    public static let connectionsMax = 64

    public let path: String
    private let listener: Int32
    /// Device and inode of our socket, so that only our own is removed at the end.
    private let identity: (UInt64, UInt64)
    private var slots = ConnectionSlots()
    private var nextNumber: UInt64 = 1
    private let buffer: UnsafeMutableRawBufferPointer

    /// Listens at `path`, readable and writable for this user only. A stale socket is replaced.
    public init(at path: String) throws(LinkError) {
        self.path = path
        guard !path.isEmpty, path.utf8.count <= UnixAddress.pathMax else { throw .pathTooLong(path: path) }
        switch UnixAddress.occupant(of: path, isStream: false) {
        case .nothing: break
        case .stale: unlink(path)
        case .listener: throw .engineIsRunning(path: path)
        case .other: throw .notASocket(path: path)
        }
        let type = SOCK_SEQPACKET.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue
        let descriptor = socket(AF_UNIX, Int32(type), 0)
        guard descriptor >= 0 else { throw .system(doing: "make a socket", code: errno) }
        let mask = umask(0o177)
        let bound = UnixAddress.with(path) { bind(descriptor, $0, $1) == 0 ? 0 : errno } ?? ENAMETOOLONG
        umask(mask)
        guard bound == 0, listen(descriptor, 16) == 0 else {
            let code = bound == 0 ? errno : bound
            close(descriptor)
            throw .system(doing: "listen at \(path)", code: code)
        }
        var facts = stat()
        lstat(path, &facts)
        identity = (UInt64(facts.st_dev), UInt64(facts.st_ino))
        listener = descriptor
        buffer = .allocate(byteCount: LinkHeader.packetMax, alignment: 16)
    }

    deinit {
        close(listener)
        var facts = stat()
        if lstat(path, &facts) == 0, UInt64(facts.st_dev) == identity.0, UInt64(facts.st_ino) == identity.1 {
            unlink(path)
        }
        buffer.deallocate()
    }

    // MARK: - Waiting

    /// Waits until there is something to do here or one of `others` is readable, at most so long.
    ///
    /// - Parameters:
    ///   - others: descriptors of the caller's own, such as pidfds.
    ///   - milliseconds: 0 looks only; -1 waits without end.
    /// - Returns: a bit for each of the first 64 of `others` that is readable or has an error.
    public mutating func poll(milliseconds: Int32, others: [Int32] = []) -> UInt64 {
        var set: [pollfd] = []
        set.reserveCapacity(others.count + Self.connectionsMax + 1)
        for descriptor in others { set.append(pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)) }
        set.append(pollfd(fd: listener, events: Int16(POLLIN), revents: 0))
        slots.addInterests(to: &set)
        guard Glibc.poll(&set, nfds_t(set.count), milliseconds) > 0 else { return 0 }
        var ready: UInt64 = 0
        for index in 0..<min(others.count, 64) where set[index].revents != 0 { ready |= 1 << UInt64(index) }
        return ready
    }

    /// The next whole request; nil when there is none now. Never waits. Malformed messages are
    /// answered and their connections closed here.
    public mutating func next() -> LinkRequest? {
        accept()
        slots.flush()
        while let slot = slots.nextReadable() {
            switch slots.read(slot, into: buffer) {
            case .nothing: slots.pass(slot)
            case .ended: slots.remove(slot)
            case .tooLong:
                reject(slot, LinkHeader(correlation: 0, verb: 0, status: 0, length: 0), "longer than a message can be")
            case .packet(let count):
                if let request = parse(slot, UnsafeRawBufferPointer(rebasing: buffer[..<count])) { return request }
            }
        }
        return nil
    }

    private mutating func accept() {
        while true {
            let descriptor = Glibc.accept(listener, nil, nil)
            if descriptor < 0 {
                if errno == EINTR || errno == ECONNABORTED { continue }
                return
            }
            _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
            let peer = UnixAddress.credentials(of: descriptor)
            guard UnixAddress.isTrusted(peer?.user) else {
                close(descriptor)
                continue
            }
            slots.add(LinkConnection(descriptor: descriptor, number: nextNumber, process: peer?.process ?? 0))
            nextNumber &+= 1
        }
    }

    private mutating func parse(_ slot: Int, _ packet: UnsafeRawBufferPointer) -> LinkRequest? {
        guard let header = LinkHeader(packet: packet) else {
            reject(
                slot, LinkHeader(correlation: 0, verb: 0, status: 0, length: 0),
                "a message is a header of \(LinkHeader.size) bytes and as many bytes as it says")
            return nil
        }
        guard header.status == LinkStatus.request.rawValue, let verb = LinkVerb(rawValue: header.verb) else {
            reject(slot, header, "there is no request \(header.verb) with status \(header.status)")
            return nil
        }
        do throws(LinkError) {
            let body = try LinkBody(verb, UnsafeRawBufferPointer(rebasing: packet[LinkHeader.size...]))
            let origin = LinkReturn(
                connection: slots.number(of: slot), correlation: header.correlation, verb: header.verb)
            return LinkRequest(origin: origin, process: slots.process(of: slot), body: body)
        } catch {
            guard case .malformed(let text) = error else { return nil }
            reject(slot, header, text)
            return nil
        }
    }

    private mutating func reject(_ slot: Int, _ header: LinkHeader, _ text: String) {
        slots.close(
            slot,
            after: LinkHeader.packet(
                correlation: header.correlation, verb: header.verb, status: .malformed, payload: Array(text.utf8)))
    }

    // MARK: - Answering

    /// Answers in full. An asker that is gone is passed over.
    public mutating func reply(to origin: LinkReturn, _ payload: [UInt8] = []) {
        send(origin, .done, payload)
    }

    /// Says why it is not done and what to do about it.
    public mutating func refuse(_ origin: LinkReturn, _ text: String) {
        send(origin, .refused, Array(text.utf8))
    }

    /// Sends rows, in as many messages as they take, without ending the answer: `reply` does. A row
    /// is never cut in two.
    public mutating func send<Row: BitwiseCopyable>(rows: [Row], to origin: LinkReturn) {
        let perMessage = max(1, LinkHeader.payloadMax / max(1, MemoryLayout<Row>.size))
        for start in stride(from: 0, to: rows.count, by: perMessage) {
            var payload: [UInt8] = []
            for row in rows[start..<min(start + perMessage, rows.count)] {
                withUnsafeBytes(of: row) { payload.append(contentsOf: $0) }
            }
            send(origin, .more, payload)
        }
    }

    /// Sends a part of an answer, whole rows as they came; `reply` ends the answer.
    public mutating func send(part: [UInt8], to origin: LinkReturn) {
        send(origin, .more, part)
    }

    /// Sends what is still waiting to be sent, at most so long; before the process ends.
    public mutating func drain(milliseconds: Int32) {
        var rest = milliseconds
        while slots.hasPending, rest > 0 {
            _ = poll(milliseconds: 10)
            slots.flush()
            rest -= 10
        }
    }

    private mutating func send(_ origin: LinkReturn, _ status: LinkStatus, _ payload: [UInt8]) {
        guard let slot = slots.index(of: origin.connection) else { return }
        slots.send(
            slot,
            LinkHeader.packet(
                correlation: origin.correlation, verb: origin.verb, status: status, payload: payload))
    }
}
