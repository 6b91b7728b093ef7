/// The lifecycle table of strategy.h as code: which state a strategy is in, which callback may
/// come, which service may be called.

/// The state of a strategy inside its worker.
public enum StrategyState: UInt8, Sendable, CaseIterable {
    case created, ready, running, paused, killed, ended

    /// The word the host sees.
    var phase: UInt64 {
        switch self {
        case .created: WorkerPhase.initializing
        case .ready: WorkerPhase.ready
        case .running: WorkerPhase.running
        case .paused: WorkerPhase.paused
        case .killed: WorkerPhase.killed
        case .ended: WorkerPhase.ended
        }
    }

    /// Market events, timers.
    @inline(__always)
    public var takesMarket: Bool { self == .running }

    /// Order changes, fills, configuration, kill.
    @inline(__always)
    public var takesPrivate: Bool { self == .running || self == .paused || self == .killed }

    /// submit, modify and timers.
    @inline(__always)
    public var maySubmit: Bool { self == .running }

    /// cancel and cancel_all: always a way to less risk.
    @inline(__always)
    public var mayCancel: Bool { takesPrivate }

    /// Signals.
    @inline(__always)
    public var maySignal: Bool { takesPrivate }

    /// Where a command leads; nil when it is not legal in this state.
    public func after(_ command: StrategyCommand) -> StrategyState? {
        switch (command, self) {
        case (.start, .ready): .running
        case (.pause, .running): .paused
        case (.resume, .paused), (.resume, .killed): .running
        case (.stop, .ready), (.stop, .running), (.stop, .paused), (.stop, .killed): .ended
        case (.configure, .running), (.configure, .paused), (.configure, .killed): self
        case (.saveState, .running), (.saveState, .paused), (.saveState, .killed): self
        case (.loadState, .ready): self
        case (.adopt, .running), (.adopt, .paused), (.adopt, .killed): self
        case (.getConfig, .ready), (.getConfig, .running), (.getConfig, .paused), (.getConfig, .killed): self
        default: nil
        }
    }
}

/// TECTRA_COMMAND_…
public enum StrategyCommand: UInt8, Sendable, CaseIterable {
    case start = 1, pause, resume, stop, configure, saveState, loadState, adopt, getConfig
}
