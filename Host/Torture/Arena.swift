/// What the engine thread of a small live host does and knows: the one engine, a market that moves, an honest strategy
/// that must see all of it, and a place beside it for the attacker. `Stage` turns it.
internal import CLinux
internal import Engine
internal import Journal
internal import MarketData
internal import Pipeline
internal import PluginABI
internal import Records
internal import Risk
internal import SharedMemory
internal import Workers

/// Why the arena can not be set up.
public struct ArenaError: Error, CustomStringConvertible {
    public let description: String

    init(_ description: String) { self.description = description }
}

struct Arena: ~Copyable {
    static let witness: UInt8 = 1
    static let attacker: UInt8 = 2
    /// ns between two messages.
    private let interval: Int64

    var pipeline: Pipeline
    /// In memory that stays where it is: a thread that starts a worker reads it.
    let market: UnsafeMutablePointer<SharedRegion>
    /// The market moves; it begins once the witness watches.
    var isOpen = false
    private var day: DayGenerator
    private var nextMessage: Int64 = 0
    /// What the witness must have seen: every tick, in order.
    var tickCount: UInt64 = 0
    var tickDigest: UInt64 = 0
    /// When the input of a sequence was published, by its low bits.
    var published = [Int64](repeating: 0, count: 1 << 14)
    /// What goes on, and tick to order of the witness meanwhile.
    var phase = Phase.unmeasured
    var times = TortureTimes()
    /// What the attacker wrote, as lines; bounded, for it may flood.
    var lines: [String] = []
    /// Log lines of the witness.
    var witnessLines: [String] = []
    /// Orders of the attacker that the engine accepted, and what was wrong with any of them.
    var accepted: UInt64 = 0
    var harms: [String] = []
    /// Requests and log lines taken from the attacker.
    var requests: UInt64 = 0
    var lineCount: UInt64 = 0
    /// States of the attacker that the host's tray took whole.
    let tray = StateTray()
    var states: [[UInt8]] = []
    /// Set when the attacker's ring was found corrupt.
    var corruption: String?
    private var idleTurns = 0
    /// Turns since the start: what was sent before is taken some turns later.
    private(set) var turns: UInt64 = 0
    /// The processor is the witness's too: it is given away after every turn.
    private let sharesProcessor: Bool

    static let linesMax = 4096

    private init(
        _ pipeline: consuming Pipeline, _ market: UnsafeMutablePointer<SharedRegion>, _ plan: TorturePlan,
        sharesProcessor: Bool
    ) {
        interval = 1_000_000_000 / max(1, plan.messagesPerSecond)
        self.pipeline = pipeline
        self.sharesProcessor = sharesProcessor
        self.market = market
        day = DayGenerator(DayPlan(messages: 50_000_000, symbols: 4, seed: plan.seed, regime: .meanRevert))
    }

    /// An engine with limits and nobody in it.
    static func make(_ plan: TorturePlan, sharesProcessor: Bool) throws(ArenaError) -> Arena {
        var session = tectra_session.blank
        session.time = 1_700_000_000_000_000_000
        session.seed = plan.seed
        session.instruments_max = 64
        session.orders_max = 65_536
        session.own_orders_max = 8192
        session.strategies_max = 63
        session.depth_interval = 1_000_000_000
        session.bar_interval = 1_000_000_000
        do {
            let region = try SharedRegion.create(name: "market", size: RingLayout.marketRegionSize(cells: 1 << 16))
            let ring = try MarketRing.Writer(in: region)
            let engine = try Engine(session)
            let outputs = OutputBuffer(capacity: engine.outputCapacity)
            let pipeline = Pipeline(
                engine: engine, journal: nil, market: ring, outputs: outputs, workers: WorkerTable())
            let market = UnsafeMutablePointer<SharedRegion>.allocate(capacity: 1)
            market.initialize(to: region)
            var arena = Arena(pipeline, market, plan, sharesProcessor: sharesProcessor)
            try arena.pipeline.begin(session)
            try arena.setLimits()
            return arena
        } catch {
            throw ArenaError("the arena can not be set up: \(error)")
        }
    }

    deinit {
        pipeline.workers.remove(Self.witness)
        pipeline.workers.remove(Self.attacker)
        market.deinitialize(count: 1)
        market.deallocate()
    }

    /// The witness may do what it does; the attacker orders of one share, few a second.
    private mutating func setLimits() throws(JournalError) {
        var firm = LimitRow(strategy: 0)
        firm.bandBps = 5000
        firm.orderQuantityMax = 1000
        firm.orderNotionalMax = LimitRow.unlimited
        firm.positionMax = 1_000_000_000
        firm.creditMax = LimitRow.unlimited
        firm.ordersPerSecond = LimitRow.unlimited
        firm.ordersBurst = LimitRow.unlimited
        var witness = firm
        witness.strategy = Self.witness
        var attacker = firm
        attacker.strategy = Self.attacker
        attacker.orderQuantityMax = Self.attackersQuantityMax
        attacker.ordersPerSecond = 1000
        attacker.ordersBurst = 100
        var commit = tectra_limits_commit.blank
        commit.version = 1
        commit.rows = 3
        for row in [firm, witness, attacker] {
            try pipeline.input(row.record(version: 1, time: pipeline.engine.time), received: 0)
        }
        try pipeline.input(commit, received: 0)
    }

    /// Shares of one order of the attacker.
    static let attackersQuantityMax: Int64 = 10

    // MARK: - What is known of the attacker

    /// Nothing of the one before; returns the event time that it is.
    mutating func forget() -> Int64 {
        lines.removeAll(keepingCapacity: true)
        harms.removeAll()
        corruption = nil
        accepted = 0
        (requests, lineCount) = (0, 0)
        states.removeAll()
        return pipeline.engine.time
    }

    /// How things stand, at one moment.
    var standing: (ticks: UInt64, head: UInt64, states: Int, corruption: String?) {
        (tickCount, pipeline.lastMarketSequence, states.count, corruption)
    }

    // MARK: - Turning

    /// One turn of the engine thread: requests, then the market.
    mutating func turn() {
        turns &+= 1
        var worked = false
        do throws(JournalError) {
            worked = try takeRequests(Self.witness)
            worked = try takeRequests(Self.attacker) || worked
            worked = try feed() || worked
        } catch {
            harms.append("the journal failed: \(error)")
        }
        if worked {
            pipeline.ringBells()
            idleTurns = 0
        } else {
            idleTurns += 1
            if idleTurns > 50 { tectra_yield() } else { tectra_pause() }
        }
        if sharesProcessor { tectra_yield() }
    }

    private mutating func feed() throws(JournalError) -> Bool {
        let now = tectra_clock_monotonic()
        guard isOpen, now >= nextMessage, let message = day.next() else { return false }
        // After a pause it does not catch up: the pace is what counts.
        nextMessage = max(nextMessage &+ interval, now &- 1_000_000)
        var record = tectra_feed_message.blank
        record.source = 1
        record.length = UInt16(truncatingIfNeeded: message.count)
        let time = message.count >= 11
            ? message[5..<11].reduce(Int64(0)) { $0 << 8 | Int64($1) } : 0
        record.time = pipeline.engine.session.time &+ time
        withUnsafeMutableBytes(of: &record.bytes) { room in
            for (index, byte) in message.enumerated() where index < room.count { room[index] = byte }
        }
        try input(record)
        return true
    }

    /// Passes an input through and keeps the books on what the witness must see.
    mutating func input<Input: Record>(_ record: Input) throws(JournalError) {
        try pipeline.input(record, received: tectra_clock_realtime())
        note()
    }

    private mutating func note() {
        published[Int(pipeline.engine.sequence & UInt64(published.count - 1))] = tectra_clock_monotonic()
        var position = 0
        while let output = pipeline.outputs.next(&position) {
            switch output.audience {
            case .market:
                guard let tick = tectra_tick(copying: output.record) else { continue }
                tickCount &+= 1
                tickDigest = (tickDigest ^ tick.sequence) &* 0x9E37_79B9_7F4A_7C15
            case .journal where output.strategy == Self.attacker:
                guard let verdict = tectra_verdict(copying: output.record), verdict.accepted == 1 else { continue }
                accepted &+= 1
                if verdict.quantity < 1 || verdict.quantity > Self.attackersQuantityMax {
                    harms.append("an order of \(verdict.quantity) shares was accepted")
                }
            default: break
            }
        }
    }

    /// As of the engine thread of a host.
    private static let requestsPerTurn = 8

    private mutating func takeRequests(_ strategy: UInt8) throws(JournalError) -> Bool {
        guard pipeline.isAttached(strategy) else { return false }
        var taken = 0
        while taken < Self.requestsPerTurn {
            switch pipeline.workers[strategy].pointee.requests.poll() {
            case .empty: return taken > 0
            case .corrupt(let reason):
                if strategy == Self.attacker {
                    corruption = "\(reason)"
                } else {
                    harms.append("the witness: \(reason)")
                }
                return taken > 0
            case .request(let request):
                taken += 1
                look(at: request, of: strategy)
                try pipeline.request(request.record, from: strategy, received: tectra_clock_realtime())
                note()
            }
        }
        return true
    }

    private mutating func look(at request: Request, of strategy: UInt8) {
        if strategy == Self.attacker { requests &+= 1 }
        if let log = tectra_log(copying: request.record) {
            let text = withUnsafeBytes(of: log.text) {
                String(decoding: $0.prefix(Int(min(log.length, UInt32($0.count)))), as: UTF8.self)
            }
            if strategy == Self.witness {
                witnessLines.append(text)
            } else {
                lineCount &+= 1
                if lines.count < Self.linesMax { lines.append(text) }
            }
        } else if strategy == Self.attacker, Int(request.template) == TECTRA_STATE_OUT {
            take(piece: request.record)
        } else if strategy == Self.witness, request.template == tectra_submit.templateID {
            let cause = request.record.loadUnaligned(fromByteOffset: 16, as: UInt64.self)
            guard pipeline.engine.sequence &- cause < UInt64(published.count) else { return }
            let then = published[Int(cause & UInt64(published.count - 1))]
            times.note(UInt32(clamping: tectra_clock_monotonic() &- then), in: phase)
        }
    }
}
