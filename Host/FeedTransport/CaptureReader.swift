/// A capture of either kind, known by its first bytes.

public struct CaptureReader {
    private var pcap: PcapReader?
    private var pcapng: PcapngReader?

    /// Whether a file is a capture, by its first bytes.
    public static func isCapture(_ path: String) throws(TransportError) -> Bool {
        let kinds: [[UInt8]] = [
            [0x0A, 0x0D, 0x0D, 0x0A], [0xA1, 0xB2, 0xC3, 0xD4], [0xD4, 0xC3, 0xB2, 0xA1], [0xA1, 0xB2, 0x3C, 0x4D],
            [0x4D, 0x3C, 0xB2, 0xA1],
        ]
        return kinds.contains(try MappedFile.beginning(of: path, count: 4))
    }

    /// - Parameter bytes: the whole file; must outlive the reader.
    public init(_ bytes: UnsafeRawBufferPointer) throws(CaptureFault) {
        if bytes.bigEndian(UInt32.self, at: 0) == PcapngReader.sectionHeader {
            pcapng = try PcapngReader(bytes)
        } else {
            pcap = try PcapReader(bytes)
        }
    }

    /// The next packet, fault or the end.
    public mutating func next() -> CaptureStep {
        pcap?.next() ?? pcapng?.next() ?? .end
    }
}
