/// A gzip file read at rising offsets of what is in it, through a buffer of fixed size: what a reader
/// of messages needs. Going back begins the file anew.

public struct GzipWindow: ~Copyable {
    private var stream: GzipStream
    private let buffer: UnsafeMutableRawBufferPointer
    /// Where the buffer begins in what is decompressed, and how many bytes of it count.
    private var start = 0
    private var filled = 0

    /// Bytes of the buffer, and so the most that can be asked for at once.
    public static var capacity: Int { 1 << 20 }

    /// - Parameter bytes: the whole compressed file; must outlive this.
    public init(_ bytes: UnsafeRawBufferPointer) {
        stream = GzipStream(bytes)
        buffer = .allocate(byteCount: Self.capacity, alignment: 64)
    }

    deinit { buffer.deallocate() }

    /// `count` bytes at an offset of the decompressed file, valid until the next call; nil where there
    /// are not so many.
    @inline(__always)
    public mutating func bytes(at offset: Int, count: Int) -> UnsafeRawBufferPointer? {
        guard count >= 0, count <= Self.capacity, offset >= 0, offset <= .max - count else { return nil }
        if offset < start || offset &+ count > start &+ filled {
            guard seek(offset, count) else { return nil }
        }
        return UnsafeRawBufferPointer(rebasing: buffer[(offset - start)..<(offset - start + count)])
    }

    @inline(never)
    private mutating func seek(_ offset: Int, _ count: Int) -> Bool {
        if offset < start {
            stream.rewind()
            start = 0
            filled = 0
        }
        while offset > start + filled {
            start += filled
            filled = stream.read(into: buffer)
            if filled == 0 { return false }
        }
        let kept = start + filled - offset
        if kept > 0, offset > start, let base = buffer.baseAddress {
            base.copyMemory(from: base + (offset - start), byteCount: kept)
        }
        start = offset
        filled = kept
        filled += stream.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[filled...]))
        return filled >= count
    }

    /// Compressed bytes taken so far.
    public var consumed: Int { stream.consumed }
    /// Decompressed bytes so far; how many there are once the file is at its end.
    public var produced: Int { stream.produced }
    /// Why nothing comes behind what came; nil when the file is whole up to there.
    public var fault: GzipFault? { stream.fault }
}
