/// Why a backtest could not be run, in words that say what to do.
public import Engine
public import Journal
public import MarketData
public import SharedMemory
public import Workers

public enum BacktestError: Error, Sendable, CustomStringConvertible {
    case feed(MarketDataError)
    case engine(EngineError)
    case journal(JournalError)
    case region(RegionError)
    case worker(name: String, WorkerError)
    case strategy(name: String, problems: [String])
    case limits([String])
    case empty(String)

    public var description: String {
        switch self {
        case .feed(let error): "the feed \(error)"
        case .engine(let error): "\(error)"
        case .journal(let error): "\(error)"
        case .region(let error): "\(error)"
        case .worker(let name, let error): "\(name): \(error)"
        case .strategy(let name, let problems): "\(name): " + problems.joined(separator: "; ")
        case .limits(let texts): "the limits contradict themselves: " + texts.joined(separator: "; ")
        case .empty(let text): text
        }
    }
}
