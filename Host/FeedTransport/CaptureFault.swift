/// What is wrong with a capture file, and where.

public struct CaptureFault: Error, Hashable, Sendable, BitwiseCopyable {
    public enum Kind: UInt8, Sendable, CaseIterable, BitwiseCopyable {
        /// The first four bytes are neither those of pcap nor of pcapng.
        case notACapture
        /// The file header is cut off.
        case headerCut
        /// A version that is not read here; pcap 2.4 and pcapng 1.x are.
        case version
        /// A record or block is cut off by the end of the file.
        case recordCut
        /// A record of pcap is longer than any packet can be; where the next one begins is unknown.
        case recordTooLong
        /// The length of a pcapng block is below 12, not a multiple of 4, or not repeated at its end.
        case blockLength
        /// A pcapng block has too little room for what its type needs.
        case blockBody
        /// A pcapng section header without the byte-order magic.
        case byteOrder
        /// A packet of an interface that was not described.
        case noInterface
        /// More interfaces in a section than are kept.
        case tooManyInterfaces
        /// A time before 1970 or beyond 2262, or a resolution that is not read here.
        case time
        /// A packet was recorded only in part: the capture's snap length was too small.
        case snapped
        /// A link layer that is not read here.
        case linkType
        /// Ethernet, IPv4 or UDP says more than the packet has.
        case packetCut
        /// A part of a fragmented datagram; they are not put together here.
        case fragment

        /// Whether nothing behind it can be read.
        var endsReading: Bool {
            switch self {
            case .headerCut, .recordCut, .recordTooLong, .blockLength, .byteOrder: true
            default: false
            }
        }
    }

    public let kind: Kind
    /// Where in the file, bytes from its first.
    public let offset: Int

    public init(_ kind: Kind, at offset: Int) {
        self.kind = kind
        self.offset = offset
    }
}

extension CaptureFault: CustomStringConvertible {
    public var description: String {
        let what =
            switch kind {
            case .notACapture: "neither a pcap nor a pcapng file"
            case .headerCut: "file header cut off"
            case .version: "version not supported; write pcap 2.4 or pcapng 1.0"
            case .recordCut: "cut off within a record"
            case .recordTooLong: "record longer than a packet can be; nothing behind it can be read"
            case .blockLength: "block length wrong; nothing behind it can be read"
            case .blockBody: "block too short for its type"
            case .byteOrder: "section without a byte order; nothing behind it can be read"
            case .noInterface: "packet of an interface that is not described"
            case .tooManyInterfaces: "more interfaces than are supported"
            case .time: "time out of range"
            case .snapped: "packet recorded in part; capture with a larger snap length"
            case .linkType: "link layer not supported; capture on Ethernet or \"any\""
            case .packetCut: "packet shorter than its headers say"
            case .fragment: "fragment of a datagram"
            }
        return "\(what), at byte \(offset)"
    }
}
