/// Everything that the services and the event loop of a worker share. One exists in a process; it
/// is reached by pointer, in short accesses, because a callback may call back.
internal import PluginABI
internal import Records
internal import SharedMemory

struct WorkerState: ~Copyable {
    var view: StrategyView
    var requests: OrderRing.Producer
    let report: WorkerReport
    var state = StrategyState.created
    /// Sequence and time of the event in hand.
    var cause: UInt64 = 0
    var now: Int64 = 0
    var random: SeededRandom
    /// Client ids rise from 1 and are never used twice.
    var nextClient: UInt64 = 1
    private var logs = Allowance.logs
    private var signals = Allowance.signals

    init(view: consuming StrategyView, requests: consuming OrderRing.Producer, report: WorkerReport, seed: UInt64) {
        self.view = view
        self.requests = requests
        self.report = report
        random = SeededRandom(seed: seed)
    }

    /// Hands a request to the host, with its cause behind the sequence that the ring puts in.
    mutating func send<Request: Record>(_ request: inout Request) -> tectra_status {
        let cause = cause
        let taken = withUnsafeMutableBytes(of: &request) { bytes in
            bytes.storeBytes(of: cause, toByteOffset: 16, as: UInt64.self)
            return requests.send(UnsafeRawBufferPointer(bytes))
        }
        if taken { return TECTRA_OK }
        report.increment(ReportWord.refusedRequests)
        return TECTRA_FULL
    }

    /// Client ids that another version of the strategy may have used are never given again.
    mutating func raiseClients(above last: UInt64) {
        nextClient = max(nextClient, last &+ 1)
    }

    mutating func mayLog() -> Bool {
        if logs.take(at: now) { return true }
        report.increment(ReportWord.droppedLogs)
        return false
    }

    mutating func maySignal() -> Bool {
        if signals.take(at: now) { return true }
        report.increment(ReportWord.droppedSignals)
        return false
    }

    /// Moves to a state and lets the host see it.
    mutating func enter(_ next: StrategyState) {
        state = next
        report.enter(next.phase)
    }
}
