/// Why a Parquet file can not be written, in words that say what to do.
internal import Glibc

public enum ParquetError: Error, Equatable, Sendable, CustomStringConvertible {
    case system(doing: String, path: String, code: Int32)
    /// There is something of the name already.
    case exists(path: String)
    /// A value that its column can not hold.
    case value(column: String, row: Int, reason: String)
    case schema(String)

    public var description: String {
        switch self {
        case .system(let doing, let path, let code): "can not \(doing) \(path): \(String(cString: strerror(code)))"
        case .exists(let path): "\(path) is there already; remove it, or write to another file"
        case .value(let column, let row, let reason): "row \(row), \(column): \(reason)"
        case .schema(let text): "Parquet schema: \(text)"
        }
    }
}
