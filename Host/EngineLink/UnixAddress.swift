/// Unix sockets by path: the address, its length limit, and who is at the other end.
internal import Glibc

public enum UnixAddress {
    /// Longest path in bytes; one byte of the 108 is the final zero.
    public static let pathMax = MemoryLayout.size(ofValue: sockaddr_un().sun_path) - 1

    /// Calls `body` with the address of a path; nil when the path is empty, too long or has a zero byte.
    static func with<Result>(_ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Result) -> Result? {
        guard !path.isEmpty, path.utf8.count <= pathMax, !path.utf8.contains(0) else { return nil }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { room in
            for (index, byte) in path.utf8.enumerated() { room[index] = byte }
        }
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
    }

    /// What is at a path where a socket is to be.
    public enum Occupant: Equatable, Sendable {
        case nothing
        /// A socket that somebody listens on.
        case listener
        /// A socket that nobody listens on any more; it may be removed.
        case stale
        /// A file, directory or anything else.
        case other
    }

    /// Finds out what is at `path` by trying to connect.
    ///
    /// - Parameter type: SOCK_STREAM or SOCK_SEQPACKET, as a raw number; a listener of the other
    ///   type counts as a listener.
    public static func occupant(of path: String, isStream: Bool) -> Occupant {
        var facts = stat()
        guard lstat(path, &facts) == 0 else { return errno == ENOENT ? .nothing : .other }
        guard facts.st_mode & S_IFMT == S_IFSOCK else { return .other }
        let type = Int32(isStream ? SOCK_STREAM.rawValue : SOCK_SEQPACKET.rawValue)
        let descriptor = socket(AF_UNIX, type | Int32(SOCK_CLOEXEC.rawValue) | Int32(SOCK_NONBLOCK.rawValue), 0)
        guard descriptor >= 0 else { return .listener }
        defer { close(descriptor) }
        let code = with(path) { connect(descriptor, $0, $1) == 0 ? 0 : errno }
        // A full queue (EAGAIN) and a wrong type (EPROTOTYPE) both mean that somebody is there.
        return code == ECONNREFUSED ? .stale : .listener
    }

    /// The user of the process at the other end of a connection; nil when the kernel does not say.
    public static func peerUser(of descriptor: Int32) -> UInt32? {
        credentials(of: descriptor)?.user
    }

    /// Process and user at the other end, as the kernel saw them at connect.
    public static func credentials(of descriptor: Int32) -> (process: Int32, user: UInt32)? {
        // struct ucred: pid, uid, gid, four bytes each.
        var words: (Int32, UInt32, UInt32) = (0, 0, 0)
        var size = socklen_t(12)
        guard getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, &words, &size) == 0, size == 12 else { return nil }
        return (words.0, words.1)
    }

    /// Whether a user may speak to a host of this process: the same user, or root.
    public static func isTrusted(_ user: UInt32?) -> Bool {
        guard let user else { return false }
        return user == geteuid() || user == 0
    }
}
