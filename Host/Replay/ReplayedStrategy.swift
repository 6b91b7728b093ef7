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
    let name: String
    var stream = RequestStream()
    private var worker: WorkerProcess
    private var market: MarketRing.Writer
    private let region: SharedRegion
    /// Where the ring was and which input was the last, when half a ring was written last.
    private var mark: (head: UInt64, sequence: UInt64) = (0, 0)
    private var lastSequence: UInt64 = 0
    private(set) var exit: WorkerExit?

    static let marketCells = 1 << 16
    /// A worker that does not move for so long is ended, ns of host time.
    static let patience: Int64 = 5_000_000_000

    private init(
        name: String, worker: consuming WorkerProcess, market: consuming MarketRing.Writer,
        region: consuming SharedRegion
    ) {
        self.name = name
        self.worker = worker
        self.market = market
        self.region = region
    }

    /// Starts the worker of a deployment.
    static func start(
        _ deployment: ReplayDeployment, library: LibraryImage, program: String, instruments: UInt32,
        sandbox: SandboxHost
    ) throws(ReplayError) -> ReplayedStrategy {
        do {
            let region = try SharedRegion.create(
                name: "market", size: RingLayout.marketRegionSize(cells: marketCells))
            try region.seal(.writers)
            let market = try MarketRing.Writer(in: region)
            var spec = WorkerSpec(program: program, library: library.path, strategy: deployment.strategy)
            spec.parameters = deployment.parameters
            spec.seed = deployment.seed
            spec.instruments = instruments
            spec.expectedDigest = deployment.library
            spec.privateCells = 1 << 14
            spec.orderSlots = 1 << 14
            spec.limits.memory = 1 << 30
            spec.limits.loadMilliseconds = 10_000
            spec.wait = .frugal
            let worker = try WorkerProcess.spawn(spec, library: library, market: region, sandbox: sandbox)
            return ReplayedStrategy(name: deployment.name, worker: worker, market: market, region: region)
        } catch {
            throw .worker(name: deployment.name, "\(error)")
        }
    }

    // MARK: - What it is told

    /// Shows it a market record; `commit` after the last of an input.
    mutating func stage(_ record: UnsafeRawBufferPointer) { market.stage(record) }

    /// Shows the staged records of an input, and sees to it that the ring is never written over what the
    /// worker has not read.
    mutating func commit(_ sequence: UInt64) {
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
            case .request(let request): stream.found(Array(request.record))
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
