/// What the engine thread shows of itself, written at most every millisecond: counters, each
/// strategy's figures, the distribution of tick-to-order times.
internal import CLinux
internal import Engine
internal import Glibc
internal import KillSwitch
internal import MarketData
internal import Pipeline
internal import PluginABI
internal import Records
internal import Risk
internal import SharedMemory
internal import Workers

struct TelemetryBoard: ~Copyable {
    private let writer: Telemetry.Writer
    private let histogramMemory: UnsafeMutableRawPointer
    private var tickToOrder: LatencyHistogram
    private var tickToOrderMax: Int64 = 0
    private var tickToOrderCount: UInt64 = 0
    private let startedAt = tectra_clock_realtime()
    private var nextWrite: Int64 = 0
    private var turns = 0
    private let feedTotal: UInt64

    private static let interval: Int64 = 1_000_000
    /// Turns between two looks at the clock.
    private static let turnsPerLook = 64

    init(writer: consuming Telemetry.Writer, feedTotal: UInt64) {
        self.writer = writer
        self.feedTotal = feedTotal
        histogramMemory = .allocate(byteCount: LatencyHistogram.byteCount, alignment: 64)
        histogramMemory.initializeMemory(as: UInt8.self, repeating: 0, count: LatencyHistogram.byteCount)
        tickToOrder = LatencyHistogram(on: histogramMemory)
    }

    deinit { histogramMemory.deallocate() }

    /// Counts the time from a feed message's arrival to the order it caused, ns.
    mutating func record(tickToOrder nanoseconds: Int64) {
        tickToOrder.record(nanoseconds)
        tickToOrderCount &+= 1
        tickToOrderMax = max(tickToOrderMax, nanoseconds)
    }

    /// Writes when it is time to, or when forced.
    mutating func publish(
        _ pipeline: borrowing Pipeline, _ feed: borrowing FeedSource, _ budget: borrowing RequestBudget, force: Bool
    ) {
        turns &+= 1
        guard force || turns >= Self.turnsPerLook else { return }
        turns = 0
        let now = tectra_clock_monotonic()
        guard force || now >= nextWrite else { return }
        nextWrite = now &+ Self.interval
        write(pipeline, feed, budget, now: now)
    }

    private func write(
        _ pipeline: borrowing Pipeline, _ feed: borrowing FeedSource, _ budget: borrowing RequestBudget, now: Int64
    ) {
        let counters = pipeline.engine.counters
        var board = EngineTelemetry()
        board.process = UInt64(clamping: getpid())
        board.startedAt = startedAt
        board.writtenAt = tectra_clock_realtime()
        board.eventTime = pipeline.engine.time
        board.sequence = pipeline.engine.sequence
        board.feedMessages = counters.feedMessages
        board.feedFaults = counters.feedFaults &+ feed.faults
        board.feedTotal = feedTotal
        let (usage, capacity) = (pipeline.engine.books.usage, pipeline.engine.books.capacity)
        board.bookOrders = UInt64(usage.orders)
        board.bookOrdersMost = UInt64(usage.ordersMost)
        board.bookOrdersMax = UInt64(capacity.orders)
        board.bookLevels = UInt64(usage.levels)
        board.bookLevelsMax = UInt64(capacity.levels)
        board.bookBytes = UInt64(usage.bytes)
        board.bookRefused = counters.bookRefused
        board.marketRecords = counters.marketRecords
        board.requests = counters.requests
        board.ordersAccepted = counters.accepted
        board.ordersRejected = counters.rejected
        board.cancels = counters.cancels
        board.fills = counters.fills
        board.signals = counters.signals
        board.workersLost = counters.workersLost
        let journal = pipeline.journalFigures
        board.journalFrames = journal.frames
        board.journalBytes = journal.bytes
        board.journalSegment = journal.segment
        board.killed = pipeline.engine.latch.engaged.bits | (pipeline.engine.latch.isFirmEngaged ? 1 : 0)
        board.limitsVersion = pipeline.engine.risk.limits.version
        board.latencyCount = tickToOrderCount
        // A quantile is a bucket's upper bound, which may be beyond the largest there was.
        board.latencyMedian = min(Int64(clamping: tickToOrder.quantile(0.5)), tickToOrderMax)
        board.latency99 = min(Int64(clamping: tickToOrder.quantile(0.99)), tickToOrderMax)
        board.latency999 = min(Int64(clamping: tickToOrder.quantile(0.999)), tickToOrderMax)
        board.latencyMaximum = tickToOrderMax
        for strategy in UInt8(1)..<64 {
            let summary = pipeline.engine.summary(of: strategy)
            guard summary.state != .vacant else { continue }
            if summary.state == .running { board.running &+= 1 }
            board.realized &+= Int64(saturating: summary.realized)
            board.unrealized &+= Int64(saturating: summary.unrealized)
            board.fees &+= Int64(saturating: summary.fees)
            var row = figures(summary, strategy, pipeline)
            row.requestsHeldBack = budget.held(strategy, clock: now)
            writer.write(row, at: strategy)
        }
        board.feed = telemetry(of: feed, pipeline)
        writer.write(board)
    }

    private func telemetry(of source: borrowing FeedSource, _ pipeline: borrowing Pipeline) -> FeedTelemetry {
        var figures = source.telemetry()
        let position = pipeline.engine.feed
        figures.applied = position.next
        figures.isDegraded = position.isDegraded ? 1 : 0
        figures.engineLost = position.lost
        figures.engineGaps = position.gaps
        figures.hasEnded = position.hasEnded ? 1 : 0
        figures.rebuildsUntil = position.rebuildsUntil
        figures.hasEndedEarly = source.hasEndedEarly ? 1 : 0
        return figures
    }

    private func figures(
        _ summary: StrategySummary, _ strategy: UInt8, _ pipeline: borrowing Pipeline
    ) -> StrategyTelemetry {
        var row = StrategyTelemetry()
        let deployment = pipeline.engine.deployment(of: strategy)
        withUnsafeBytes(of: deployment.name) { row.name = ShortText(bytes: $0) }
        withUnsafeBytes(of: deployment.version) { row.version = ShortText(bytes: $0) }
        row.state = UInt64(summary.state.rawValue)
        row.tier = UInt64(summary.tier)
        row.cause = UInt64(summary.cause)
        row.requests = summary.counters.requests
        row.ordersAccepted = summary.counters.accepted
        row.ordersRejected = summary.counters.rejected
        row.cancels = summary.counters.cancels
        row.fills = summary.counters.fills
        row.signals = summary.counters.signals
        row.doubtfulOrders = summary.counters.doubtfulOrders
        row.doubtfulFills = summary.counters.doubtfulFills
        row.doubtfulSignals = summary.counters.doubtfulSignals
        row.doubtfulRealized = Int64(saturating: summary.doubtfulRealized)
        row.openOrders = UInt64(summary.openOrders)
        row.realized = Int64(saturating: summary.realized)
        row.unrealized = Int64(saturating: summary.unrealized)
        row.fees = Int64(saturating: summary.fees)
        row.grossPosition = summary.grossPosition
        guard pipeline.isAttached(strategy) else { return row }
        let worker = pipeline.workers[strategy]
        row.process = UInt64(clamping: worker.pointee.pid)
        row.droppedLogs = worker.pointee.droppedLogs
        row.droppedSignals = worker.pointee.droppedSignals
        row.processed = worker.pointee.words.processed.load()
        row.heartbeat = worker.pointee.words.heartbeat.load()
        row.lapped = worker.pointee.laps
        row.privateDepthHighWater = worker.pointee.mail.counters.depthHighWater
        row.privateFull = worker.pointee.mail.counters.full
        row.orderDepthHighWater = worker.pointee.requests.counters.depthHighWater
        return row
    }
}
