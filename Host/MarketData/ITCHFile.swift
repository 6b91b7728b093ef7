/// A day of ITCH 5.0 messages in a file, each behind its length in two big-endian bytes, mapped
/// whole and walked without copying.
internal import Glibc

/// A mapped file.
public struct ITCHFile: ~Copyable, @unchecked Sendable {
    public let path: String
    public let size: Int
    private let base: UnsafeRawPointer

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
        base = UnsafeRawPointer(map)
        size = Int(facts.st_size)
    }

    deinit { munmap(UnsafeMutableRawPointer(mutating: base), size) }

    /// The message at `offset`, which moves behind it; nil at the end, and where the file is cut
    /// inside a message: then `offset` is not at `size`.
    @inline(__always)
    public borrowing func next(_ offset: inout Int) -> UnsafeRawBufferPointer? {
        guard offset + 2 <= size else { return nil }
        let length = Int(UInt16(bigEndian: base.loadUnaligned(fromByteOffset: offset, as: UInt16.self)))
        guard offset + 2 + length <= size else { return nil }
        let message = UnsafeRawBufferPointer(start: base + offset + 2, count: length)
        offset += 2 + length
        return message
    }
}
