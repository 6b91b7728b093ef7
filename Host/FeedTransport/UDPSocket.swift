/// A UDP socket that never waits: it receives a line, asks for messages again, or publishes.
internal import CNet
internal import Glibc

public struct UDPSocket: ~Copyable {
    let descriptor: Int32
    /// Where it is bound to.
    public let local: Endpoint
    /// Bytes of receive buffer that the system gave; it doubles what was asked for, for its own use.
    public let receiveBuffer: Int

    deinit { close(descriptor) }

    /// Hears a line: a multicast group, which is joined, or an address of this machine.
    ///
    /// - Parameters:
    ///   - interface: address of the interface on which to join a group; 0 leaves it to the system.
    ///   - receiveBuffer: bytes to ask for. The system's bound is net.core.rmem_max.
    public static func receiving(
        _ line: Endpoint, interface: UInt32 = 0, receiveBuffer: Int = 8 << 20
    ) throws(TransportError) -> UDPSocket {
        let socket = try UDPSocket(bind: line, isShared: line.isMulticast, receiveBuffer: receiveBuffer)
        if line.isMulticast {
            try Self.check(tectra_udp_join(socket.descriptor, line.address, interface), "join \(line)")
        }
        return socket
    }

    /// Sends, and hears answers on a port of its own or the given one.
    public static func sending(
        from local: Endpoint = Endpoint(address: 0, port: 0), receiveBuffer: Int = 8 << 20
    ) throws(TransportError) -> UDPSocket {
        try UDPSocket(bind: local, isShared: false, receiveBuffer: receiveBuffer)
    }

    private init(bind local: Endpoint, isShared: Bool, receiveBuffer: Int) throws(TransportError) {
        let descriptor = tectra_udp_open()
        guard descriptor >= 0 else { throw .system(doing: "open a UDP socket", code: -descriptor) }
        var code = tectra_udp_bind(descriptor, local.raw, isShared ? 1 : 0)
        var bound = local.raw
        if code == 0 { code = tectra_udp_local(descriptor, &bound) }
        let buffer = tectra_udp_receive_buffer(descriptor, Int32(clamping: receiveBuffer))
        guard code == 0, buffer >= 0 else {
            close(descriptor)
            throw .system(doing: "bind a UDP socket to \(local)", code: code == 0 ? -buffer : code)
        }
        self.descriptor = descriptor
        self.local = Endpoint(bound)
        self.receiveBuffer = Int(buffer)
    }

    /// Where multicast is sent out, how many routers far, and whether this machine hears it.
    public func sendMulticast(
        interface: UInt32 = 0, hops: Int = 1, isHeardHere: Bool = true
    ) throws(TransportError) {
        let code = tectra_udp_multicast_out(descriptor, interface, Int32(clamping: hops), isHeardHere ? 1 : 0)
        try Self.check(code, "set up multicast")
    }

    /// Sends one datagram; false when it could not be sent now, as if the network had lost it.
    public func send(_ bytes: UnsafeRawBufferPointer, to remote: Endpoint) -> Bool {
        guard let base = bytes.baseAddress else { return false }
        return tectra_udp_send(descriptor, base, bytes.count, remote.raw) == 0
    }

    /// Sleeps until something can be received, or for `limit` nanoseconds.
    public func wait(atMost limit: Int64) {
        var ready: UInt32 = 0
        withUnsafePointer(to: descriptor) { _ = tectra_net_wait($0, 1, max(limit, 0), &ready) }
    }

    private static func check(_ code: Int32, _ doing: String) throws(TransportError) {
        guard code == 0 else { throw .system(doing: doing, code: code) }
    }
}
