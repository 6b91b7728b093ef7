/// Why rows of a tick store can not be given out.
internal import Glibc
public import Parquet
public import TickStore

public enum TickExportError: Error, Sendable, CustomStringConvertible {
    case store(TickStoreError)
    case parquet(ParquetError)
    case system(doing: String, path: String, code: Int32)
    /// There is something of the name already.
    case exists(path: String)

    public var description: String {
        switch self {
        case .store(let error): error.description
        case .parquet(let error): error.description
        case .system(let doing, let path, let code): "can not \(doing) \(path): \(String(cString: strerror(code)))"
        case .exists(let path): "\(path) is there already; remove it, or write to another file"
        }
    }
}
