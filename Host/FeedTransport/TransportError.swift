/// Why a socket or a file can not be used, in words that say what to do.
internal import Glibc
public import Gzip

public enum TransportError: Error, Hashable, Sendable, CustomStringConvertible {
    case system(doing: String, code: Int32)
    /// The file ends within a message.
    case cut(path: String, offset: Int)
    /// A compressed file is not whole.
    case gzip(path: String, GzipFault)
    /// A capture, where a day of messages belongs.
    case capture(path: String)

    public var description: String {
        switch self {
        case .system(let doing, let code): "can not \(doing): \(String(cString: strerror(code)))"
        case .cut(let path, let offset):
            "\(path): cut off within the message at byte \(offset); messages have a length of 2 bytes, big-endian, "
                + "before them"
        case .gzip(let path, let fault): "\(path): \(fault)"
        case .capture(let path):
            "\(path): is a capture of packets, not messages behind lengths; feed quality reads it, and a host takes it "
                + "as feed.capture"
        }
    }
}
