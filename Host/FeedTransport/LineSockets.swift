/// The sockets of a feed: line A, perhaps line B, and the one that requests go out from.
internal import CNet

struct LineSockets: ~Copyable {
    let a: UDPSocket
    private let b: UDPSocket?
    private let recovery: UDPSocket?
    private let descriptors: (Int32, Int32, Int32)
    let localB: Endpoint?
    /// Where a request is written.
    private let memory: UnsafeMutableRawBufferPointer

    private init(a: consuming UDPSocket, b: consuming UDPSocket?, recovery: consuming UDPSocket?) {
        let (descriptorB, localB) = Self.facts(of: b)
        descriptors = (a.descriptor, descriptorB, Self.facts(of: recovery).descriptor)
        self.localB = localB
        memory = .allocate(byteCount: MoldRequest.size, alignment: 8)
        self.a = a
        self.b = b
        self.recovery = recovery
    }

    deinit { memory.deallocate() }

    static func open(_ configuration: FeedReceiver.Configuration) throws(TransportError) -> LineSockets {
        let a = try UDPSocket.receiving(configuration.lineA, interface: configuration.interfaceA)
        let b = try receiving(configuration.lineB, interface: configuration.interfaceB)
        let recovery = try sending(isWanted: configuration.requestServer != nil)
        return LineSockets(a: a, b: b, recovery: recovery)
    }

    private static func receiving(_ line: Endpoint?, interface: UInt32) throws(TransportError) -> UDPSocket? {
        guard let line else { return nil }
        return try UDPSocket.receiving(line, interface: interface)
    }

    private static func sending(isWanted: Bool) throws(TransportError) -> UDPSocket? {
        guard isWanted else { return nil }
        return try UDPSocket.sending()
    }

    private static func facts(of socket: borrowing UDPSocket?) -> (descriptor: Int32, local: Endpoint?) {
        switch socket {
        case .some(let socket): return (socket.descriptor, socket.local)
        case .none: return (-1, nil)
        }
    }

    /// True when the line had something.
    func fill(_ batch: inout DatagramBatch, from line: FeedLine) -> Bool {
        switch line {
        case .a: return batch.fill(from: a) > 0
        case .b: return fill(&batch, from: b)
        case .recovery: return fill(&batch, from: recovery)
        }
    }

    private func fill(_ batch: inout DatagramBatch, from socket: borrowing UDPSocket?) -> Bool {
        switch socket {
        case .some(let socket): return batch.fill(from: socket) > 0
        case .none: return false
        }
    }

    func send(_ request: MoldRequest, to server: Endpoint) -> Bool {
        let size = request.write(to: memory)
        switch recovery {
        case .some(let socket): return socket.send(UnsafeRawBufferPointer(rebasing: memory[..<size]), to: server)
        case .none: return false
        }
    }

    /// Until a socket can be read, or `timeout` nanoseconds have passed.
    func wait(_ timeout: Int64) {
        var ready: UInt32 = 0
        // The kernel passes over descriptors that are negative.
        withUnsafeBytes(of: descriptors) { bytes in
            guard let base = bytes.assumingMemoryBound(to: Int32.self).baseAddress else { return }
            _ = tectra_net_wait(base, 3, timeout, &ready)
        }
    }
}
