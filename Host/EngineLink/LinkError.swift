/// Why the engine could not be asked, or what it would not do, in words that say what to do.
internal import Glibc

public enum LinkError: Error, Equatable, Sendable, CustomStringConvertible {
    /// Nobody listens at the path: no socket there, or a stale one.
    case noEngine(path: String)
    /// An engine already listens at the path.
    case engineIsRunning(path: String)
    /// Something that is not a socket is at the path.
    case notASocket(path: String)
    /// The path has more bytes than a unix socket's address holds.
    case pathTooLong(path: String)
    /// The socket belongs to another user's process.
    case foreign(path: String, user: UInt32)
    /// The system refused a call.
    case system(doing: String, code: Int32)
    /// No answer in time.
    case timeOut(milliseconds: Int)
    /// The connection ended before the answer.
    case closed
    /// What came back is no message of this protocol.
    case malformed(String)
    /// The engine understood and did not do it.
    case refused(String)
    /// The request is longer than a message can be.
    case tooLong(bytes: Int)

    public var description: String {
        switch self {
        case .noEngine(let path):
            "no engine is running at \(path); start the host with tectrad CONFIG"
        case .engineIsRunning(let path):
            "an engine is already running at \(path); stop it with tectractl shutdown, or use another directory"
        case .notASocket(let path):
            "\(path) is in the way: it is not a socket; move it away, or use another directory"
        case .pathTooLong(let path):
            "\(path) has \(path.utf8.count) bytes, and a unix socket's path at most \(UnixAddress.pathMax); "
                + "use a shorter directory"
        case .foreign(let path, let user):
            "\(path) is served by user \(user), who is neither you nor root; use your own directory"
        case .system(let doing, let code):
            "can not \(doing): \(String(cString: strerror(code)))"
        case .timeOut(let milliseconds):
            "the engine did not answer within \(milliseconds) ms; see its log, and whether its process still runs"
        case .closed: "the engine closed the connection before it answered; look at its log"
        case .malformed(let text): "not a message of the engine: \(text); are both sides of the same build?"
        case .refused(let text): text
        case .tooLong(let bytes):
            "the request has \(bytes) bytes, and a message at most \(LinkHeader.payloadMax); send less at a time"
        }
    }
}
