/// Who looks on at a backtest: what a strategy asks, what it is told, how long it takes, as it happens.
public import Sandbox
public import Workers

/// A worker as it came to work.
public struct StartedStrategy: Sendable {
    public let process: Int32
    public let tier: SandboxTier
    /// Identity of the filter it runs under.
    public let filter: Digest
    public let library: Digest
    public let facts: StrategyFacts
    /// From spawn to attested and ready, ns.
    public let loadNanoseconds: Int64
}

/// Called on the thread that runs the backtest; nothing of it changes the run.
public protocol BacktestObserver: AnyObject {
    func started(_ strategy: UInt8, _ worker: StartedStrategy)
    /// A request, before the engine takes it; valid during the call.
    func requested(_ record: UnsafeRawBufferPointer, by strategy: UInt8)
    /// A record for one strategy, or the journal's about it (a verdict); valid during the call.
    func told(_ record: UnsafeRawBufferPointer, about strategy: UInt8)
    /// A strategy has handled what it was sent.
    func handled(by strategy: UInt8)
    /// So many messages of the feed were played, up to this event time.
    func played(_ messages: UInt64, at time: Int64)
    /// - Parameter times: of its callbacks, as the worker counted them.
    func ended(_ strategy: UInt8, _ exit: WorkerExit, _ times: CallbackTimes)
}

extension BacktestObserver {
    public func started(_ strategy: UInt8, _ worker: StartedStrategy) {}
    public func requested(_ record: UnsafeRawBufferPointer, by strategy: UInt8) {}
    public func told(_ record: UnsafeRawBufferPointer, about strategy: UInt8) {}
    public func handled(by strategy: UInt8) {}
    public func played(_ messages: UInt64, at time: Int64) {}
    public func ended(_ strategy: UInt8, _ exit: WorkerExit, _ times: CallbackTimes) {}
}

extension WorkerProcess {
    var started: StartedStrategy {
        StartedStrategy(
            process: pid, tier: tier, filter: filterDigest, library: libraryDigest, facts: facts,
            loadNanoseconds: loadNanoseconds)
    }
}
