/// What the engine shows of itself to anybody with the file `telemetry.shm`: numbers that are
/// whole, some microseconds old, and cost the engine a copy.

/// The engine as a whole. Counters rise from the engine's start.
public struct EngineTelemetry: BitwiseCopyable, Sendable {
    /// Process id of the engine.
    public var process: UInt64 = 0
    /// CLOCK_REALTIME ns at start and at the latest write.
    public var startedAt: Int64 = 0
    public var writtenAt: Int64 = 0
    /// Event time, ns since the epoch, and sequence of the last input.
    public var eventTime: Int64 = 0
    public var sequence: UInt64 = 0

    public var feedMessages: UInt64 = 0
    public var feedFaults: UInt64 = 0
    /// Messages of the feed in all, when it is a file; 0 when not known.
    public var feedTotal: UInt64 = 0
    /// Resting orders in the books, the most there were, and the room; the same of places for levels.
    public var bookOrders: UInt64 = 0
    public var bookOrdersMost: UInt64 = 0
    public var bookOrdersMax: UInt64 = 0
    public var bookLevels: UInt64 = 0
    public var bookLevelsMax: UInt64 = 0
    public var bookBytes: UInt64 = 0
    /// Orders that found no room.
    public var bookRefused: UInt64 = 0
    public var marketRecords: UInt64 = 0
    public var requests: UInt64 = 0
    public var ordersAccepted: UInt64 = 0
    public var ordersRejected: UInt64 = 0
    public var cancels: UInt64 = 0
    public var fills: UInt64 = 0
    public var signals: UInt64 = 0
    public var workersLost: UInt64 = 0

    public var journalFrames: UInt64 = 0
    public var journalBytes: UInt64 = 0
    public var journalSegment: UInt64 = 0

    /// Bit n: the switch of strategy n is pulled; bit 0: the firm's.
    public var killed: UInt64 = 0
    public var limitsVersion: UInt64 = 0
    /// Strategies running now.
    public var running: UInt64 = 0

    /// Tick to order in ns: from the feed message's arrival to its order's verdict.
    public var latencyCount: UInt64 = 0
    public var latencyMedian: Int64 = 0
    public var latency99: Int64 = 0
    public var latency999: Int64 = 0
    public var latencyMaximum: Int64 = 0

    /// Money, 1e-9.
    public var realized: Int64 = 0
    public var unrealized: Int64 = 0
    public var fees: Int64 = 0

    public var feed = FeedTelemetry()

    public init() {}
}

/// One strategy. Counters rise from its deployment.
public struct StrategyTelemetry: BitwiseCopyable, Sendable {
    public var name = ShortText()
    public var version = ShortText()
    /// TECTRA_STRATEGY_…; 0 when the slot was never used.
    public var state: UInt64 = 0
    public var process: UInt64 = 0
    public var tier: UInt64 = 0
    /// TECTRA_LOST_… when faulted.
    public var cause: UInt64 = 0

    /// The worker's own words: sequence of the last event handled, and its heartbeat.
    public var processed: UInt64 = 0
    public var heartbeat: UInt64 = 0

    public var requests: UInt64 = 0
    public var ordersAccepted: UInt64 = 0
    public var ordersRejected: UInt64 = 0
    public var cancels: UInt64 = 0
    public var fills: UInt64 = 0
    public var signals: UInt64 = 0
    public var openOrders: UInt64 = 0
    /// Orders, fills and signals for instruments whose data was flagged at the time, and what those fills realized,
    /// 1e-9.
    public var doubtfulOrders: UInt64 = 0
    public var doubtfulFills: UInt64 = 0
    public var doubtfulSignals: UInt64 = 0
    public var doubtfulRealized: Int64 = 0

    /// Times the market ring overtook it, and cells lost so.
    public var lapped: UInt64 = 0
    public var lost: UInt64 = 0
    public var privateDepthHighWater: UInt64 = 0
    public var orderDepthHighWater: UInt64 = 0
    public var privateFull: UInt64 = 0
    /// By its own account, of the worker that runs now: log lines and signals beyond its budgets.
    public var droppedLogs: UInt64 = 0
    public var droppedSignals: UInt64 = 0
    /// Time in which requests of it waited because there were more than its budget, ns; of the worker that runs now.
    public var requestsHeldBack: Int64 = 0

    /// Money, 1e-9.
    public var realized: Int64 = 0
    public var unrealized: Int64 = 0
    public var fees: Int64 = 0
    /// Shares, all instruments, either way.
    public var grossPosition: Int64 = 0

    public init() {}
}

/// Layout of the file: a page with magic and version, the engine's cell, 64 strategies' cells.
public enum Telemetry {
    public static let strategies = 64
    static let magic: UInt64 = 0x314D_5254_4354_4554  // "TETCTRM1"
    /// Sizes are part of the version: two builds that differ in them must not read each other.
    static var version: UInt64 {
        1 << 32 | UInt64(MemoryLayout<EngineTelemetry>.size) << 16 | UInt64(MemoryLayout<StrategyTelemetry>.size)
    }
    static var strategiesOffset: Int {
        SharedRegion.pageSize + SeqlockCell<EngineTelemetry>.stride
    }

    /// Bytes of the file.
    public static var size: Int {
        let bytes = strategiesOffset + strategies * SeqlockCell<StrategyTelemetry>.stride
        return (bytes + SharedRegion.pageSize - 1) / SharedRegion.pageSize * SharedRegion.pageSize
    }

    static func engine(_ base: UnsafeMutableRawPointer) -> SeqlockCell<EngineTelemetry> {
        SeqlockCell(at: base + SharedRegion.pageSize)
    }

    static func strategy(_ index: UInt8, _ base: UnsafeMutableRawPointer) -> SeqlockCell<StrategyTelemetry>? {
        guard index < UInt8(strategies) else { return nil }
        return SeqlockCell(at: base + strategiesOffset + Int(index) * SeqlockCell<StrategyTelemetry>.stride)
    }
}

extension Telemetry {
    private static func createRegion(at path: String) throws(RegionError) -> SharedRegion {
        let region = try SharedRegion.createFile(at: path, size: size)
        try region.prefault()
        SharedWord(at: region.base + 8).store(version)
        SharedWord(at: region.base).storeReleasing(magic)
        return region
    }

    private static func openRegion(at path: String) throws(RegionError) -> SharedRegion {
        let region = try SharedRegion.openFile(at: path, size: size, access: .readOnly)
        guard SharedWord(at: region.base).loadAcquiring() == magic,
            SharedWord(at: region.base + 8).load() == version
        else { throw .foreign(region: path, expected: "telemetry") }
        return region
    }

    /// The engine's end. One thread.
    public struct Writer: ~Copyable {
        private let region: SharedRegion

        /// Makes the file anew; readers of an older one see no more changes in it.
        public init(at path: String) throws(RegionError) {
            region = try Telemetry.createRegion(at: path)
        }

        public borrowing func write(_ engine: EngineTelemetry) {
            Telemetry.engine(region.base).write(engine)
        }

        /// - Parameter index: 1 to 63; any other is passed over.
        public borrowing func write(_ strategy: StrategyTelemetry, at index: UInt8) {
            Telemetry.strategy(index, region.base)?.write(strategy)
        }
    }

    /// Anybody else's end.
    public struct Reader: ~Copyable {
        private let region: SharedRegion

        public init(at path: String) throws(RegionError) {
            region = try Telemetry.openRegion(at: path)
        }

        /// Nil when the engine has not written yet, or died while it wrote.
        public borrowing func engine() -> EngineTelemetry? {
            Telemetry.engine(region.base).read()
        }

        /// Nil when the slot was never written.
        public borrowing func strategy(_ index: UInt8) -> StrategyTelemetry? {
            Telemetry.strategy(index, region.base)?.read()
        }
    }
}
