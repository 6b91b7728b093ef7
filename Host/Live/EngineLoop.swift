/// The engine thread: takes inputs from wherever they come, in bounded turns, and passes each
/// through the pipeline. It never waits for anybody while there is work.
internal import CLinux
internal import Engine
internal import EngineLink
internal import Glibc
internal import Journal
internal import MarketData
internal import Pipeline
internal import PluginABI
internal import Records
internal import SharedMemory
internal import Synchronization
internal import Workers

/// Queues between the supervisor and the engine thread; both hold the one object.
final class CoreQueues: Sendable {
    let toCore = SPSCQueue<CoreMessage>(capacity: 1024)
    let fromCore = SPSCQueue<CoreReply>(capacity: 4096)
    /// Sequence of the last input that put something on the market ring.
    let published = Atomic<UInt64>(0)
    let isFeedRunning = Atomic<Bool>(false)
    /// The engine thread takes no more messages.
    let hasStopped = Atomic<Bool>(false)
}

struct EngineLoop: ~Copyable {
    var pipeline: Pipeline
    var feed: FeedSource
    let queues: CoreQueues
    let kill: KillWord
    var board: TelemetryBoard
    let tray: StateTray
    let seatBoard: SeatBoard
    let latencies: SymbolLatencies
    var arrivals = CausalClock()
    /// Why the loop ended, when it did not end by command.
    private(set) var failure: JournalError?
    /// Strategies that the supervisor was told to evict, so that it is told once.
    var evicted: UInt64 = 0
    var budget: RequestBudget
    /// Monotonic time at which each strategy's second seat is valued next.
    var nextPaper = InlineArray<64, Int64>(repeating: 0)
    /// Sequence of the last question to each strategy about its parameters, until it is answered; else 0.
    var asked = InlineArray<64, UInt64>(repeating: 0)
    private var isEnding = false
    private var waiter: Waiter

    /// Requests taken from one strategy in a turn: so few that the others feel a flood of one by some microseconds.
    static let requestsPerTurn = 8
    /// Feed messages taken in a turn: few enough that a request waits some microseconds at most.
    private static let messagesPerTurn = ArrivalBatch.capacity

    init(
        pipeline: consuming Pipeline, feed: consuming FeedSource, queues: CoreQueues, kill: consuming KillWord,
        board: consuming TelemetryBoard, tray: StateTray, seatBoard: SeatBoard, latencies: SymbolLatencies,
        budget: RequestBudget, wait: WaitStrategy
    ) {
        self.budget = budget
        self.latencies = latencies
        self.tray = tray
        self.seatBoard = seatBoard
        self.pipeline = pipeline
        self.feed = feed
        self.queues = queues
        self.kill = kill
        self.board = board
        waiter = Waiter(wait)
    }

    /// Runs until told to shut down, or until the journal takes no more.
    mutating func run() {
        do throws(JournalError) {
            while !isEnding {
                if try turn() { waiter.reset() } else { idle() }
            }
            end(CoreReply(.stopped))
        } catch {
            failure = error
            end(CoreReply(.failed))
        }
    }

    private mutating func end(_ reply: CoreReply) {
        board.publish(pipeline, feed, budget, force: true)
        queues.hasStopped.store(true, ordering: .releasing)
        _ = queues.fromCore.push(reply)
    }

    /// One turn: commands first, the kill word, requests, then the feed. True when anything was done.
    private mutating func turn() throws(JournalError) -> Bool {
        var worked = try takeMessages()
        let pulled = kill.take()
        if pulled != 0 {
            try pull(pulled)
            worked = true
        }
        worked = try takeRequests() || worked
        if pipeline.shadowed != 0 { worked = try takeShadowRequests() || worked }
        worked = try takeFeed() || worked
        worked = try fireTimers() || worked
        if worked {
            pipeline.ringBells()
            queues.published.store(pipeline.lastMarketSequence, ordering: .relaxed)
            reportOverflows()
        }
        board.publish(pipeline, feed, budget, force: false)
        return worked
    }

    private mutating func idle() {
        guard waiter.idle() else { return }
        // Nobody rings for the engine: it looks again after a short nap.
        usleep(50)
    }

    // MARK: - Messages of the supervisor

    private mutating func takeMessages() throws(JournalError) -> Bool {
        var worked = false
        while let message = queues.toCore.pop() {
            worked = true
            try handle(message)
        }
        return worked
    }

    private mutating func handle(_ message: CoreMessage) throws(JournalError) {
        var message = message
        let length = min(Int(message.length), CoreMessage.capacity)
        switch message.kind {
        case .input:
            try withUnsafeMutableBytes(of: &message.storage) { bytes throws(JournalError) in
                let record = UnsafeMutableRawBufferPointer(rebasing: bytes.prefix(length))
                try pipeline.input(record, received: tectra_clock_realtime())
            }
        case .request:
            try withUnsafeBytes(of: message.storage) { bytes throws(JournalError) in
                let record = UnsafeRawBufferPointer(rebasing: bytes.prefix(length))
                try pipeline.request(record, from: message.strategy, received: tectra_clock_realtime())
            }
        case .note:
            try withUnsafeMutableBytes(of: &message.storage) { bytes throws(JournalError) in
                try pipeline.note(UnsafeRawBufferPointer(rebasing: bytes.prefix(length)), strategy: message.strategy)
            }
        case .configure:
            try withUnsafeMutableBytes(of: &message.storage) { bytes throws(JournalError) in
                try configure(UnsafeMutableRawBufferPointer(rebasing: bytes.prefix(length)), message.strategy)
            }
        case .attach:
            asked[Int(message.strategy & 63)] = 0
            evicted &= ~(1 << UInt64(message.strategy & 63))
            budget.begin(message.strategy)
            pipeline.attach(message.strategy)
        case .detach:
            // What it had sent before it went is still worth an answer in the journal. It may live, and send on.
            try empty(message.strategy)
            pipeline.closeSeat(message.strategy)
            pipeline.detach(message.strategy)
            _ = queues.fromCore.push(CoreReply(.detached, strategy: message.strategy))
        case .saveState:
            try cut(message.strategy, opensSeat: false)
        case .openSeat:
            try cut(message.strategy, opensSeat: true)
        case .openRestart:
            openRestart(message.strategy)
        case .restart:
            try withUnsafeMutableBytes(of: &message.storage) { bytes throws(JournalError) in
                try restart(UnsafeMutableRawBufferPointer(rebasing: bytes.prefix(length)), message.strategy)
            }
        case .startSeat:
            budget.begin(message.strategy, isShadow: true)
            pipeline.startSeat(message.strategy)
            tellFailure(of: message.strategy)
        case .promote:
            withUnsafeBytes(of: message.storage) { bytes in
                promote(UnsafeRawBufferPointer(rebasing: bytes.prefix(length)), message.strategy)
            }
        case .closeSeat:
            pipeline.closeSeat(message.strategy)
            _ = queues.fromCore.push(CoreReply(.seatClosed, strategy: message.strategy))
        case .query:
            answer(message)
        case .startFeed:
            feed.start(now: tectra_clock_monotonic(), speed: PlaybackSpeed(code: message.argument))
            queues.isFeedRunning.store(feed.isRunning, ordering: .relaxed)
        case .rebuildFeed:
            feed.lines?.rebuild()
        case .stopFeed:
            feed.stop(now: tectra_clock_monotonic())
            queues.isFeedRunning.store(false, ordering: .relaxed)
        case .shutDown:
            isEnding = true
        }
    }

    private mutating func pull(_ bits: UInt64) throws(JournalError) {
        var rest = bits
        while rest != 0 {
            var record = tectra_kill_switch.blank
            record.strategy = UInt8(rest.trailingZeroBitCount)
            rest &= rest &- 1
            record.engaged = 1
            record.setOperator("control.shm")
            record.setText("pulled through the kill word")
            try pipeline.input(record, received: tectra_clock_realtime())
        }
    }

    // MARK: - Requests

    private mutating func takeRequests() throws(JournalError) -> Bool {
        var worked = false
        var rest = pipeline.attached
        while rest != 0 {
            let strategy = UInt8(rest.trailingZeroBitCount)
            rest &= rest &- 1
            worked = try takeRequests(of: strategy) || worked
        }
        return worked
    }

    mutating func takeRequests(of strategy: UInt8) throws(JournalError) -> Bool {
        guard pipeline.isAttached(strategy) else { return false }
        let worker = pipeline.workers[strategy]
        var taken = 0
        while taken < Self.requestsPerTurn {
            guard budget.hasRoom(for: strategy, event: pipeline.engine.time) else {
                if worker.pointee.requests.hasWaiting { budget.holdBack(strategy) }
                return taken > 0
            }
            switch worker.pointee.requests.poll() {
            case .empty:
                budget.catchUp(strategy)
                return taken > 0
            case .corrupt:
                evict(strategy)
                return taken > 0
            case .request(let request):
                taken += 1
                budget.spend(strategy)
                if pipeline.mirrored | pipeline.promoted != 0, try !admits(request.record, of: strategy) { continue }
                try act(on: request.record, of: strategy)
            }
        }
        return true
    }

    /// Passes one request on.
    mutating func act(on record: UnsafeRawBufferPointer, of strategy: UInt8) throws(JournalError) {
        let received = tectra_clock_realtime()
        let template = record.loadUnaligned(fromByteOffset: 2, as: UInt16.self)
        let cause = record.loadUnaligned(fromByteOffset: 16, as: UInt64.self)
        let isOrder = template == UInt16(TECTRA_SUBMIT)
        let tick = isOrder ? arrivals.time(of: cause) : nil
        try pipeline.request(record, from: strategy, received: received)
        if let tick { board.record(tickToOrder: tectra_clock_monotonic() &- tick) }
        if isOrder { try stamp() }
        if template == UInt16(TECTRA_STATE_OUT) { take(state: record, from: strategy) }
        if template == UInt16(TECTRA_PARAMETER) || template == UInt16(TECTRA_CONFIGURED) {
            take(parameters: record, from: strategy)
        }
    }

    /// Notes when the input just handled was done with: a hop of `journal trace`.
    private mutating func stamp() throws(JournalError) {
        var stamp = tectra_stamp.blank
        stamp.sequence = pipeline.engine.sequence
        stamp.published = tectra_clock_realtime()
        try withUnsafeBytes(of: stamp) { bytes throws(JournalError) in try pipeline.note(bytes, strategy: 0) }
    }

    private mutating func reportOverflows() {
        var rest = pipeline.overflowing
        while rest != 0 {
            evict(UInt8(rest.trailingZeroBitCount))
            rest &= rest &- 1
        }
    }

    private mutating func evict(_ strategy: UInt8) {
        let bit: UInt64 = 1 << UInt64(strategy & 63)
        guard evicted & bit == 0 else { return }
        evicted |= bit
        _ = queues.fromCore.push(CoreReply(.evict, strategy: strategy))
    }

    // MARK: - Feed and time

    private mutating func takeFeed() throws(JournalError) -> Bool {
        guard feed.isRunning, !isOutrunningWorkers() else { return false }
        let now = tectra_clock_monotonic()
        let received = tectra_clock_realtime()
        var taken = 0
        var batch = ArrivalBatch()
        while taken < Self.messagesPerTurn, let input = feed.next(now: now) {
            switch input {
            case .message(let record):
                try pipeline.input(record, received: received)
                batch.note(record, at: feed.arrivedAt)
            case .event(let record): try pipeline.input(record, received: received)
            }
            arrivals.note(pipeline.engine.sequence, at: now)
            taken += 1
        }
        if batch.count > 0 { count(batch) }
        if feed.hasEnded, !feed.endWasTold {
            feed.endWasTold = true
            // Whoever hears of the end reads the figures next: those of the whole feed.
            board.publish(pipeline, feed, budget, force: true)
            _ = queues.fromCore.push(CoreReply(.feedEnded))
        }
        return taken > 0
    }

    /// All of a batch are published by now.
    private func count(_ batch: borrowing ArrivalBatch) {
        let now = tectra_clock_monotonic()
        for index in 0..<batch.count {
            let instrument = batch.instruments[index]
            guard pipeline.engine.isShown(instrument) else { continue }
            latencies.record(
                now &- batch.arrivals[index], of: instrument, symbol: pipeline.engine.books.symbolBytes(of: instrument))
        }
    }

    /// A recorded day played without a pace can wait for the slowest worker; a paced one never does.
    private func isOutrunningWorkers() -> Bool {
        guard feed.isUnpaced else { return false }
        let allowed = pipeline.market.capacity / 32
        var rest = pipeline.attached & ~evicted
        while rest != 0 {
            let worker = pipeline.workers[UInt8(rest.trailingZeroBitCount)]
            rest &= rest &- 1
            let processed = worker.pointee.words.processed.load()
            if processed < pipeline.lastMarketSequence, pipeline.lastMarketSequence &- processed > allowed {
                return true
            }
        }
        rest = pipeline.mirrored
        while rest != 0 {
            let strategy = UInt8(rest.trailingZeroBitCount)
            rest &= rest &- 1
            // One that still loads has come as far as the cut.
            let processed =
                pipeline.isShadowed(strategy) ? pipeline.shadows[strategy].pointee.words.processed.load() : 0
            let reached = max(processed, pipeline.seats[strategy].pointee.cut)
            if reached < pipeline.lastMarketSequence, pipeline.lastMarketSequence &- reached > allowed { return true }
        }
        return false
    }

    /// Lets event time pass where the feed is quiet and a timer is due.
    private mutating func fireTimers() throws(JournalError) -> Bool {
        guard feed.isRunning, let due = pipeline.engine.nextTimer,
            let time = feed.eventTime(now: tectra_clock_monotonic()), due <= time
        else { return false }
        var clock = tectra_clock.blank
        clock.time = due
        try pipeline.input(clock, received: tectra_clock_realtime())
        return true
    }
}
