/// A capture of either kind, known by its first bytes.

public struct CaptureReader {
    private var pcap: PcapReader?
    private var pcapng: PcapngReader?

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
