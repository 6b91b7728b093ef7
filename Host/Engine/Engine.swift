/// The deterministic core: a pure state machine from inputs to outputs.
///
/// No I/O, no clock, no randomness, no order that depends on hashing. Time arrives in the inputs.
/// Live trading, backtest and replay are drivers around this one type.
public import KillSwitch
public import MarketData
public import Orders
public import PluginABI
internal import Records
public import Risk
internal import Venues

/// Why an engine could not be made.
public enum EngineError: Error, Sendable, CustomStringConvertible {
    case capacity(String)
    public var description: String {
        switch self {
        case .capacity(let text): "the engine can not be made so: \(text)"
        }
    }
}

/// What the engine counts about its inputs.
public struct EngineCounters: BitwiseCopyable, Sendable {
    public var feedMessages: UInt64 = 0
    public var feedFaults: UInt64 = 0
    /// Those of them that the books had no room for.
    public var bookRefused: UInt64 = 0
    public var marketRecords: UInt64 = 0
    public var requests: UInt64 = 0
    public var accepted: UInt64 = 0
    public var rejected: UInt64 = 0
    public var cancels: UInt64 = 0
    public var fills: UInt64 = 0
    public var signals: UInt64 = 0
    public var workersLost: UInt64 = 0
    /// Inputs of no known kind, and events that the state machines refused.
    public var malformed: UInt64 = 0
}

public struct Engine: ~Copyable {
    public let session: tectra_session
    /// Of the last input; 0 before the first.
    public internal(set) var sequence: UInt64 = 0
    /// Event time: never goes back.
    public internal(set) var time: Int64
    public internal(set) var counters = EngineCounters()

    public internal(set) var books: MarketBooks
    /// What the last market message did, while somebody wants to know: see `keepsEvents`.
    public internal(set) var lastEvent = MarketEvent()
    public var keepsEvents = false
    /// Where the feed is, and whether the books can be believed.
    public internal(set) var feed = FeedPosition()
    public internal(set) var orders: OrderTable
    public internal(set) var positions: PositionTable
    public internal(set) var risk: RiskGate
    public internal(set) var latch = KillLatch()
    var venue: SimulatedVenue
    var timers = Timers()
    var subscriptions: Subscriptions
    var bars: Bars
    var changes = ParameterChanges()
    var publication = Publication()
    public internal(set) var recent: RecentTrades
    var touched: TouchedInstruments
    let strategies: UnsafeMutablePointer<StrategySlot>
    /// How each strategy was deployed.
    let deployments: UnsafeMutablePointer<tectra_deploy>
    /// Event time from which on each instrument's depth is due again, and ns between two of its records.
    let depthTimes: UnsafeMutablePointer<Int64>
    /// Instruments whose book lacks an order that found no room.
    let incomplete: UnsafeMutablePointer<Bool>
    var depthInterval: Int64
    var makerFee: Int64 = 0
    var takerFee: Int64 = 0
    var lastFillID: UInt64 = 0
    /// Strategies with a worker that want each kind of market record, a bit each.
    var wantTicks: UInt64 = 0
    var wantTrades: UInt64 = 0
    var wantBooks: UInt64 = 0
    /// By kind of bar: time, tick, volume, notional.
    var wantBars = InlineArray<4, UInt64>(repeating: 0)
    /// Of any kind.
    var wantAnyBars: UInt64 = 0
    var wantStatus: UInt64 = 0

    public init(_ session: tectra_session) throws(EngineError) {
        self.session = session
        time = session.time
        depthInterval = session.depth_interval
        let instruments = Int(session.instruments_max)
        let own = Int(session.own_orders_max)
        guard (1...65_536).contains(instruments), (16...(1 << 26)).contains(own) else {
            throw .capacity("1 to 65536 instruments and 16 or more own orders")
        }
        do {
            books = try MarketBooks(BookCapacity(session))
        } catch {
            throw .capacity("\(error)")
        }
        orders = OrderTable(capacity: own, instruments: instruments, seed: session.seed)
        positions = PositionTable(instruments: instruments)
        risk = RiskGate(instruments: instruments)
        venue = SimulatedVenue(orders: own, instruments: instruments)
        subscriptions = Subscriptions(instruments: instruments)
        recent = RecentTrades(instruments: instruments)
        bars = Bars(instruments: instruments, interval: session.bar_interval)
        touched = TouchedInstruments(instruments: instruments)
        strategies = .allocate(capacity: 64)
        strategies.initialize(repeating: StrategySlot(), count: 64)
        deployments = .allocate(capacity: 64)
        deployments.initialize(repeating: .blank, count: 64)
        depthTimes = .allocate(capacity: instruments)
        depthTimes.initialize(repeating: .min, count: instruments)
        incomplete = .allocate(capacity: instruments)
        incomplete.initialize(repeating: false, count: instruments)
    }

    deinit {
        strategies.deallocate()
        deployments.deallocate()
        depthTimes.deallocate()
        incomplete.deallocate()
    }

    /// Bytes of an output buffer that no input overflows: every own order filled or cancelled at once, or one
    /// that takes every level it may. A fill tells of the position, itself and the order.
    public var outputCapacity: Int {
        let fill = tectra_position.size + tectra_fill.size + tectra_order.size + 3 * 16
        // When an interval ends, every instrument may have a bar; when the market closes, three.
        let bars = Int(session.instruments_max) * 3 * (tectra_bar.size + 8)
        return 1 << 16 + bars + SimulatedVenue.fillsMax(orders: Int(session.own_orders_max)) * fill
    }

    /// When the next timer is due, in event time; nil when none is set.
    public var nextTimer: Int64? { timers.nextDue == .max ? nil : timers.nextDue }

    /// Applies one input. Its sequence is the next one; its outputs replace what was in `outputs`.
    public mutating func apply(
        _ record: UnsafeRawBufferPointer, from strategy: UInt8, into outputs: inout OutputBuffer
    ) {
        outputs.clear()
        sequence &+= 1
        guard record.count >= 24, let bytes = record.baseAddress else { return countMalformed() }
        let template = Int(bytes.loadUnaligned(fromByteOffset: 2, as: UInt16.self))
        if strategy == 0 {
            pass(to: bytes.loadUnaligned(fromByteOffset: 16, as: Int64.self), &outputs)
            if template == TECTRA_FEED_MESSAGE { return applyFeed(record, &outputs) }
            applyControl(template, record, &outputs)
        } else {
            applyRequest(template, record, from: strategy, &outputs)
        }
    }

    /// Event time moves on, and what is due fires.
    @inline(__always)
    mutating func pass(to later: Int64, _ outputs: inout OutputBuffer) {
        guard later > time else { return }
        time = later
        if bars.nextEnd <= later { closeTimeBars(&outputs) }
        if timers.nextDue <= later { fireTimers(&outputs) }
    }

    private mutating func fireTimers(_ outputs: inout OutputBuffer) {
        while let timer = timers.take(at: time) {
            var record = tectra_timer.blank
            record.sequence = sequence
            record.time = time
            record.timer_id = timer.id
            record.due = timer.due
            outputs.append(record, .strategy, timer.strategy)
        }
    }

    mutating func countMalformed() { counters.malformed &+= 1 }
}
