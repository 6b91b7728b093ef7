/// The packets of a pcapng file (draft-ietf-opsawg-pcapng): sections in either byte order, times
/// in any resolution, enhanced, simple and old packet blocks. Other blocks are passed over.

public struct PcapngReader {
    let bytes: UnsafeRawBufferPointer
    var isBigEndian = false
    var interfaces: [Interface] = []
    private var offset = 0

    static let sectionHeader: UInt32 = 0x0A0D_0D0A
    static let byteOrderMagic: UInt32 = 0x1A2B_3C4D
    static let interfacesMax = 1024

    /// What a section says of where packets were captured.
    struct Interface: BitwiseCopyable {
        var linkType: UInt32
        var snapLength: UInt32
        var ticksPerSecond: UInt64? = 1_000_000
        var offsetSeconds: Int64 = 0
    }

    /// A block without its type and lengths.
    struct Body {
        let bytes: UnsafeRawBufferPointer
        /// Where it begins in the file.
        let offset: Int
        let isBigEndian: Bool

        func number<Number: FixedWidthInteger & BitwiseCopyable>(_: Number.Type, at place: Int) -> Number? {
            bytes.number(Number.self, at: place, isBigEndian: isBigEndian)
        }
    }

    /// - Parameter bytes: the whole file; must outlive the reader.
    public init(_ bytes: UnsafeRawBufferPointer) throws(CaptureFault) {
        guard let type = bytes.bigEndian(UInt32.self, at: 0) else { throw CaptureFault(.headerCut, at: bytes.count) }
        guard type == Self.sectionHeader else { throw CaptureFault(.notACapture, at: 0) }
        self.bytes = bytes
    }

    /// The next packet, fault or the end.
    public mutating func next() -> CaptureStep {
        while offset < bytes.count {
            let begin = offset
            guard let rawType = bytes.bigEndian(UInt32.self, at: begin) else { return stop(.recordCut, at: begin) }
            if rawType == Self.sectionHeader {
                guard let fault = beginSection(at: begin) else { continue }
                return fault
            }
            let type = isBigEndian ? rawType : rawType.byteSwapped
            switch block(at: begin) {
            case .failure(let fault): return stop(fault.kind, at: fault.offset)
            case .success(let body):
                guard let step = step(type, body) else { continue }
                return step
            }
        }
        return .end
    }

    private mutating func step(_ type: UInt32, _ body: Body) -> CaptureStep? {
        switch type {
        case 1: describe(body).map { .fault($0) }
        case 2: oldPacket(body)
        case 3: simplePacket(body)
        case 6: enhancedPacket(body)
        default: nil
        }
    }

    /// Byte order first: the length can not be read without it.
    private mutating func beginSection(at begin: Int) -> CaptureStep? {
        guard let magic = bytes.bigEndian(UInt32.self, at: begin + 8) else { return stop(.recordCut, at: begin) }
        switch magic {
        case Self.byteOrderMagic: isBigEndian = true
        case Self.byteOrderMagic.byteSwapped: isBigEndian = false
        default: return stop(.byteOrder, at: begin + 8)
        }
        interfaces.removeAll(keepingCapacity: true)
        switch block(at: begin) {
        case .failure(let fault): return stop(fault.kind, at: fault.offset)
        case .success(let body):
            guard let major = body.number(UInt16.self, at: 4), body.bytes.count >= 16 else {
                return .fault(CaptureFault(.blockBody, at: begin))
            }
            return major == 1 ? nil : stop(.version, at: begin + 12)
        }
    }

    /// The block at `begin`, checked from both ends; reading goes on behind it.
    private mutating func block(at begin: Int) -> Result<Body, CaptureFault> {
        guard let total = bytes.number(UInt32.self, at: begin + 4, isBigEndian: isBigEndian) else {
            return .failure(CaptureFault(.recordCut, at: begin))
        }
        guard total >= 12, total % 4 == 0 else { return .failure(CaptureFault(.blockLength, at: begin + 4)) }
        let size = Int(total)
        guard bytes.slice(at: begin, count: size) != nil, let body = bytes.slice(at: begin + 8, count: size - 12)
        else { return .failure(CaptureFault(.recordCut, at: begin)) }
        let last = begin + size - 4
        guard bytes.number(UInt32.self, at: last, isBigEndian: isBigEndian) == total else {
            return .failure(CaptureFault(.blockLength, at: last))
        }
        offset = begin + size
        return .success(Body(bytes: body, offset: begin + 8, isBigEndian: isBigEndian))
    }

    private mutating func stop(_ kind: CaptureFault.Kind, at place: Int) -> CaptureStep {
        offset = bytes.count
        return .fault(CaptureFault(kind, at: place))
    }
}
