/// A day of ITCH 5.0 messages in a file, each behind its length in two big-endian bytes, mapped whole
/// and walked without copying; compressed with gzip, as NASDAQ distributes it, it is decompressed as it
/// is walked.
internal import Glibc
public import Gzip

/// A mapped file.
public struct ITCHFile: ~Copyable, @unchecked Sendable {
    public let path: String
    /// Bytes of the file as it lies on the disk.
    public let size: Int
    private let base: UnsafeRawPointer
    /// Of a compressed file. Apart from this value, so that walking is no change of it.
    private let window: UnsafeMutablePointer<GzipWindow>?

    /// - Throws: when the file is not there, empty or not a regular file.
    public init(path: String) throws(MarketDataError) {
        self.path = path
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .file(path: path, reason: String(cString: strerror(errno))) }
        defer { close(descriptor) }
        var facts = stat()
        guard fstat(descriptor, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG else {
            throw .file(path: path, reason: "is not a regular file")
        }
        guard facts.st_size > 0 else { throw .file(path: path, reason: "is empty") }
        let map = mmap(nil, Int(facts.st_size), PROT_READ, MAP_PRIVATE, descriptor, 0)
        guard let map, map != MAP_FAILED else { throw .file(path: path, reason: "can not be mapped") }
        madvise(map, Int(facts.st_size), MADV_SEQUENTIAL)
        let bytes = UnsafeRawBufferPointer(start: map, count: Int(facts.st_size))
        guard !Self.isCapture(bytes) else {
            munmap(map, bytes.count)
            throw .file(path: path, reason: Self.captureReason)
        }
        base = UnsafeRawPointer(map)
        size = bytes.count
        if GzipStream.begins(bytes) {
            let window = UnsafeMutablePointer<GzipWindow>.allocate(capacity: 1)
            window.initialize(to: GzipWindow(bytes))
            self.window = window
        } else {
            window = nil
        }
    }

    private static let captureReason =
        "is a capture of packets, not ITCH behind lengths: a host takes it as feed.capture, and feed quality reads it"

    /// Whether a file, or what is compressed in it, begins as a capture of packets does: pcap of either byte order and
    /// either clock, or pcapng.
    private static func isCapture(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard GzipStream.begins(bytes) else { return isMagic(bytes) }
        var window = GzipWindow(bytes)
        return window.bytes(at: 0, count: 4).map(isMagic) ?? false
    }

    private static func isMagic(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard bytes.count >= 4 else { return false }
        let magic = UInt32(bigEndian: bytes.loadUnaligned(as: UInt32.self))
        return [0x0A0D_0D0A, 0xA1B2_C3D4, 0xD4C3_B2A1, 0xA1B2_3C4D, 0x4D3C_B2A1].contains(magic)
    }

    deinit {
        if let window {
            window.deinitialize(count: 1)
            window.deallocate()
        }
        munmap(UnsafeMutableRawPointer(mutating: base), size)
    }

    public var isCompressed: Bool { window != nil }

    /// The message at `offset` of the decompressed file, which moves behind it; nil at the end, and where
    /// the file is cut inside a message or damaged: `ending` tells. Valid until the next call.
    @inline(__always)
    public borrowing func next(_ offset: inout Int) -> UnsafeRawBufferPointer? {
        guard window == nil else { return nextInflated(&offset) }
        guard offset + 2 <= size else { return nil }
        let length = Int(UInt16(bigEndian: base.loadUnaligned(fromByteOffset: offset, as: UInt16.self)))
        guard offset + 2 + length <= size else { return nil }
        let message = UnsafeRawBufferPointer(start: base + offset + 2, count: length)
        offset += 2 + length
        return message
    }

    @inline(never)
    private borrowing func nextInflated(_ offset: inout Int) -> UnsafeRawBufferPointer? {
        guard let window, let prefix = window.pointee.bytes(at: offset, count: 2) else { return nil }
        let length = Int(prefix[0]) << 8 | Int(prefix[1])
        guard let whole = window.pointee.bytes(at: offset, count: 2 + length) else { return nil }
        offset += 2 + length
        return UnsafeRawBufferPointer(rebasing: whole[2...])
    }

    /// How a walk ended that got as far as `offset`: nil when behind the last message.
    public borrowing func ending(_ offset: Int) -> ITCHFileEnding? {
        if let fault = window?.pointee.fault { return .gzip(fault, offset: offset) }
        return offset < window?.pointee.produced ?? size ? .cut(offset: offset) : nil
    }

    /// How much of the file's `size` a walk has read that got as far as `offset`.
    public borrowing func progress(_ offset: Int) -> Int { window?.pointee.consumed ?? offset }
}

/// Why a day ends before its file does.
public enum ITCHFileEnding: Hashable, Sendable, CustomStringConvertible {
    /// Inside the message at this offset.
    case cut(offset: Int)
    /// The compressed file is not whole; the messages end at `offset` of the decompressed one.
    case gzip(GzipFault, offset: Int)

    /// In the file as it would be decompressed.
    public var offset: Int {
        switch self {
        case .cut(let offset), .gzip(_, let offset): offset
        }
    }

    public var description: String {
        switch self {
        case .cut: "the file ends inside a message"
        case .gzip(let fault, let offset): "\(fault) (decompressed byte \(offset))"
        }
    }
}
