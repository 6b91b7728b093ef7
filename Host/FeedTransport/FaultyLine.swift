/// A line to publish on that loses, doubles and re-orders packets as its seed says.

struct FaultyLine: ~Copyable {
    private let socket: UDPSocket
    private let group: Endpoint
    private var faults: SeededFaults
    private let memory: UnsafeMutableRawBufferPointer
    private let held: UnsafeMutablePointer<Held>
    private let packetBytesMax: Int
    private(set) var counters = PublishedCounters()

    /// A packet that waits for others to overtake it.
    private struct Held: BitwiseCopyable {
        var size = 0
        var packetsToGo = 0
    }

    private static let heldMax = 8

    init(
        _ socket: consuming UDPSocket, to group: Endpoint, rates: LineFaultRates, seed: UInt64, packetBytesMax: Int
    ) {
        self.socket = socket
        self.group = group
        self.packetBytesMax = packetBytesMax
        faults = SeededFaults(seed: seed, rates: rates)
        memory = .allocate(byteCount: Self.heldMax * packetBytesMax, alignment: 64)
        held = .allocate(capacity: Self.heldMax)
        held.initialize(repeating: Held(), count: Self.heldMax)
    }

    deinit {
        memory.deallocate()
        held.deallocate()
    }

    /// Publishes a packet, or what its fate makes of it, and those whose time has come.
    mutating func publish(_ packet: UnsafeRawBufferPointer) {
        switch faults.next() {
        case .sent: send(packet)
        case .lost: counters.dropped &+= 1
        case .twice:
            counters.doubled &+= 1
            send(packet)
            send(packet)
        case .late(let packets): hold(packet, behind: packets)
        }
        for index in 0..<Self.heldMax where held[index].size > 0 {
            held[index].packetsToGo -= 1
            guard held[index].packetsToGo < 0 else { continue }
            send(UnsafeRawBufferPointer(rebasing: memory[(index * packetBytesMax)...].prefix(held[index].size)))
            held[index].size = 0
        }
    }

    private mutating func hold(_ packet: UnsafeRawBufferPointer, behind packets: Int) {
        guard packet.count <= packetBytesMax,
            let index = (0..<Self.heldMax).first(where: { held[$0].size == 0 })
        else { return send(packet) }
        memory.put(packet, at: index * packetBytesMax)
        held[index] = Held(size: packet.count, packetsToGo: packets)
        counters.heldBack &+= 1
    }

    private mutating func send(_ packet: UnsafeRawBufferPointer) {
        if socket.send(packet, to: group) { counters.sent &+= 1 } else { counters.unsent &+= 1 }
    }
}

/// What a publisher did on a line.
public struct PublishedCounters: Hashable, Sendable, BitwiseCopyable {
    /// Datagrams that went out.
    public var sent: UInt64 = 0
    /// Lost, doubled and held back on purpose.
    public var dropped: UInt64 = 0
    public var doubled: UInt64 = 0
    public var heldBack: UInt64 = 0
    /// Datagrams that the system would not take.
    public var unsent: UInt64 = 0

    public init() {}
}
