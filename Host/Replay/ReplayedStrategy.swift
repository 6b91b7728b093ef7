/// One strategy's library at work again: its worker, a market ring of its own, and how far it may be
/// behind.
internal import CLinux
internal import Journal
internal import PluginABI
internal import Records
internal import Sandbox
internal import SharedMemory
internal import Workers

struct ReplayedStrategy: ~Copyable {
    let life: ReplayedLife
    var stream = RequestStream()
    private var worker: WorkerProcess
    private var market: MarketRing.Writer
    private let region: SharedRegion
    /// Where the ring was and which input was the last, when half a ring was written last.
    private var mark: (head: UInt64, sequence: UInt64) = (0, 0)
    private var lastSequence: UInt64 = 0
    private(set) var exit: WorkerExit?
    /// What it is told to take over with, until it is; nil for one that was deployed.
    private var handover: Handover?

    static let marketCells = 1 << 16
    /// A worker that does not move for so long is ended, ns of host time.
    static let patience: Int64 = 5_000_000_000

    private init(
        life: ReplayedLife, worker: consuming WorkerProcess, market: consuming MarketRing.Writer,
        region: consuming SharedRegion, handover: Handover?
    ) {
        self.life = life
        self.handover = handover
        self.worker = worker
        self.market = market
        self.region = region
    }

    /// Starts the worker of a life.
    ///
    /// - Parameter handover: the world it takes over, where it takes over from another.
    static func start(
        _ life: ReplayedLife, handover: Handover?, library: LibraryImage, program: String, instruments: UInt32,
        sandbox: SandboxHost
    ) throws(ReplayError) -> ReplayedStrategy {
        do {
            let region = try SharedRegion.create(
                name: "market", size: RingLayout.marketRegionSize(cells: marketCells))
            try region.seal(.writers)
            let market = try MarketRing.Writer(in: region)
            var spec = WorkerSpec(program: program, library: library.path, strategy: life.strategy)
            spec.parameters = life.parameters
            spec.seed = life.seed
            spec.continues = handover != nil
            spec.instruments = instruments
            spec.expectedDigest = life.library
            spec.privateCells = 1 << 14
            spec.orderSlots = 1 << 14
            spec.limits.memory = 1 << 30
            spec.limits.loadMilliseconds = 10_000
            spec.wait = .frugal
            let worker = try WorkerProcess.spawn(spec, library: library, market: region, sandbox: sandbox)
            return ReplayedStrategy(
                life: life, worker: worker, market: market, region: region, handover: handover)
        } catch {
            throw .worker(name: life.name, "\(error)")
        }
    }

    /// It has been told the world; now its state, its first command, and what has come since.
    mutating func takeOver(_ state: SavedState, lastClient: UInt64) {
        guard let handover = handover.take() else { return }
        for record in handover.opening(state, lastClient: lastClient) {
            record.withUnsafeBytes { send($0) }
        }
        for event in handover.waiting {
            switch event {
            case .market(let record): record.withUnsafeBytes { stage($0) }
            case .commit(let sequence): commit(sequence)
            case .mail(let record): record.withUnsafeBytes { send($0) }
            }
        }
    }

    /// Whether it waits for its state.
    var isWaiting: Bool { handover != nil }

    // MARK: - What it is told

    /// Shows it a market record; `commit` after the last of an input.
    mutating func stage(_ record: UnsafeRawBufferPointer) {
        if handover == nil { market.stage(record) } else { handover?.waiting.append(.market(Array(record))) }
    }

    /// Shows the staged records of an input, and sees to it that the ring is never written over what the
    /// worker has not read.
    mutating func commit(_ sequence: UInt64) {
        guard handover == nil else { return handover?.waiting.append(.commit(sequence)) ?? () }
        market.commit()
        worker.bell.ring()
        if market.head &- mark.head > UInt64(Self.marketCells / 4) {
            let bound = mark.sequence
            waitUntil { $0.words.processed.load() >= bound }
            mark = (market.head, lastSequence)
        }
        lastSequence = sequence
    }

    /// Sends it a private record.
    mutating func send(_ record: UnsafeRawBufferPointer) {
        guard handover == nil else { return handover?.waiting.append(.mail(Array(record))) ?? () }
        guard exit == nil, !worker.mail.write(record) else { return worker.bell.ring() }
        // No room: it comes when the worker has read some.
        waitUntil { $0.mail.write(record) }
        worker.bell.ring()
    }

    // MARK: - What it says

    /// Takes the requests that are there.
    mutating func drain() {
        while true {
            switch worker.requests.poll() {
            case .empty: return
            case .corrupt:
                exit = worker.killAndReap(.protocolBroken)
                return
            case .request(let request):
                let cause = request.record.loadUnaligned(fromByteOffset: 16, as: UInt64.self)
                if life.reigns(at: cause) { stream.found(Array(request.record)) }
            }
        }
    }

    /// Waits for something of the worker, taking its requests; or for its end, or for too long.
    private mutating func waitUntil(_ isThere: (inout WorkerProcess) -> Bool) {
        let deadline = tectra_clock_monotonic() &+ Self.patience
        while exit == nil, !isThere(&worker) {
            drain()
            worker.bell.ring()
            tectra_yield()
            if let exit = worker.poll() {
                self.exit = exit
            } else if tectra_clock_monotonic() > deadline {
                exit = worker.killAndReap(.deadline)
            }
        }
    }

    /// Waits until it has handled everything and says no more; or, when it was told to stop, until it has.
    mutating func finish(isToStop: Bool) {
        let head = market.head
        waitUntil { isToStop ? false : $0.hasHandledAll(upTo: head) }
        drain()
        if exit == nil { exit = worker.killAndReap() }
        stream.finish(endedInOrder: isToStop)
    }
}
