/// A file as bytes that lie still: mapped read-only, whole.
internal import CLinux
internal import Glibc

public struct MappedFile: ~Copyable, @unchecked Sendable {
    /// The bytes, valid as long as this is. A file that somebody else cuts short meanwhile makes
    /// a read of them fail with SIGBUS: what is recorded is written once.
    public let bytes: UnsafeRawBufferPointer
    public let path: String

    /// Maps a regular file.
    public init(_ path: String) throws(TransportError) {
        bytes = try Self.map(path)
        self.path = path
    }

    private static func map(_ path: String) throws(TransportError) -> UnsafeRawBufferPointer {
        let descriptor = tectra_open_file(path, 0)
        guard descriptor >= 0 else { throw .system(doing: "open \(path)", code: -descriptor) }
        defer { close(descriptor) }
        let size = tectra_file_size(descriptor)
        guard size >= 0, let count = Int(exactly: size) else {
            throw .system(doing: "size \(path)", code: Int32(clamping: -size))
        }
        guard count > 0 else { return UnsafeRawBufferPointer(start: nil, count: 0) }
        guard let base = tectra_map(descriptor, count, 0) else { throw .system(doing: "map \(path)", code: errno) }
        return UnsafeRawBufferPointer(start: base, count: count)
    }

    deinit {
        guard let base = bytes.baseAddress else { return }
        _ = tectra_unmap(UnsafeMutableRawPointer(mutating: base), bytes.count)
    }
}
