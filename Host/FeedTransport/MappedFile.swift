/// A file as bytes that lie still: mapped read-only, whole. One that is compressed with gzip is
/// decompressed into a file without a name, which is mapped in its place: what is read at any place has to
/// lie somewhere, and on the disk it takes no memory that the system could not have back.
internal import CLinux
internal import Glibc
internal import Gzip

public struct MappedFile: ~Copyable, @unchecked Sendable {
    /// The bytes, valid as long as this is. A file that somebody else cuts short meanwhile makes
    /// a read of them fail with SIGBUS: what is recorded is written once.
    public let bytes: UnsafeRawBufferPointer
    public let path: String

    /// Maps a regular file.
    public init(_ path: String) throws(TransportError) {
        bytes = try Self.whole(Self.map(path), path)
        self.path = path
    }

    /// The first bytes of a file, or of what it decompresses to: which kind it is, without reading it.
    public static func beginning(of path: String, count: Int) throws(TransportError) -> [UInt8] {
        let bytes = try map(path)
        defer {
            if let base = bytes.baseAddress { _ = tectra_unmap(UnsafeMutableRawPointer(mutating: base), bytes.count) }
        }
        guard GzipStream.begins(bytes) else { return Array(bytes.prefix(count)) }
        var first = [UInt8](repeating: 0, count: count)
        var stream = GzipStream(bytes)
        let read = first.withUnsafeMutableBytes { stream.read(into: $0) }
        return Array(first.prefix(read))
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

    /// The bytes themselves, or what they decompress to; then they are unmapped.
    private static func whole(
        _ bytes: UnsafeRawBufferPointer, _ path: String
    ) throws(TransportError) -> UnsafeRawBufferPointer {
        guard GzipStream.begins(bytes) else { return bytes }
        defer { _ = tectra_unmap(UnsafeMutableRawPointer(mutating: bytes.baseAddress), bytes.count) }
        let directory = getenv("TMPDIR").map { String(cString: $0) } ?? "/var/tmp"
        let place = "decompress \(path) into \(directory) (TMPDIR chooses another place)"
        let descriptor = tectra_nameless_file(directory)
        guard descriptor >= 0 else { throw .system(doing: place, code: -descriptor) }
        defer { close(descriptor) }
        let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 64)
        defer { piece.deallocate() }
        var stream = GzipStream(bytes)
        while true {
            let count = stream.read(into: piece)
            guard count > 0 else { break }
            try write(UnsafeRawBufferPointer(rebasing: piece[..<count]), to: descriptor, doing: place)
        }
        if let fault = stream.fault { throw .gzip(path: path, fault) }
        guard stream.produced > 0 else { return UnsafeRawBufferPointer(start: nil, count: 0) }
        guard let base = tectra_map(descriptor, stream.produced, 0) else { throw .system(doing: place, code: errno) }
        return UnsafeRawBufferPointer(start: base, count: stream.produced)
    }

    private static func write(
        _ bytes: UnsafeRawBufferPointer, to descriptor: Int32, doing place: String
    ) throws(TransportError) {
        var written = 0
        while written < bytes.count {
            let count = Glibc.write(descriptor, bytes.baseAddress.map { $0 + written }, bytes.count - written)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw .system(doing: place, code: count < 0 ? errno : ENOSPC) }
            written += count
        }
    }

    deinit {
        guard let base = bytes.baseAddress else { return }
        _ = tectra_unmap(UnsafeMutableRawPointer(mutating: base), bytes.count)
    }
}
