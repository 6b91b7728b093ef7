/// The moment at which two versions of a strategy change places: waited for, journaled, done.
internal import CLinux
internal import Engine
internal import Journal
internal import KillSwitch
internal import Pipeline
internal import PluginABI
internal import Records
internal import SharedMemory
internal import Workers

/// What the supervisor is told of a promotion.
struct PromotionRow: BitwiseCopyable {
    /// The boundary.
    var sequence: UInt64 = 0
    /// From the boundary to the new version's first request being taken, at the earliest: ns in which
    /// neither version's orders went out.
    var pause: Int64 = 0
    /// 1: the old version did not finish in time and was cut off.
    var isCutOff: UInt64 = 0
    var equal: UInt64 = 0
    var different: UInt64 = 0
}

extension EngineLoop {
    /// How long a moment is waited for at which the old version has nothing in hand, ns.
    private static let idleMax: Int64 = 20_000_000
    /// How long the old version may take for what lies before the boundary.
    private static let finishMax: Int64 = 100_000_000

    /// Notes that the shadow is to take over, at the next moment at which the trading version has nothing
    /// in hand: then nobody waits for anybody.
    mutating func promote(_ record: UnsafeRawBufferPointer, _ strategy: UInt8) {
        let seat = pipeline.seats[strategy]
        guard pipeline.isShadowed(strategy), seat.pointee.failure == .none, seat.pointee.boundary == 0,
            seat.pointee.promotion.length == 0, record.count >= tectra_promote.size
        else { return refuse(strategy, .notRunning) }
        seat.pointee.promotion.hold(record)
        seat.pointee.deadline = tectra_clock_monotonic() &+ Self.idleMax
    }

    /// Sets the boundary when the moment has come, or will not come.
    mutating func promoteInTime(_ strategy: UInt8) throws(JournalError) -> Bool {
        let seat = pipeline.seats[strategy]
        let isIdle = pipeline.workers[strategy].pointee.hasHandledAll(upTo: pipeline.market.head)
        guard isIdle || tectra_clock_monotonic() >= seat.pointee.deadline else { return false }
        // What it asked for until now comes before the boundary.
        try empty(strategy)
        var promotion = seat.pointee.promotion
        seat.pointee.promotion.length = 0
        try promotion.release { record throws(JournalError) in try setBoundary(record, strategy, isDone: isIdle) }
        return true
    }

    /// The boundary: from this input on the shadow's requests count. It is journaled, so it stands.
    private mutating func setBoundary(
        _ asked: UnsafeRawBufferPointer, _ strategy: UInt8, isDone: Bool
    ) throws(JournalError) {
        guard var record = tectra_promote(copying: asked) else { return refuse(strategy, .notRunning) }
        let seat = pipeline.seats[strategy]
        let figures = seat.pointee.figures
        record.equal = figures.equal
        record.different = figures.differences
        seat.pointee.began = tectra_clock_monotonic()
        seat.pointee.deadline = seat.pointee.began &+ Self.finishMax
        try pipeline.input(record, received: tectra_clock_realtime())
        seat.pointee.boundary = pipeline.engine.sequence
        seat.pointee.promoted = figures
        // What comes from here on is compared the other way round.
        seat.pointee.compareAnew()
        if isDone { _ = try finish(strategy, isDone: true) }
        pipeline.ringBells()
    }

    /// Changes the two over once the old version has handled everything up to the boundary and its
    /// requests are taken; or once it has had its time.
    mutating func finish(_ strategy: UInt8, isDone isKnown: Bool = false) throws(JournalError) -> Bool {
        let seat = pipeline.seats[strategy]
        let boundary = seat.pointee.boundary
        let isDone = isKnown || pipeline.workers[strategy].pointee.words.processed.loadAcquiring() >= boundary
        guard isDone || tectra_clock_monotonic() >= seat.pointee.deadline else { return false }
        try empty(strategy)
        var row = PromotionRow()
        row.sequence = boundary
        row.isCutOff = isDone ? 0 : 1
        row.equal = seat.pointee.promoted.equal
        row.different = seat.pointee.promoted.differences
        try pipeline.swapSeats(strategy, received: tectra_clock_realtime())
        evicted &= ~(1 << UInt64(strategy & 63))
        row.pause = tectra_clock_monotonic() &- seat.pointee.began
        if seat.pointee.held.length != 0 {
            var held = seat.pointee.held
            seat.pointee.held.length = 0
            try held.release { record throws(JournalError) in try act(on: record, of: strategy) }
        }
        tell(.promoted, strategy, row)
        return true
    }
}
