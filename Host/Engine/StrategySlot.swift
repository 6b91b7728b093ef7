/// What the core knows of one strategy: where its life is and what it may see and do.
internal import PluginABI

/// Where a strategy's life is; raw values are TECTRA_STRATEGY_….
public enum StrategyState: UInt8, BitwiseCopyable, Sendable, CaseIterable {
    case vacant = 0
    case ready = 3
    case running = 4
    case paused = 5
    case stopping = 6
    case stopped = 7
    case faulted = 8

    /// The state after an operator's command (TECTRA_COMMAND_…), or nil when it is not legal now.
    func after(command: UInt8) -> StrategyState? {
        switch (self, Int(command)) {
        case (.ready, Int(TECTRA_COMMAND_START)): .running
        case (.running, Int(TECTRA_COMMAND_PAUSE)): .paused
        case (.paused, Int(TECTRA_COMMAND_RESUME)): .running
        case (.ready, Int(TECTRA_COMMAND_STOP)), (.running, Int(TECTRA_COMMAND_STOP)),
            (.paused, Int(TECTRA_COMMAND_STOP)):
            .stopping
        // Its parameters or its state are asked for: its life goes on as it was.
        case (.running, Int(TECTRA_COMMAND_CONFIGURE)), (.paused, Int(TECTRA_COMMAND_CONFIGURE)),
            (.running, Int(TECTRA_COMMAND_SAVE_STATE)), (.paused, Int(TECTRA_COMMAND_SAVE_STATE)):
            self
        default: nil
        }
    }

    /// Whether its worker was started and not told to stop.
    var isTrading: Bool { self == .running || self == .paused }

    /// Whether it has a worker that is to be told things.
    var hasWorker: Bool {
        switch self {
        case .ready, .running, .paused, .stopping: true
        case .vacant, .stopped, .faulted: false
        }
    }
}

/// Counters of one strategy since its deployment.
public struct StrategyCounters: BitwiseCopyable, Sendable {
    public var requests: UInt64 = 0
    public var accepted: UInt64 = 0
    public var rejected: UInt64 = 0
    public var cancels: UInt64 = 0
    public var fills: UInt64 = 0
    public var signals: UInt64 = 0
    /// Of them, those for an instrument whose data was flagged at the time.
    public var doubtfulOrders: UInt64 = 0
    public var doubtfulFills: UInt64 = 0
    public var doubtfulSignals: UInt64 = 0
}

struct StrategySlot: BitwiseCopyable {
    var state = StrategyState.vacant
    var tier: UInt8 = 0
    var isDryRun = false
    var wants: UInt8 = 0
    var cause: UInt8 = 0
    var seesAll = false
    /// Of its worker's filter, as a verdict has it.
    var filter: UInt64 = 0
    /// The highest client id that it has asked with or was told to count from. A stranger's number.
    var lastClient: UInt64 = 0
    var counters = StrategyCounters()

    /// The first 16 hexadecimal digits of a SHA-256, as a number.
    static func mark<Bytes: BitwiseCopyable>(of digest: Bytes) -> UInt64 {
        withUnsafeBytes(of: digest) { $0.count < 8 ? 0 : $0.loadUnaligned(as: UInt64.self).bigEndian }
    }
}
