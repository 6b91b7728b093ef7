/// A backtest: the same engine, the same sandboxed workers, in lockstep, so that the same plan gives
/// the same journal to the last byte.
///
/// After every input the driver waits until each worker has handled what it was sent, then takes
/// their requests in the order of their numbers; only then the next message comes. Host time does
/// not exist: an input's `received` is its event time.
internal import CLinux
internal import Engine
internal import EngineLink
internal import Glibc
internal import Journal
internal import MarketData
internal import Orders
internal import Pipeline
internal import PluginABI
internal import Records
internal import Risk
internal import Sandbox
internal import SharedMemory
internal import Workers

public struct Backtest: ~Copyable {
    var pipeline: Pipeline
    let market: SharedRegion
    let file: ITCHFile
    let midnight: Int64
    /// The kernel's features and the sealed filters: found once, for all workers.
    let sandbox: SandboxHost
    var result = BacktestResult()
    /// Strategies by number; index 0 is unused.
    var numbers: [UInt8] = []
    /// Strategies that were sent something they have a callback for, a bit each.
    var due: UInt64 = 0
    /// Where the market ring was when all workers were last waited for.
    var waitedHead: UInt64 = 0
    /// Looks at a worker before the host gives the processor away.
    let spins: Int
    /// Who looks on; nil in most runs.
    let observer: (any BacktestObserver)?
    /// A worker that handles nothing for so long is ended, ns of host time.
    static let patience: Int64 = 5_000_000_000

    private init(
        pipeline: consuming Pipeline, market: consuming SharedRegion, file: consuming ITCHFile, midnight: Int64,
        sandbox: SandboxHost, spins: Int, observer: (any BacktestObserver)?
    ) {
        self.observer = observer
        self.sandbox = sandbox
        self.spins = spins
        self.pipeline = pipeline
        self.market = market
        self.file = file
        self.midnight = midnight
    }

    /// Starts the workers and brings the core to where the first message can come.
    ///
    /// - Parameter observer: is told what happens while it happens.
    public static func prepare(
        _ plan: BacktestPlan, observer: (any BacktestObserver)? = nil
    ) throws(BacktestError) -> Backtest {
        guard !plan.strategies.isEmpty else { throw .empty("no strategy to test; name some under strategies") }
        let configuration = plan.engine
        let session = session(configuration)
        let file = try catching(BacktestError.feed) { () throws(MarketDataError) in
            try ITCHFile(path: configuration.feedFile)
        }
        let libraries = try libraries(plan.strategies)
        let market = try catching(BacktestError.region) { () throws(RegionError) in
            let region = try SharedRegion.create(
                name: "market", size: RingLayout.marketRegionSize(cells: configuration.marketRingCells))
            try region.seal(.writers)
            return region
        }
        let sandbox = try catching({ .worker(name: "sandbox", $0) }) { () throws(WorkerError) in
            try SandboxHost(mode: .paper, filters: plan.filters)
        }
        let pipeline = try pipeline(session, market, plan)
        var backtest = Backtest(
            pipeline: pipeline, market: market, file: file, midnight: configuration.session, sandbox: sandbox,
            spins: isCrowded(plan) ? 20 : 2000, observer: observer)
        do throws(JournalError) {
            try backtest.pipeline.begin(session)
            try backtest.setFees(configuration)
            try backtest.setLimits(plan)
        } catch {
            throw .journal(error)
        }
        guard backtest.pipeline.engine.risk.limits.version == 1 else {
            throw .limits(backtest.pipeline.engine.risk.limits.contradictions.map { "\($0)" })
        }
        for (index, strategy) in plan.strategies.enumerated() {
            try backtest.deploy(strategy, libraries[index], as: UInt8(index + 1), plan)
        }
        return backtest
    }

    /// Whether host and workers have no processor each: then whoever waits must give way at once.
    static func isCrowded(_ plan: BacktestPlan) -> Bool {
        plan.strategies.count + 1 > Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))
    }

    private static func pipeline(
        _ session: tectra_session, _ market: borrowing SharedRegion, _ plan: BacktestPlan
    ) throws(BacktestError) -> Pipeline {
        let engine = try catching(BacktestError.engine) { () throws(EngineError) in try Engine(session) }
        let ring = try catching(BacktestError.region) { () throws(RegionError) in try MarketRing.Writer(in: market) }
        let outputs = OutputBuffer(capacity: engine.outputCapacity)
        let journal = try journal(plan)
        return Pipeline(engine: engine, journal: journal, market: ring, outputs: outputs, workers: WorkerTable())
    }

    private static func journal(_ plan: BacktestPlan) throws(BacktestError) -> JournalWriter? {
        guard let directory = plan.journal else { return nil }
        return try catching(BacktestError.journal) { () throws(JournalError) in
            try JournalWriter(directory: directory, segmentSize: plan.engine.journalSegment)
        }
    }

    private static func session(_ configuration: EngineConfiguration) -> tectra_session {
        var record = tectra_session.blank
        record.time = configuration.session
        record.seed = configuration.seed
        record.instruments_max = UInt32(clamping: configuration.instrumentsMax)
        record.orders_max = UInt32(clamping: configuration.ordersMax)
        record.own_orders_max = UInt32(clamping: configuration.ownOrdersMax)
        record.strategies_max = 63
        record.depth_interval = configuration.depthInterval
        record.bar_interval = configuration.barInterval
        return record
    }

    private mutating func setFees(_ configuration: EngineConfiguration) throws(JournalError) {
        var fees = tectra_fees.blank
        fees.time = midnight
        fees.maker = configuration.makerFee
        fees.taker = configuration.takerFee
        try pipeline.input(fees, received: midnight)
        guard configuration.barTicks > 0 || configuration.barVolume > 0 || configuration.barNotional > 0 else { return }
        var sizes = tectra_bar_sizes.blank
        sizes.time = midnight
        sizes.ticks = configuration.barTicks
        sizes.volume = configuration.barVolume
        sizes.notional = configuration.barNotional
        try pipeline.input(sizes, received: midnight)
    }

    private mutating func setLimits(_ plan: BacktestPlan) throws(JournalError) {
        var rows = [plan.firm]
        rows[0].strategy = 0
        for (index, strategy) in plan.strategies.enumerated() {
            var row = plan.rows[strategy.name] ?? plan.standard
            row.strategy = UInt8(index + 1)
            rows.append(row)
        }
        for row in rows { try pipeline.input(row.record(version: 1, time: midnight), received: midnight) }
        var commit = tectra_limits_commit.blank
        commit.time = midnight
        commit.version = 1
        commit.rows = UInt32(rows.count)
        try pipeline.input(commit, received: midnight)
    }
}

/// Runs `body`, wrapping its error.
func catching<Value: ~Copyable, Failure: Error>(
    _ wrap: (Failure) -> BacktestError, _ body: () throws(Failure) -> Value
) throws(BacktestError) -> Value {
    do throws(Failure) { return try body() } catch { throw wrap(error) }
}
