/// A running engine, put together: the run directory, the journal, shared memory, the engine thread
/// and, on the calling thread, the supervisor.
internal import CLinux
public import Engine
public import EngineLink
public import FeedTransport
internal import Glibc
public import Journal
public import MarketData
internal import Pipeline
internal import PluginABI
internal import Records
internal import Sandbox
public import SharedMemory
public import Threads
public import Workers

/// Why an engine did not start, or ended before it was told to.
public enum LiveError: Error, CustomStringConvertible {
    case directory(path: String, reason: String)
    case journal(JournalError)
    case region(RegionError)
    case link(LinkError)
    case worker(WorkerError)
    case feed(MarketDataError)
    case capture(CaptureFeedError)
    case lines(TransportError)
    case engine(EngineError)
    case thread(ThreadError)

    public var description: String {
        switch self {
        case .directory(let path, let reason): "\(path): \(reason)"
        case .journal(let error): "\(error)"
        case .region(let error): "\(error)"
        case .link(let error): "\(error)"
        case .worker(let error): "\(error)"
        case .feed(let error): "\(error)"
        case .capture(let error): "\(error)"
        case .lines(let error): "\(error)"
        case .engine(let error): "\(error)"
        case .thread(let error): "\(error)"
        }
    }
}

public enum LiveEngine {
    /// Runs an engine until it is told to shut down. The calling thread becomes the supervisor.
    public static func run(_ configuration: EngineConfiguration, build: String) throws(LiveError) {
        let directory = configuration.directory
        guard mkdir(directory, 0o700) == 0 || errno == EEXIST else {
            throw .directory(path: directory, reason: "can not be made: \(String(cString: strerror(errno)))")
        }
        let sandbox = try catching(LiveError.worker) { () throws(WorkerError) in
            try SandboxHost(mode: configuration.mode == .live ? .live : .paper)
        }
        for warning in sandbox.warnings { Log.warning("sandbox tier \(sandbox.tier): \(warning)") }
        // The socket first: it is what a second engine on the same directory runs into.
        let link = try catching(LiveError.link) { () throws(LinkError) in
            try LinkServer(at: directory + "/engine.sock")
        }
        let session = configuration.sessionRecord(build: build)
        let journal = try catching(LiveError.journal) { () throws(JournalError) in
            try JournalWriter(directory: directory + "/journal", segmentSize: configuration.journalSegment)
        }
        let segments = journal.preparer
        let engine = try catching(LiveError.engine) { () throws(EngineError) in try Engine(session) }
        engine.books.touch()
        let outputs = OutputBuffer(capacity: engine.outputCapacity)
        let (workers, shadows, seats) = (WorkerTable(), WorkerTable(), SeatTable())
        let (tray, seatBoard) = (StateTray(), SeatBoard())
        let queues = CoreQueues()
        let wait = WaitStrategy(named: configuration.wait.rawValue) ?? .balanced

        let market = try catching(LiveError.region) { () throws(RegionError) in
            let region = try SharedRegion.create(
                name: "market", size: RingLayout.marketRegionSize(cells: configuration.marketRingCells))
            try region.prefault()
            try region.seal(.writers)
            return region
        }
        let ring = try catching(LiveError.region) { () throws(RegionError) in try MarketRing.Writer(in: market) }
        let writer = try catching(LiveError.region) { () throws(RegionError) in
            try Telemetry.Writer(at: directory + "/telemetry.shm")
        }
        let telemetry = try catching(LiveError.region) { () throws(RegionError) in
            try Telemetry.Reader(at: directory + "/telemetry.shm")
        }
        let kill = try catching(LiveError.region) { () throws(RegionError) in
            try KillWord(creatingAt: directory + "/control.shm")
        }
        var pipeline = Pipeline(
            engine: engine, journal: journal, market: ring, outputs: outputs, workers: workers, shadows: shadows,
            seats: seats)
        try begin(&pipeline, session, configuration)
        let feed = try FeedSource.open(configuration, from: pipeline.engine.feed.next)
        let total = feed.countMessages()
        let lines = feed.lines
        defer { lines?.stop() }
        let snapshots = SnapshotKeeper(
            directory: configuration.journalDirectory, midnight: configuration.session,
            capacity: pipeline.engine.books.capacity)
        defer { snapshots.stop() }
        try catching(LiveError.thread) { () throws(ThreadError) in
            try snapshots.keep(every: Int64(configuration.snapshotMilliseconds) * 1_000_000)
        }
        let latencies = SymbolLatencies(instruments: configuration.instrumentsMax)
        let board = TelemetryBoard(writer: writer, feedTotal: total)
        let loop = EngineLoop(
            pipeline: pipeline, feed: feed, queues: queues, kill: kill, board: board, tray: tray,
            seatBoard: seatBoard, latencies: latencies,
            budget: RequestBudget(perSecond: configuration.workerRequestsPerSecond), wait: wait)
        let thread = EngineThread(loop, processor: configuration.engineProcessor)
        try catching(LiveError.thread) { () throws(ThreadError) in try thread.start() }
        // A thread begins where its maker may run: so this one takes its processor when the others are there.
        WorkerProcess.prepareToSpawn()
        Processor.take(configuration.supervisorProcessor, for: "the supervisor")
        var supervisor = Supervisor(
            configuration: configuration, facts: configuration.facts(build: build, sandbox: sandbox), queues: queues,
            workers: workers, shadows: shadows, seats: seats, tray: tray, seatBoard: seatBoard,
            market: market, sandbox: sandbox, segments: segments, telemetry: telemetry,
            snapshots: snapshots, latencies: latencies, link: link)
        Log.info("ready in \(directory), sandbox tier \(sandbox.tier)")
        supervisor.run()
        if let failure = thread.join() { throw .journal(failure) }
    }

    /// Writes what the journal begins with, tells the core what its venue charges, and takes over the
    /// books of an engine that ended without being told to.
    private static func begin(
        _ pipeline: inout Pipeline, _ session: tectra_session, _ configuration: EngineConfiguration
    ) throws(LiveError) {
        do throws(JournalError) {
            try pipeline.begin(session)
            try pipeline.input(configuration.feesRecord, received: tectra_clock_realtime())
            if let sizes = configuration.barSizesRecord {
                try pipeline.input(sizes, received: tectra_clock_realtime())
            }
            if configuration.feed.symbols != .all {
                let (rows, choice) = configuration.feed.symbols.records(by: "configuration")
                for row in rows { try pipeline.input(row, received: tectra_clock_realtime()) }
                try pipeline.input(choice, received: tectra_clock_realtime())
            }
            guard !configuration.warmStart.isEmpty else { return }
            let account = try WarmStart.take(
                over: configuration.warmStart, midnight: configuration.session, into: &pipeline)
            Log.info("warm start from \(account)")
        } catch { throw .journal(error) }
    }

    /// Runs `body`, wrapping its error.
    private static func catching<Value: ~Copyable, Failure: Error>(
        _ wrap: (Failure) -> LiveError, _ body: () throws(Failure) -> Value
    ) throws(LiveError) -> Value {
        do throws(Failure) {
            return try body()
        } catch {
            throw wrap(error)
        }
    }
}
