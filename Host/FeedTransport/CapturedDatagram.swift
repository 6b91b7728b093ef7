/// The UDP datagram in a captured packet: Ethernet with or without VLAN tags, Linux cooked (both
/// versions) or bare IPv4.

public struct CapturedDatagram: BitwiseCopyable {
    /// Nanoseconds since the Unix epoch.
    public let time: Int64
    public let source: Endpoint
    public let destination: Endpoint
    /// It lies in the file.
    public let payload: UnsafeRawBufferPointer
    /// Where in the file the payload begins.
    public let offset: Int

    /// - Returns: nil when the packet is sound and something else than UDP over IPv4.
    public init?(_ frame: CaptureFrame) throws(CaptureFault) {
        guard let start = try Self.networkLayer(frame) else { return nil }
        func cut(_ place: Int) -> CaptureFault {
            CaptureFault(
                frame.wireBytes > frame.bytes.count ? .snapped : .packetCut,
                at: frame.offset + min(place, frame.bytes.count))
        }
        let bytes = frame.bytes
        guard let first = bytes.bigEndian(UInt8.self, at: start),
            let total = bytes.bigEndian(UInt16.self, at: start + 2),
            let fragment = bytes.bigEndian(UInt16.self, at: start + 6),
            let next = bytes.bigEndian(UInt8.self, at: start + 9),
            let source = bytes.bigEndian(UInt32.self, at: start + 12),
            let destination = bytes.bigEndian(UInt32.self, at: start + 16)
        else { throw cut(start) }
        let header = Int(first & 0x0F) * 4
        guard first >> 4 == 4, header >= 20 else { throw CaptureFault(.packetCut, at: frame.offset + start) }
        guard next == 17 else { return nil }
        guard fragment & 0x3FFF == 0 else { throw CaptureFault(.fragment, at: frame.offset + start + 6) }
        let udp = start + header
        guard let sourcePort = bytes.bigEndian(UInt16.self, at: udp),
            let destinationPort = bytes.bigEndian(UInt16.self, at: udp + 2),
            let length = bytes.bigEndian(UInt16.self, at: udp + 4)
        else { throw cut(udp) }
        guard length >= 8, header + Int(length) <= Int(total) else {
            throw CaptureFault(.packetCut, at: frame.offset + udp + 4)
        }
        guard let payload = bytes.slice(at: udp + 8, count: Int(length) - 8) else { throw cut(bytes.count) }
        time = frame.time
        self.source = Endpoint(address: source, port: sourcePort)
        self.destination = Endpoint(address: destination, port: destinationPort)
        self.payload = payload
        offset = frame.offset + udp + 8
    }

    /// Where IPv4 begins; nil when the packet carries something else.
    private static func networkLayer(_ frame: CaptureFrame) throws(CaptureFault) -> Int? {
        var (typeAt, start): (Int, Int)
        switch frame.linkType {
        case 1: (typeAt, start) = (12, 14)
        case 113: (typeAt, start) = (14, 16)
        case 276: (typeAt, start) = (0, 20)
        case 101, 228:
            guard let first = frame.bytes.bigEndian(UInt8.self, at: 0) else {
                throw CaptureFault(.packetCut, at: frame.offset)
            }
            return first >> 4 == 4 ? 0 : nil
        default: throw CaptureFault(.linkType, at: frame.offset)
        }
        // 802.1Q and 802.1ad, at most two tags: each puts four bytes before what follows.
        for _ in 0..<3 {
            guard let type = frame.bytes.bigEndian(UInt16.self, at: typeAt) else {
                throw CaptureFault(.packetCut, at: frame.offset + frame.bytes.count)
            }
            switch type {
            case 0x0800: return start
            case 0x8100, 0x88A8: (typeAt, start) = (start + 2, start + 4)
            default: return nil
            }
        }
        return nil
    }
}
