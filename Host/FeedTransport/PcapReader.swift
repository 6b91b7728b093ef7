/// The packets of a pcap file (draft-ietf-opsawg-pcap), in either byte order, with times in
/// microseconds or nanoseconds.

public struct PcapReader {
    private let bytes: UnsafeRawBufferPointer
    private let isBigEndian: Bool
    private let ticksPerSecond: UInt64
    private let linkType: UInt32
    private var offset = 24

    /// Longest record that is believed, in bytes: what libpcap allows for any link layer.
    static let recordBytesMax = 262_144
    static let magicMicroseconds: UInt32 = 0xA1B2_C3D4
    static let magicNanoseconds: UInt32 = 0xA1B2_3C4D

    /// - Parameter bytes: the whole file; must outlive the reader.
    public init(_ bytes: UnsafeRawBufferPointer) throws(CaptureFault) {
        guard let magic = bytes.bigEndian(UInt32.self, at: 0) else { throw CaptureFault(.headerCut, at: bytes.count) }
        let isBig = magic == Self.magicMicroseconds || magic == Self.magicNanoseconds
        let inOrder = isBig ? magic : magic.byteSwapped
        guard inOrder == Self.magicMicroseconds || inOrder == Self.magicNanoseconds else {
            throw CaptureFault(.notACapture, at: 0)
        }
        guard let major = bytes.number(UInt16.self, at: 4, isBigEndian: isBig),
            let minor = bytes.number(UInt16.self, at: 6, isBigEndian: isBig),
            let link = bytes.number(UInt32.self, at: 20, isBigEndian: isBig)
        else { throw CaptureFault(.headerCut, at: bytes.count) }
        guard major == 2, minor == 4 else { throw CaptureFault(.version, at: 4) }
        self.bytes = bytes
        isBigEndian = isBig
        ticksPerSecond = inOrder == Self.magicNanoseconds ? 1_000_000_000 : 1_000_000
        // The upper half may tell of frame check sequences.
        linkType = link & 0xFFFF
    }

    /// The next packet, fault or the end.
    public mutating func next() -> CaptureStep {
        let begin = offset
        guard begin < bytes.count else { return .end }
        guard let seconds = bytes.number(UInt32.self, at: begin, isBigEndian: isBigEndian),
            let ticks = bytes.number(UInt32.self, at: begin + 4, isBigEndian: isBigEndian),
            let size = bytes.number(UInt32.self, at: begin + 8, isBigEndian: isBigEndian),
            let wire = bytes.number(UInt32.self, at: begin + 12, isBigEndian: isBigEndian)
        else { return stop(.recordCut, at: begin) }
        guard size <= Self.recordBytesMax else { return stop(.recordTooLong, at: begin + 8) }
        guard let packet = bytes.slice(at: begin + 16, count: Int(size)) else { return stop(.recordCut, at: begin) }
        offset = begin + 16 + Int(size)
        guard ticks < ticksPerSecond,
            let time = CaptureTime.nanoseconds(UInt64(ticks), perSecond: ticksPerSecond, offset: Int64(seconds))
        else { return .fault(CaptureFault(.time, at: begin)) }
        return .frame(
            CaptureFrame(
                time: time, bytes: packet, wireBytes: max(Int(wire), packet.count), linkType: linkType,
                offset: begin + 16))
    }

    private mutating func stop(_ kind: CaptureFault.Kind, at place: Int) -> CaptureStep {
        offset = bytes.count
        return .fault(CaptureFault(kind, at: place))
    }
}
