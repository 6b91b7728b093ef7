/// What can go wrong before a feed is read.

public enum MarketDataError: Error, Sendable, CustomStringConvertible {
    case capacity(String)
    case file(path: String, reason: String)
    public var description: String {
        switch self {
        case .capacity(let text): "market data: \(text)"
        case .file(let path, let reason): "\(path): \(reason)"
        }
    }
}
