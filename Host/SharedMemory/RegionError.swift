/// Why a shared memory region could not be had, and what to do about it.
internal import Glibc

public enum RegionError: Error, Equatable, CustomStringConvertible {
    /// The system refused. `code` is errno.
    case system(doing: String, region: String, code: Int32)
    /// The file or descriptor holds fewer bytes than the region needs.
    case tooSmall(region: String, expected: Int, found: Int)
    /// The size is not a positive multiple of a page, or a ring does not fit it.
    case badSize(region: String, size: Int)
    /// The file is not one of ours, or of another version.
    case foreign(region: String, expected: String)

    public var description: String {
        switch self {
        case .system(let doing, let region, let code):
            let reason = String(cString: strerror(code))
            let advice =
                switch code {
                case ENOSPC, ENOMEM: "; free memory or disk space, or make the rings smaller"
                case EMFILE, ENFILE: "; raise the limit of open files (ulimit -n)"
                case EACCES, EPERM: "; check who owns it and with which mode"
                case ENOENT: "; is the engine running in this directory?"
                case ELOOP: "; it is a symbolic link, which is never followed: remove it"
                default: ""
                }
            return "\(region): cannot \(doing): \(reason)\(advice)"
        case .tooSmall(let region, let expected, let found):
            return "\(region): \(found) bytes where \(expected) are needed; it belongs to another version or is damaged"
        case .badSize(let region, let size):
            return "\(region): \(size) bytes cannot hold it; give a size that is a multiple of 4096, and of a ring"
                + " one page and a power-of-two count of cells"
        case .foreign(let region, let expected):
            return "\(region): not \(expected) of this version; remove the file and start the engine again"
        }
    }
}
