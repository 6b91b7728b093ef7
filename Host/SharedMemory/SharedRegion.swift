/// Memory that two processes look at: a memfd or a small file, mapped whole.
///
/// The host makes every region, sizes it, maps it, seals it and only then hands the descriptor to
/// a worker; it never takes a descriptor from one.
internal import CLinux
internal import Glibc

/// A mapped region. Whoever holds pointers into it (every ring does) must be gone before it.
public struct SharedRegion: ~Copyable, @unchecked Sendable {
    public enum Access: Sendable { case readWrite, readOnly }

    /// Who may still write after sealing. Either way nobody can resize or unseal it.
    public enum Seal: Sendable {
        /// The size is final, and whoever holds the descriptor may write.
        case size
        /// Only those who have a writable mapping already may write.
        case writers
    }

    /// First byte, at a page boundary.
    public let base: UnsafeMutableRawPointer
    /// Bytes, as this process knows them; never read from the region itself.
    public let size: Int
    /// What this process may do with the bytes.
    public let access: Access
    /// For messages.
    public let name: String
    /// The descriptor, open as long as the region unless `map` was given somebody else's.
    public let fd: Int32
    private let ownsDescriptor: Bool

    private init(
        base: UnsafeMutableRawPointer, size: Int, access: Access, name: String, fd: Int32, ownsDescriptor: Bool
    ) {
        self.base = base
        self.size = size
        self.access = access
        self.name = name
        self.fd = fd
        self.ownsDescriptor = ownsDescriptor
    }

    deinit {
        _ = tectra_unmap(base, size)
        if ownsDescriptor { close(fd) }
    }

    /// Bytes of a page.
    public static let pageSize = 4096

    /// Makes an anonymous region of zeros.
    ///
    /// - Parameters:
    ///   - size: a positive multiple of 4096.
    ///   - access: how this process maps it. The descriptor can be mapped writable by others until
    ///     it is sealed for `writers`.
    public static func create(
        name: String, size: Int, access: Access = .readWrite
    ) throws(RegionError) -> SharedRegion {
        guard size > 0, size % pageSize == 0 else { throw .badSize(region: name, size: size) }
        let fd = tectra_memfd_create(name)
        guard fd >= 0 else { throw .system(doing: "make a memfd", region: name, code: -fd) }
        guard ftruncate(fd, size) == 0 else {
            let code = errno
            close(fd)
            throw .system(doing: "size it to \(size) bytes", region: name, code: code)
        }
        return try mapped(fd, size: size, access: access, name: name, ownsDescriptor: true)
    }

    /// Maps a descriptor that this process was given. It stays the giver's to close.
    public static func map(
        fd: Int32, size: Int, access: Access, name: String = "region"
    ) throws(RegionError) -> SharedRegion {
        guard size > 0, size % pageSize == 0 else { throw .badSize(region: name, size: size) }
        try checkSize(of: fd, atLeast: size, name: name)
        return try mapped(fd, size: size, access: access, name: name, ownsDescriptor: false)
    }

    /// Makes a file of `size` zeros, mode 0600, and maps it. A file in its place is replaced:
    /// whoever has the old one mapped keeps it and sees no more changes.
    public static func createFile(at path: String, size: Int) throws(RegionError) -> SharedRegion {
        guard size > 0, size % pageSize == 0 else { throw .badSize(region: path, size: size) }
        unlink(path)
        let fd = tectra_create_file(path, Int64(size))
        guard fd >= 0 else { throw .system(doing: "make the file", region: path, code: -fd) }
        return try mapped(fd, size: size, access: .readWrite, name: path, ownsDescriptor: true)
    }

    /// Maps the first `size` bytes of an existing file. The file must be trusted not to be cut
    /// while it is mapped: reading past a file's end ends the process.
    public static func openFile(at path: String, size: Int, access: Access) throws(RegionError) -> SharedRegion {
        guard size > 0, size % pageSize == 0 else { throw .badSize(region: path, size: size) }
        let fd = tectra_open_file(path, access == .readWrite ? 1 : 0)
        guard fd >= 0 else { throw .system(doing: "open it", region: path, code: -fd) }
        do throws(RegionError) {
            try checkSize(of: fd, atLeast: size, name: path)
        } catch {
            close(fd)
            throw error
        }
        return try mapped(fd, size: size, access: access, name: path, ownsDescriptor: true)
    }

    /// Makes the size final and, for `.writers`, refuses any further writable mapping. Seal after
    /// mapping: the mapping that is there keeps its rights.
    public borrowing func seal(_ kind: Seal) throws(RegionError) {
        let code = tectra_memfd_seal(fd, Self.code(of: kind))
        guard code == 0 else { throw .system(doing: "seal it", region: name, code: code) }
    }

    /// Whether the kernel holds the seals of `kind`.
    public borrowing func isSealed(_ kind: Seal) -> Bool {
        tectra_memfd_is_sealed(tectra_memfd_seals(fd), Self.code(of: kind)) == 1
    }

    /// Faults every page in, so that no later access waits for the kernel.
    public borrowing func prefault() throws(RegionError) {
        let code = tectra_prefault(base, size, access == .readWrite ? 1 : 0)
        guard code == 0 else { throw .system(doing: "fault it in", region: name, code: code) }
    }

    private static func code(of kind: Seal) -> Int32 {
        Int32(kind == .writers ? TECTRA_SEAL_WRITERS : TECTRA_SEAL_SIZE)
    }

    private static func checkSize(of fd: Int32, atLeast size: Int, name: String) throws(RegionError) {
        let found = tectra_file_size(fd)
        guard found >= 0 else {
            throw .system(doing: "read its size", region: name, code: Int32(truncatingIfNeeded: -found))
        }
        guard found >= size else {
            throw .tooSmall(region: name, expected: size, found: Int(found))
        }
    }

    /// Closes an own descriptor when it cannot be mapped.
    private static func mapped(
        _ fd: Int32, size: Int, access: Access, name: String, ownsDescriptor: Bool
    ) throws(RegionError) -> SharedRegion {
        guard let base = tectra_map(fd, size, access == .readWrite ? 1 : 0) else {
            let code = errno
            if ownsDescriptor { close(fd) }
            throw .system(doing: "map \(size) bytes", region: name, code: code)
        }
        return SharedRegion(
            base: base, size: size, access: access, name: name, fd: fd, ownsDescriptor: ownsDescriptor)
    }
}
