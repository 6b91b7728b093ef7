/// Why a journal can not be written or read, in words that say what to do.
internal import Glibc

public enum JournalError: Error, Equatable, Sendable, CustomStringConvertible {
    case system(doing: String, path: String, code: Int32)
    /// No room for a segment.
    case full(path: String)
    /// Another process writes here.
    case locked(path: String)
    /// There is a journal here already.
    case exists(path: String)
    /// There is none.
    case missing(path: String)
    /// A segment is not one, or is damaged.
    case corrupt(path: String, offset: Int, reason: String)

    public var description: String {
        switch self {
        case .system(let doing, let path, let code): "can not \(doing) \(path): \(String(cString: strerror(code)))"
        case .full(let path): "the disk is full: no room for \(path); free some, or set journal.segment smaller"
        case .locked(let path): "another engine writes to \(path); stop it, or use another directory"
        case .exists(let path):
            "\(path) holds a journal already; it is never written over: move it away, or use another directory"
        case .missing(let path): "there is no journal in \(path); name a directory with segments such as 000001.seg"
        case .corrupt(let path, let offset, let reason): "\(path) is damaged at byte \(offset): \(reason)"
        }
    }
}
