/// A packet as a capture file has it.

public struct CaptureFrame: BitwiseCopyable {
    /// Nanoseconds since the Unix epoch; 0 when the file does not say.
    public let time: Int64
    /// What was recorded, from the link layer on. It lies in the file.
    public let bytes: UnsafeRawBufferPointer
    /// Bytes that the packet had on the wire; more than recorded when it was cut.
    public let wireBytes: Int
    /// LINKTYPE_ number of tcpdump.org: 1 Ethernet, 113 and 276 Linux cooked, 101 and 228 IPv4.
    public let linkType: UInt32
    /// Where in the file the recorded bytes begin.
    public let offset: Int
}

/// What a capture has next.
public enum CaptureStep {
    case frame(CaptureFrame)
    /// Something is wrong. Go on: the next step is whatever can still be read.
    case fault(CaptureFault)
    case end
}

/// Times of captures as nanoseconds.
enum CaptureTime {
    /// `ticks` of `perSecond` each, plus `offset` seconds; nil when that is no time of this project:
    /// before 1970 or beyond 2262.
    static func nanoseconds(_ ticks: UInt64, perSecond: UInt64, offset: Int64 = 0) -> Int64? {
        guard perSecond > 0, offset >= -(1 << 40), offset <= 1 << 40 else { return nil }
        let (seconds, rest) = ticks.quotientAndRemainder(dividingBy: perSecond)
        let product = rest.multipliedFullWidth(by: 1_000_000_000)
        let fraction = perSecond.dividingFullWidth(product).quotient
        let total = (Int128(seconds) + Int128(offset)) * 1_000_000_000 + Int128(fraction)
        return total >= 0 ? Int64(exactly: total) : nil
    }
}
