/// What tectra-engine is started with: `engine.conf`, flat `key = value` lines, so that the engine
/// needs neither YAML nor Foundation. tectrad writes it from the host's configuration; a person may.

/// Whether real money is at stake.
public enum EngineMode: String, Equatable, Sendable, CaseIterable {
    /// A machine that can not hold a strategy in well enough is refused.
    case live
    case paper
}

/// When the feed begins.
public enum FeedStart: String, Equatable, Sendable, CaseIterable {
    case atOnce = "at-once"
    case onCommand = "on-command"
}

/// How threads pass the time until there is work; the names of SharedMemory's `WaitStrategy`.
public enum WaitName: String, Equatable, Sendable, CaseIterable {
    case spinning, balanced, frugal
}

/// Every setting of the engine. Times are ns unless the name says otherwise.
public struct EngineConfiguration: Equatable, Sendable {
    /// The run directory; everything of this host lies in it. Absolute.
    public var directory = ""
    public var mode = EngineMode.paper
    /// Midnight of the trading day at the venue, ns since the epoch.
    public var session: Int64 = 0
    /// Of everything random in the session.
    public var seed: UInt64 = 1

    /// ITCH 5.0 file with two-byte length prefixes; empty for none.
    public var feedFile = ""
    /// Live lines or a capture instead of a file.
    public var feed = FeedSettings()
    public var feedSpeed = PlaybackSpeed.maximum
    public var feedStart = FeedStart.atOnce

    /// The tectra-worker program; empty is the one beside the engine.
    public var workerProgram = ""
    /// The user that workers run as when the engine is root.
    public var workerUser: UInt32 = 65534
    /// Private memory of a worker, bytes.
    public var workerMemory: UInt64 = 256 << 20
    /// Most of one processor that a worker may have, percent; 0 sets none. It takes a control group.
    public var workerProcessorPercent = 0
    /// Requests of one strategy that are taken in a second; 0 is without end. What goes over waits in its ring.
    public var workerRequestsPerSecond = 100_000
    /// From spawn to ready.
    public var workerLoadMilliseconds = 5000

    /// What the budget of requests may be, if it is not 0: a saved state of the largest size is 22,000 of them, and
    /// must be there before the hard deadline.
    public static let requestsPerSecond = 10_000...10_000_000
    /// What a processor may be; -1 leaves it to whoever else chooses.
    public static let processors = -1...1023

    /// Processor of the engine's thread, the supervisor's, and the workers'; -1 leaves it to the system.
    public var engineProcessor = -1
    public var supervisorProcessor = -1
    public var workerProcessor = -1
    public var wait = WaitName.balanced
    public var workerWait = WaitName.balanced

    /// Cells of the market ring, 64 bytes each; a power of two.
    public var marketRingCells = 1 << 20
    /// Cells of each private ring; a power of two.
    public var privateRingCells = 1 << 14
    /// Slots of each order ring, 256 bytes each; a power of two.
    public var orderRingSlots = 1 << 12

    /// Room of the books: instruments, and orders at rest, with two price levels for each.
    public var instrumentsMax = 8192
    public var ordersMax = 1 << 20
    /// Room for orders of strategies, open and done, in the session.
    public var ownOrdersMax = 1 << 18

    /// Event time between two depth records of an instrument; 0 is every change.
    public var depthInterval: Int64 = 100_000_000
    /// Event time of a bar; 0 is none.
    public var barInterval: Int64 = 1_000_000_000
    /// Trades, shares and money (1e-9 of the currency unit) of a bar of the other kinds; 0 is none.
    public var barTicks: Int64 = 0
    public var barVolume: Int64 = 0
    public var barNotional: Int64 = 0
    /// Fees a share in 1e-9 of the currency unit; negative is a rebate.
    public var makerFee: Int64 = 0
    public var takerFee: Int64 = 0

    /// Bytes of a journal segment; a multiple of 4096.
    public var journalSegment = 64 << 20
    /// Between two syncs to the disk, ms; 0 leaves it to the system.
    public var journalSyncMilliseconds = 1000
    /// Between two snapshots of the books, ms; 0: none are kept.
    public var snapshotMilliseconds = 0
    /// Journal of a session that ended without being told to, to take the books over from; empty for none.
    public var warmStart = ""

    public init() {}
}
