/// What the supervisor knows of one strategy: which version trades, and where its life is.
internal import EngineLink
internal import PluginABI
internal import Sandbox
internal import SharedMemory
internal import Workers

/// One strategy, from its deployment on; it stays listed after its worker is gone.
struct StrategyEntry {
    enum Phase: Equatable {
        /// Its worker belongs to the engine thread.
        case attached
        /// Its worker has ended or must; the engine thread has been asked to let go of it.
        case detaching
        /// The worker is the supervisor's again and about to be reaped.
        case ending
        case gone
    }

    /// The version that trades, or did last.
    var incumbent: Incumbent
    /// The version that traded before it; what a rollback brings back.
    var predecessor: Incumbent?
    let deployedAt: Int64
    var phase = Phase.attached
    /// Why the host ends it, when the host does.
    var hostReason: WorkerExit.HostReason?
    var remark = ""
    /// Times that an event took too long, since it was deployed.
    var softDeadlines: UInt64 = 0
    var hardDeadlines: UInt64 = 0
    var isSlow = false
    var memory = MemoryWatch()
    /// Where its last worker was when it was lost.
    var fault = FaultRow()
    var budget: RestartBudget
    /// Monotonic time at which it is started again; nil for never.
    var restartAt: Int64?
    /// A new worker for it is under way.
    var isStartingAgain = false
    /// Its position is being closed, for it stays down.
    var flattening: Flattening?
    /// Monotonic time of its next saved state.
    var nextSnapshot: Int64 = 0

    init(_ incumbent: Incumbent, now: Int64) {
        self.incumbent = incumbent
        budget = RestartBudget(
            incumbent.request.restarts, waitMilliseconds: incumbent.request.restartMilliseconds)
        deployedAt = now
    }

    /// Keeps where a worker was when it was lost.
    mutating func note(_ exit: WorkerExit) {
        fault = FaultRow()
        fault.isKnown = 1
        fault.lastEvent = exit.lastEvent
        fault.address = exit.account?.address ?? 0
        fault.place = RemarkText(exit.account?.place.map { "\($0)" } ?? "")
        fault.caller = RemarkText(exit.account?.caller.map { "\($0)" } ?? "")
    }

    var request: DeployRequest { incumbent.request }
    var pid: Int32 { incumbent.pid }
    var pidfd: Int32 { incumbent.pidfd }

    /// Whether its worker still takes part.
    var isLive: Bool { phase == .attached || phase == .detaching }

    /// Whether its place may be another's.
    var isOver: Bool { phase == .gone && restartAt == nil && !isStartingAgain }

    /// All of its row but the figures.
    func row(as strategy: UInt8) -> StrategyRow {
        var row = StrategyRow()
        row.strategy = UInt64(strategy)
        row.isDryRun = request.isDryRun ? 1 : 0
        row.deployedAt = deployedAt
        row.loadMicroseconds = incumbent.loadMicroseconds
        incumbent.libraryDigest.copy(to: &row.librarySHA256)
        incumbent.filterDigest.copy(to: &row.filterSHA256)
        row.remark = RemarkText(remark)
        row.fault = fault
        row.softDeadlines = softDeadlines
        row.hardDeadlines = hardDeadlines
        row.memory = memory.bytes
        row.isMemoryGrowing = memory.isGrowing ? 1 : 0
        return row
    }
}
