/// Room for many datagrams, filled by one system call.
internal import CNet

public struct DatagramBatch: ~Copyable {
    private let memory: UnsafeMutableRawPointer
    private let scratch: UnsafeMutableRawPointer
    private let sizes: UnsafeMutablePointer<UInt32>
    private let senders: UnsafeMutablePointer<tectra_endpoint>
    /// Datagrams that one call can bring.
    public let capacity: Int
    /// Bytes of the longest datagram that is taken whole.
    public let stride: Int
    /// Datagrams that lie here.
    public private(set) var count = 0
    /// Calls that the system refused, for another reason than that there was nothing.
    public private(set) var faults: UInt64 = 0

    /// - Parameters:
    ///   - capacity: 1...1024 datagrams.
    ///   - datagramBytesMax: 64...65,536; rounded up to 64.
    public init(capacity: Int = 64, datagramBytesMax: Int = 2048) {
        self.capacity = min(max(capacity, 1), 1024)
        stride = (min(max(datagramBytesMax, 64), 65_536) + 63) & ~63
        memory = .allocate(byteCount: self.capacity * stride, alignment: 64)
        scratch = .allocate(byteCount: tectra_udp_scratch_size(UInt32(self.capacity)), alignment: 64)
        sizes = .allocate(capacity: self.capacity)
        senders = .allocate(capacity: self.capacity)
    }

    deinit {
        memory.deallocate()
        scratch.deallocate()
        sizes.deallocate()
        senders.deallocate()
    }

    /// Takes what waits in the socket, without waiting; returns how many datagrams. What lay here is gone.
    public mutating func fill(from socket: borrowing UDPSocket) -> Int {
        let got = tectra_udp_receive(
            socket.descriptor, memory, stride, UInt32(capacity), sizes, senders, scratch)
        if got < 0 { faults &+= 1 }
        count = min(max(Int(got), 0), capacity)
        return count
    }

    /// A datagram of those that lie here; empty beyond. One that was cut has its first `stride` bytes.
    public subscript(index: Int) -> UnsafeRawBufferPointer {
        guard index >= 0, index < count else { return UnsafeRawBufferPointer(start: nil, count: 0) }
        return UnsafeRawBufferPointer(start: memory + index * stride, count: min(Int(sizes[index]), stride))
    }

    /// Who sent it.
    public func sender(of index: Int) -> Endpoint {
        guard index >= 0, index < count else { return Endpoint(address: 0, port: 0) }
        return Endpoint(senders[index])
    }
}
