/// The directory of a host: made when it is not there, and held by one tectrad at a time.
internal import EngineLink
internal import Foundation
internal import Glibc

/// The lock on a run directory, held until the value is gone or the process ends.
public final class RunDirectory: Sendable {
    public let path: String
    private let lock: Int32

    /// Makes the directory with its parts and locks it.
    ///
    /// - Throws: when it can not be made, or another tectrad holds it; then with that one's pid.
    public init(_ path: String) throws(StartupError) {
        self.path = path
        for part in [path, path + "/logs"] {
            do {
                try FileManager.default.createDirectory(
                    atPath: part, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            } catch {
                throw StartupError("the directory \(part) can not be made: \(error.localizedDescription)")
            }
        }
        let file = path + "/lock"
        let descriptor = open(file, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw StartupError("\(file) can not be opened: \(String(cString: strerror(errno)))")
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let code = errno
            let owner = Self.contents(descriptor)
            close(descriptor)
            guard code == EWOULDBLOCK else {
                throw StartupError("\(file) can not be locked: \(String(cString: strerror(code)))")
            }
            let who = owner.isEmpty ? "another tectrad" : "tectrad with process id \(owner)"
            throw StartupError("\(who) runs in \(path) already; stop it first, or use another directory")
        }
        _ = ftruncate(descriptor, 0)
        let text = Array("\(getpid())\n".utf8)
        _ = pwrite(descriptor, text, text.count, 0)
        lock = descriptor
    }

    deinit { close(lock) }

    private static func contents(_ descriptor: Int32) -> String {
        var bytes = [UInt8](repeating: 0, count: 32)
        let count = max(0, pread(descriptor, &bytes, bytes.count, 0))
        return String(decoding: bytes[..<count], as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// Makes room for the API's socket at `path`: removes a stale one, refuses anything else.
    public static func clearSocket(_ path: String) throws(StartupError) {
        guard path.utf8.count <= UnixAddress.pathMax else {
            throw StartupError(LinkError.pathTooLong(path: path).description)
        }
        switch UnixAddress.occupant(of: path, isStream: true) {
        case .nothing: return
        case .stale: unlink(path)
        case .listener:
            throw StartupError(
                "\(path) is in the way: another program listens there; stop it, or set control.socket to another path")
        case .other:
            throw StartupError(
                "\(path) is in the way: it is not a socket; move it away, or set control.socket to another path")
        }
    }
}
