/// Builds downstream packets into memory that is set aside once.

public struct MoldPacketWriter: ~Copyable {
    private let memory: UnsafeMutableRawBufferPointer
    private var session: MoldSession
    private var size = 0
    /// Messages in the packet so far.
    public private(set) var count = 0
    /// Number of its first message.
    public private(set) var sequence: UInt64 = 1

    /// - Parameter packetBytesMax: 20...65507; 1472 is what an Ethernet frame of 1500 carries.
    public init(session: MoldSession, packetBytesMax: Int = 1472) {
        let bound = min(max(packetBytesMax, MoldPacket.headerSize), 65_507)
        memory = .allocate(byteCount: bound, alignment: 8)
        self.session = session
    }

    deinit { memory.deallocate() }

    /// Begins a packet whose first message has the number `sequence`.
    public mutating func begin(at sequence: UInt64) {
        self.sequence = sequence
        count = 0
        size = MoldPacket.headerSize
    }

    /// Adds a message; false when it does not fit, and then the packet is as before.
    public mutating func append(_ message: UnsafeRawBufferPointer) -> Bool {
        guard count < Int(UInt16.max) - 1, message.count <= min(memory.count - size - 2, Int(UInt16.max)) else {
            return false
        }
        memory.putBigEndian(UInt16(truncatingIfNeeded: message.count), at: size)
        memory.put(message, at: size + 2)
        size += 2 + message.count
        count += 1
        return true
    }

    /// The packet, valid until the next change. Without messages it is a heartbeat.
    public mutating func finish() -> UnsafeRawBufferPointer {
        seal(count: UInt16(truncatingIfNeeded: count))
    }

    /// A heartbeat that announces `next` as the next number.
    public mutating func heartbeat(next: UInt64) -> UnsafeRawBufferPointer {
        begin(at: next)
        return seal(count: 0)
    }

    /// The end of the session, whose last message had the number `next - 1`.
    public mutating func endOfSession(next: UInt64) -> UnsafeRawBufferPointer {
        begin(at: next)
        return seal(count: MoldPacket.endOfSessionCount)
    }

    private mutating func seal(count: UInt16) -> UnsafeRawBufferPointer {
        session.write(to: memory)
        memory.putBigEndian(sequence, at: 10)
        memory.putBigEndian(count, at: 18)
        return UnsafeRawBufferPointer(rebasing: memory[..<max(size, MoldPacket.headerSize)])
    }
}
