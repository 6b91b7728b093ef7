/// The supervisor thread: starts workers and watches them, answers the control socket, prepares the
/// journal's next segment. Everything of the engine process that may wait is here.
internal import CLinux
internal import EngineLink
internal import Journal
internal import Pipeline
internal import PluginABI
internal import Records
internal import SharedMemory
internal import Synchronization
internal import Workers

struct Supervisor: ~Copyable {
    let configuration: EngineConfiguration
    let facts: EngineFacts
    let queues: CoreQueues
    let workers: WorkerTable
    let shadows: WorkerTable
    let seats: SeatTable
    let tray: StateTray
    let seatBoard: SeatBoard
    let market: SharedRegion
    let sandbox: SandboxHost
    let segments: SegmentPreparer
    let telemetry: Telemetry.Reader
    let snapshots: SnapshotKeeper
    let latencies: SymbolLatencies
    var link: LinkServer
    let states: StateFiles

    /// By strategy number; nil where there never was one.
    var strategies = [StrategyEntry?](repeating: nil, count: WorkerTable.count)
    /// Changes of version under way, and versions that are kept for a rollback, by strategy.
    var reloads: [UInt8: Reload] = [:]
    /// Changes of parameters that are not answered yet, by strategy.
    var configurations: [UInt8: PendingConfiguration] = [:]
    /// Answers that wait for rows of the engine thread, by token.
    var awaiting: [UInt32: PendingAnswer] = [:]
    var lastToken: UInt32 = 0
    var feedSpeed: PlaybackSpeed
    var hasFeedEnded = false
    var feedWatch = FeedWatch()
    /// What strategies are shown, how often they are shown depth, and how often the books are written down, ns.
    var symbols: SymbolChoice
    var depthInterval: Int64
    var snapshotInterval: Int64
    var isEnding = false
    /// Monotonic time of the next look at the workers' memory.
    var nextMemoryLook: Int64 = 0
    private var nextSegmentCheck: Int64 = 0
    private var hasDiskWarning = false

    init(
        configuration: EngineConfiguration, facts: EngineFacts, queues: CoreQueues, workers: WorkerTable,
        shadows: WorkerTable, seats: SeatTable, tray: StateTray, seatBoard: SeatBoard,
        market: consuming SharedRegion, sandbox: SandboxHost, segments: SegmentPreparer,
        telemetry: consuming Telemetry.Reader, snapshots: SnapshotKeeper, latencies: SymbolLatencies,
        link: consuming LinkServer
    ) {
        self.configuration = configuration
        self.facts = facts
        self.queues = queues
        self.workers = workers
        self.shadows = shadows
        self.seats = seats
        self.tray = tray
        self.seatBoard = seatBoard
        self.market = market
        self.sandbox = sandbox
        self.segments = segments
        self.telemetry = telemetry
        self.snapshots = snapshots
        self.latencies = latencies
        self.link = link
        states = StateFiles(in: configuration.directory)
        feedSpeed = configuration.feedSpeed
        symbols = configuration.feed.symbols
        depthInterval = configuration.depthInterval
        snapshotInterval = Int64(configuration.snapshotMilliseconds) * 1_000_000
    }

    /// Runs until told to shut down or the engine thread has ended.
    mutating func run() {
        if configuration.feedStart == .atOnce { tell(CoreMessage(.startFeed, argument: feedSpeed.code)) }
        while !isEnding {
            let live = strategies.indices.filter { strategies[$0]?.phase == .attached }
            let isBusy = !awaiting.isEmpty || !configurations.isEmpty || reloads.contains { $0.value.phase != .kept }
            let ready = link.poll(milliseconds: isBusy ? 1 : 5, others: live.compactMap { strategies[$0]?.pidfd })
            for (bit, strategy) in live.enumerated() where ready & (1 << UInt64(bit)) != 0 {
                release(UInt8(strategy), nil)
            }
            takeReplies()
            watchWorkers()
            watchSeats()
            watchConfigurations()
            watchFeed()
            takeSnapshots()
            startAgain()
            goOnFlattening()
            while !isEnding, let request = link.next() { handle(request) }
            prepareSegment()
        }
        endWorkers()
        link.drain(milliseconds: 500)
    }

    /// Hands a message to the engine thread. The queue is large and the thread never waits, so a
    /// full queue passes within microseconds.
    func tell(_ message: CoreMessage) {
        while !queues.toCore.push(message), !queues.hasStopped.load(ordering: .acquiring) { tectra_yield() }
    }

    /// Hands an input record to the core.
    func tell<Input: Record>(_ input: Input) {
        withUnsafeBytes(of: input) { bytes in
            if let message = CoreMessage(.input, record: bytes) { tell(message) }
        }
    }

    /// Writes a note of a strategy into the journal.
    func note<Note: Record>(_ note: Note, strategy: UInt8) {
        withUnsafeBytes(of: note) { bytes in
            if let message = CoreMessage(.note, strategy: strategy, record: bytes) { tell(message) }
        }
    }

    // MARK: - The engine thread's word

    private mutating func takeReplies() {
        while let reply = queues.fromCore.pop() { take(reply) }
    }

    private mutating func take(_ reply: CoreReply) {
        switch reply.kind {
        case .row:
            var reply = reply
            let length = min(Int(reply.length), CoreReply.capacity)
            let row = withUnsafeMutableBytes(of: &reply.storage) { Array($0.prefix(length)) }
            awaiting[reply.token]?.take(row)
        case .end:
            if let answer = awaiting.removeValue(forKey: reply.token) { finish(answer) }
        case .evict:
            release(reply.strategy, .protocolBroken)
        case .detached:
            bury(reply.strategy)
        case .state: take(state: reply)
        case .cutRefused: take(refusal: reply)
        case .promoted: take(promotion: reply)
        case .parameter: take(parameter: reply)
        case .configured: take(configured: reply)
        case .configureRefused: take(configureRefusal: reply)
        case .seatClosed: take(closed: reply)
        case .seatFailed:
            fail(reply.strategy, Self.words(of: SeatFailure(rawValue: UInt8(truncatingIfNeeded: reply.token)) ?? .none))
        case .feedEnded:
            hasFeedEnded = true
            let isEarly = telemetry.engine()?.feed.hasEndedEarly == 1
            if isEarly { Log.warning("the feed has ended, and was not whole") } else { Log.info("the feed has ended") }
        case .failed, .stopped:
            isEnding = true
        }
    }

    // MARK: - The journal's next segment

    /// Keeps a segment ready ahead of the engine thread. When the disk has no room for one, trading
    /// is stopped while there still is room to say so.
    private mutating func prepareSegment() {
        let now = tectra_clock_monotonic()
        guard now >= nextSegmentCheck else { return }
        nextSegmentCheck = now &+ 50_000_000
        do throws(JournalError) {
            try segments.prepareNext()
            hasDiskWarning = false
        } catch {
            guard !hasDiskWarning else { return }
            hasDiskWarning = true
            Log.error("\(error); the kill switch is pulled")
            var kill = tectra_kill_switch.blank
            kill.engaged = 1
            kill.setOperator("tectra-engine")
            kill.setText("the journal has no room for its next segment")
            tell(kill)
        }
    }
}

/// An answer whose rows come from the engine thread.
struct PendingAnswer {
    let origin: LinkReturn
    private(set) var rows: [UInt8] = []
    /// Bytes of one row; 0 before the first.
    private(set) var rowSize = 0

    init(origin: LinkReturn) {
        self.origin = origin
    }

    mutating func take(_ row: [UInt8]) {
        rowSize = row.count
        rows.append(contentsOf: row)
    }
}
