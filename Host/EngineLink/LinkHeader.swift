/// The fixed beginning of every message between the control plane and the engine.
///
/// A message is one packet of a SOCK_SEQPACKET socket: this header, then `length` bytes. Little
/// endian, 16 bytes: correlation u64, verb u16, status u16, length u32.

/// A header as it was sent. The verb is checked by whoever handles the message.
public struct LinkHeader: Equatable, Sendable {
    /// Bytes of a header.
    public static let size = 16
    /// The longest packet, header included, in bytes.
    public static let packetMax = 64 * 1024
    /// The longest payload in bytes.
    public static let payloadMax = packetMax - size

    /// Chosen by the asker; comes back with every part of the answer. It is the correlation id of
    /// the HTTP request when there is one, so that logs of both sides can be joined.
    public var correlation: UInt64
    public var verb: UInt16
    public var status: UInt16
    /// Bytes behind the header.
    public var length: UInt32

    public init(correlation: UInt64, verb: UInt16, status: UInt16, length: UInt32) {
        self.correlation = correlation
        self.verb = verb
        self.status = status
        self.length = length
    }

    /// Reads the header of a packet from anywhere.
    ///
    /// - Returns: nil when the packet is shorter than a header, longer than a packet may be, or not
    ///   exactly as long as its header says.
    public init?(packet: UnsafeRawBufferPointer) {
        guard packet.count >= Self.size, packet.count <= Self.packetMax else { return nil }
        correlation = UInt64(littleEndian: packet.loadUnaligned(fromByteOffset: 0, as: UInt64.self))
        verb = UInt16(littleEndian: packet.loadUnaligned(fromByteOffset: 8, as: UInt16.self))
        status = UInt16(littleEndian: packet.loadUnaligned(fromByteOffset: 10, as: UInt16.self))
        length = UInt32(littleEndian: packet.loadUnaligned(fromByteOffset: 12, as: UInt32.self))
        guard Int(length) == packet.count - Self.size else { return nil }
    }

    /// The whole packet of this header and `payload`; `length` is taken from the payload.
    static func packet(correlation: UInt64, verb: UInt16, status: LinkStatus, payload: [UInt8]) -> [UInt8] {
        let kept = payload.prefix(payloadMax)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(size + kept.count)
        func put<Value: FixedWidthInteger>(_ value: Value) {
            withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
        }
        put(correlation)
        put(verb)
        put(status.rawValue)
        put(UInt32(truncatingIfNeeded: kept.count))
        bytes.append(contentsOf: kept)
        return bytes
    }
}
