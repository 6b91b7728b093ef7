// Capture files of every kind that is read, for tests.
import FeedTransport

struct CaptureWriter {
    enum Format: CaseIterable { case pcap, pcapNanoseconds, pcapng }
    enum Link: UInt32, CaseIterable {
        case ethernet = 1
        case cooked = 113
        case cooked2 = 276
        case ipv4 = 101
    }

    let format: Format
    let isBigEndian: Bool
    let link: Link
    let vlanTags: Int
    private(set) var bytes: [UInt8] = []
    /// Where each packet's record or block begins.
    private(set) var places: [Int] = []

    init(_ format: Format = .pcap, isBigEndian: Bool = false, link: Link = .ethernet, vlanTags: Int = 0) {
        self.format = format
        self.isBigEndian = isBigEndian
        self.link = link
        self.vlanTags = vlanTags
        switch format {
        case .pcap, .pcapNanoseconds:
            put(format == .pcap ? 0xA1B2_C3D4 : 0xA1B2_3C4D as UInt32)
            put(2 as UInt16)
            put(4 as UInt16)
            put(0 as UInt64)
            put(65_535 as UInt32)
            put(link.rawValue)
        case .pcapng:
            block(0x0A0D_0D0A) { writer in
                writer.put(0x1A2B_3C4D as UInt32)
                writer.put(1 as UInt16)
                writer.put(0 as UInt16)
                writer.put(UInt64.max)
            }
            block(1) { writer in
                writer.put(UInt16(writer.link.rawValue))
                writer.put(0 as UInt16)
                writer.put(0 as UInt32)
                // Times in nanoseconds.
                writer.put(9 as UInt16)
                writer.put(1 as UInt16)
                writer.bytes += [9, 0, 0, 0]
                writer.put(0 as UInt32)
            }
        }
    }

    mutating func put(_ number: some FixedWidthInteger) {
        withUnsafeBytes(of: isBigEndian ? number.bigEndian : number.littleEndian) { bytes += $0 }
    }

    /// A pcapng block.
    mutating func block(_ type: UInt32, _ body: (inout CaptureWriter) -> Void) {
        put(type)
        let place = bytes.count
        put(0 as UInt32)
        body(&self)
        while bytes.count % 4 != 0 { bytes.append(0) }
        let length = UInt32(bytes.count - place + 8)
        put(length)
        bytes.replaceSubrange(place..<(place + 4), with: bytes.suffix(4))
    }

    /// A packet with a UDP datagram in it. `time` is nanoseconds since the epoch.
    mutating func datagram(_ payload: [UInt8], to destination: Endpoint, at time: Int64) {
        packet(frame(payload, to: destination), at: time)
    }

    mutating func packet(_ packet: [UInt8], at time: Int64, snappedTo size: Int = .max) {
        places.append(bytes.count)
        let kept = packet.prefix(size)
        if format == .pcapng {
            block(6) { writer in
                writer.put(0 as UInt32)
                writer.put(UInt32(time >> 32))
                writer.put(UInt32(truncatingIfNeeded: time))
                writer.put(UInt32(kept.count))
                writer.put(UInt32(packet.count))
                writer.bytes += kept
            }
            return
        }
        put(UInt32(time / 1_000_000_000))
        put(UInt32(time % 1_000_000_000 / (format == .pcap ? 1000 : 1)))
        put(UInt32(kept.count))
        put(UInt32(packet.count))
        bytes += kept
    }

    /// Link layer, IPv4 and UDP around a payload; on Ethernet padded to 60 bytes as on the wire.
    func frame(_ payload: [UInt8], to destination: Endpoint, fragment: UInt16 = 0, protocolNumber: UInt8 = 17)
        -> [UInt8]
    {
        func big<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] {
            withUnsafeBytes(of: number.bigEndian) { Array($0) }
        }
        var frame: [UInt8] = []
        switch link {
        case .ethernet:
            frame += [UInt8](repeating: 2, count: 12)
            for tag in 0..<vlanTags {
                frame += [tag == 0 && vlanTags > 1 ? 0x88 : 0x81, tag == 0 && vlanTags > 1 ? 0xA8 : 0, 0, 7]
            }
            frame += [8, 0]
        case .cooked: frame += [UInt8](repeating: 0, count: 14) + [8, 0]
        case .cooked2: frame += [8, 0] + [UInt8](repeating: 0, count: 18)
        case .ipv4: break
        }
        frame += [0x45, 0] + big(UInt16(28 + payload.count)) + [0, 0] + big(fragment) + [8, protocolNumber, 0, 0]
        frame += big(0x0A00_0001 as UInt32) + big(destination.address)
        frame += big(40_000 as UInt16) + big(destination.port) + big(UInt16(8 + payload.count)) + [0, 0] + payload
        while link == .ethernet, frame.count < 60 { frame.append(0xEE) }
        return frame
    }
}
