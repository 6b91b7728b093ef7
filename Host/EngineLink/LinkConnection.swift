/// One asker at the engine's end: its descriptor, and the packets that it was not ready to take.
internal import Glibc

struct LinkConnection: ~Copyable {
    let descriptor: Int32
    let number: UInt64
    let process: Int32
    /// Packets to send, oldest first, and their bytes in all.
    private var pending: [[UInt8]] = []
    private var pendingBytes = 0
    /// After what is pending the connection ends.
    var isClosing = false

    /// An asker that lets more than this wait is cut off: it does not read its answers.
    static let pendingMax = 16 << 20

    init(descriptor: Int32, number: UInt64, process: Int32) {
        self.descriptor = descriptor
        self.number = number
        self.process = process
    }

    deinit { close(descriptor) }

    var hasPending: Bool { !pending.isEmpty }

    /// Sends, or keeps for later. False: the connection is of no more use.
    mutating func send(_ packet: [UInt8]) -> Bool {
        guard pendingBytes + packet.count <= Self.pendingMax else { return false }
        pending.append(packet)
        pendingBytes += packet.count
        return flush()
    }

    /// Sends what waits, as far as the peer takes it. False: the connection is of no more use.
    mutating func flush() -> Bool {
        var sent = 0
        defer { if sent > 0 { pending.removeFirst(sent) } }
        for packet in pending {
            let count = Glibc.send(descriptor, packet, packet.count, Int32(MSG_NOSIGNAL | MSG_DONTWAIT))
            if count < 0 {
                return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR
            }
            pendingBytes -= packet.count
            sent += 1
        }
        return !isClosing
    }

    enum Reading {
        case packet(Int)
        case nothing
        case ended
        /// Longer than a packet may be.
        case tooLong
    }

    /// Takes one packet off the socket.
    func read(into buffer: UnsafeMutableRawBufferPointer) -> Reading {
        while true {
            let flags = Int32(MSG_DONTWAIT | MSG_TRUNC)
            let count = recv(descriptor, buffer.baseAddress, buffer.count, flags)
            if count > buffer.count { return .tooLong }
            if count > 0 { return .packet(count) }
            if count == 0 { return .ended }
            if errno == EINTR { continue }
            return errno == EAGAIN || errno == EWOULDBLOCK ? .nothing : .ended
        }
    }
}
