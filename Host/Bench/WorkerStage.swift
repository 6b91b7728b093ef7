/// A market ring and sandboxed workers on it, without an engine: what the rings and the sandbox cost.
internal import PluginABI
internal import Records
internal import Sandbox
internal import SharedMemory
internal import Workers

struct WorkerStage: ~Copyable {
    let region: SharedRegion
    var market: MarketRing.Writer
    let places: UnsafeMutablePointer<WorkerProcess>
    let count: Int
    var sequence: UInt64 = 0
    private var tick = tectra_tick.blank

    /// Starts `count` workers of one library, announces instrument 1 and starts them.
    init(
        _ plan: BenchPlan, library: String, count: Int, parameters: [tectra_parameter], wait: WaitStrategy,
        cells: Int = 1 << 18
    ) throws {
        let sandbox = try SandboxHost(mode: .paper)
        let region = try SharedRegion.create(name: "market", size: RingLayout.marketRegionSize(cells: cells))
        try region.prefault()
        let market = try MarketRing.Writer(in: region)
        let places = UnsafeMutablePointer<WorkerProcess>.allocate(capacity: count)
        var started = 0
        do {
            for number in 0..<count {
                var spec = WorkerSpec(program: plan.worker, library: library, strategy: UInt8(number + 1))
                spec.parameters = parameters
                spec.instruments = 64
                spec.wait = wait
                (places + number).initialize(to: try WorkerProcess.spawn(spec, market: region, sandbox: sandbox))
                started += 1
            }
        } catch {
            places.deinitialize(count: started)
            places.deallocate()
            throw error
        }
        self.region = region
        self.market = market
        self.places = places
        self.count = count
        tick.instrument = 1
        tick.bid_price = 10_000_000_000
        tick.ask_price = 10_010_000_000
        tick.bid_quantity = 100
        tick.ask_quantity = 100
        announceAndStart()
    }

    deinit {
        places.deinitialize(count: count)
        places.deallocate()
    }

    private mutating func announceAndStart() {
        sequence += 1
        var instrument = tectra_instrument.blank
        instrument.sequence = sequence
        instrument.instrument = 1
        instrument.tick_size = 10_000_000
        sequence += 1
        var start = tectra_command.blank
        start.sequence = sequence
        start.command = UInt8(TECTRA_COMMAND_START)
        for number in 0..<count {
            withUnsafeBytes(of: instrument) { _ = places[number].mail.write($0) }
            withUnsafeBytes(of: start) { _ = places[number].mail.write($0) }
            places[number].bell.ring()
        }
    }

    /// Publishes the next tick; bells are rung apart.
    @inline(__always)
    mutating func publish() {
        sequence &+= 1
        tick.sequence = sequence
        tick.time = Int64(truncatingIfNeeded: sequence)
        // The price moves by a cent, so that a strategy has something to look at.
        tick.bid_price = 10_000_000_000 &+ Int64(truncatingIfNeeded: sequence & 15) &* 10_000_000
        tick.ask_price = tick.bid_price &+ 10_000_000
        withUnsafeBytes(of: tick) { market.publish($0) }
    }

    @inline(__always)
    mutating func ring() {
        for number in 0..<count { places[number].bell.ring() }
    }

    /// The sequence up to which every worker has handled everything.
    @inline(__always)
    func handled() -> UInt64 {
        var least = UInt64.max
        for number in 0..<count { least = min(least, places[number].words.processed.load()) }
        return least
    }

    /// Throws when a worker has ended.
    func check() throws {
        for number in 0..<count {
            if let exit = places[number].poll() { throw BenchError("a strategy's worker has ended: \(exit)") }
        }
    }

    var laps: Int {
        (0..<count).reduce(0) { $0 + Int(clamping: places[$1].laps) }
    }
}
