/// The one way an input takes: journal it, apply it, journal what came of it, publish that.
///
/// Live trading and the backtest drive the same pipeline; what differs is where inputs come from
/// and whether anybody waits for the strategies. Private records go out before market records of
/// the same input, which is what lets a worker merge its two rings into one order.
public import Engine
public import Journal
public import SharedMemory
internal import Workers

/// The engine with its journal, its market ring and the workers that are attached.
public struct Pipeline: ~Copyable {
    public var engine: Engine
    /// Nil when a run keeps no journal.
    public var journal: JournalWriter?
    public var market: MarketRing.Writer
    /// What the last input brought forth.
    public internal(set) var outputs: OutputBuffer
    /// The strategies whose workers are fed, a bit each.
    public private(set) var attached: UInt64 = 0
    /// Strategies whose private ring had no room for a record, a bit each: their workers have
    /// stopped reading and must go.
    public internal(set) var overflowing: UInt64 = 0
    /// Sequence of the last input that put something on the market ring.
    public internal(set) var lastMarketSequence: UInt64 = 0

    public let workers: WorkerTable
    /// The workers in the second seats, and what belongs to each seat.
    public let shadows: WorkerTable
    public let seats: SeatTable
    /// Strategies whose own records are kept for, or told to, a second worker, a bit each; and those
    /// whose second worker takes part.
    public internal(set) var mirrored: UInt64 = 0
    public internal(set) var shadowed: UInt64 = 0
    /// Strategies whose trading version came from the second seat, a bit each: see `Seat.tradesFrom`.
    public internal(set) var promoted: UInt64 = 0

    public init(
        engine: consuming Engine, journal: consuming JournalWriter?, market: consuming MarketRing.Writer,
        outputs: consuming OutputBuffer, workers: WorkerTable, shadows: WorkerTable = WorkerTable(),
        seats: SeatTable = SeatTable()
    ) {
        self.shadows = shadows
        self.seats = seats
        self.engine = engine
        self.journal = journal
        self.market = market
        self.outputs = outputs
        self.workers = workers
    }

    /// Begins to feed the worker of a strategy, which is on the table.
    public mutating func attach(_ strategy: UInt8) {
        guard strategy > 0, strategy < UInt8(WorkerTable.count) else { return }
        attached |= 1 << UInt64(strategy)
        overflowing &= ~(1 << UInt64(strategy))
    }

    /// Feeds it no more; the worker is its spawner's again.
    public mutating func detach(_ strategy: UInt8) {
        guard strategy < UInt8(WorkerTable.count) else { return }
        attached &= ~(1 << UInt64(strategy))
        overflowing &= ~(1 << UInt64(strategy))
    }

    @inline(__always)
    public func isAttached(_ strategy: UInt8) -> Bool {
        strategy < UInt8(WorkerTable.count) && attached & (1 << UInt64(strategy)) != 0
    }

    /// What the journal has taken so far; zeros without one.
    public var journalFigures: (frames: UInt64, bytes: UInt64, segment: UInt64) {
        switch journal {
        case .some(let journal): (journal.frames, journal.bytes, UInt64(clamping: journal.segment))
        case nil: (0, 0, 0)
        }
    }

    /// Wakes the workers that sleep, of all or of some. Call after everything of a turn is published.
    public mutating func ringBells(_ strategies: UInt64 = .max) {
        var rest = attached & strategies
        while rest != 0 {
            let strategy = UInt8(rest.trailingZeroBitCount)
            rest &= rest &- 1
            workers[strategy].pointee.bell.ring()
        }
        if shadowed != 0 { ringShadowBells() }
    }
}
