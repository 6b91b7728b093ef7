/// A gzip file (RFC 1952) decompressed piece by piece: the memory is the decompressor's own and what the
/// caller lends, however long the file is. Several members behind each other are one file, as gunzip has it.
internal import CZlib

public struct GzipStream: ~Copyable {
    private let bytes: UnsafeRawBufferPointer
    /// zlib keeps the address of its state, so it does not live in this value.
    private let zlib: UnsafeMutablePointer<z_stream>
    private var hasMember = false
    /// Compressed bytes taken so far.
    public private(set) var consumed = 0
    /// Decompressed bytes given so far.
    public private(set) var produced = 0
    /// Why nothing more comes before the file is at its end; nil when it is whole up to here.
    public private(set) var fault: GzipFault?
    public private(set) var isAtEnd = false

    /// Whether bytes begin as a gzip file does. No file of messages or packets that is read here does.
    public static func begins(_ bytes: UnsafeRawBufferPointer) -> Bool {
        bytes.count >= 2 && bytes[0] == 0x1F && bytes[1] == 0x8B
    }

    /// - Parameter bytes: the whole compressed file; must outlive this.
    public init(_ bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
        zlib = .allocate(capacity: 1)
        zlib.initialize(to: z_stream())
        begin()
    }

    deinit {
        if hasMember { inflateEnd(zlib) }
        zlib.deallocate()
    }

    private mutating func begin() {
        // 15 bits of window, and 16 for: gzip, nothing else.
        hasMember = inflateInit2_(zlib, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK
        if !hasMember { fault = GzipFault(.memory, at: 0) }
    }

    /// Begins anew, from the first byte.
    public mutating func rewind() {
        consumed = 0
        produced = 0
        fault = nil
        isAtEnd = false
        if hasMember { inflateReset(zlib) } else { begin() }
    }

    /// Decompresses into `room` until it is full or nothing more comes; 0 at the end and at a fault. What
    /// was decompressed before a fault is given first.
    public mutating func read(into room: UnsafeMutableRawBufferPointer) -> Int {
        var filled = 0
        while filled < room.count, fault == nil, !isAtEnd {
            filled += step(UnsafeMutableRawBufferPointer(rebasing: room[filled...]))
        }
        produced += filled
        return filled
    }

    /// One call of the decompressor, which counts in 32 bits.
    private mutating func step(_ room: UnsafeMutableRawBufferPointer) -> Int {
        let most = 1 << 30
        let given = min(bytes.count - consumed, most)
        let wanted = min(room.count, most)
        let next = bytes.baseAddress.map { UnsafeMutableRawPointer(mutating: $0 + consumed) }
        zlib.pointee.next_in = next?.assumingMemoryBound(to: Bytef.self)
        zlib.pointee.avail_in = uInt(given)
        zlib.pointee.next_out = room.baseAddress?.assumingMemoryBound(to: Bytef.self)
        zlib.pointee.avail_out = uInt(wanted)
        let status = inflate(zlib, Z_NO_FLUSH)
        consumed += given - Int(zlib.pointee.avail_in)
        let count = wanted - Int(zlib.pointee.avail_out)
        switch status {
        case Z_OK: break
        case Z_STREAM_END: endMember()
        case Z_BUF_ERROR:
            if consumed == bytes.count, count == 0 { fault = GzipFault(.truncated, at: consumed) }
        case Z_MEM_ERROR: fault = GzipFault(.memory, at: consumed)
        default:
            let reason = zlib.pointee.msg.map { String(cString: $0) } ?? "not a deflate stream"
            fault = GzipFault(.damaged(reason: reason), at: consumed)
        }
        return count
    }

    private mutating func endMember() {
        let rest = UnsafeRawBufferPointer(rebasing: bytes[consumed...])
        if Self.begins(rest) {
            inflateReset(zlib)
        } else if rest.allSatisfy({ $0 == 0 }) {
            // Tapes and block devices pad with zeros.
            isAtEnd = true
        } else {
            fault = GzipFault(.trailing, at: consumed)
        }
    }
}
