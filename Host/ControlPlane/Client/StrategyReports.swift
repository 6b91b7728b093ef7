/// What the API says of strategies.

/// Where a strategy's worker was when it was lost.
public struct FaultReport: Codable, Equatable, Sendable {
    /// Sequence of the last event it was given.
    public var lastEvent: UInt64 = 0
    /// Hexadecimal: the address it touched; of a refused call its number. The process that faulted says so itself, as
    /// in the two below.
    public var address = ""
    /// `function+0x4 (library+0x1139)`: where it faulted, and what called that. Empty when it does not say.
    public var place = ""
    public var caller = ""

    public init() {}
}

public struct StrategyReport: Codable, Equatable, Sendable {
    public var number: UInt8 = 0
    public var name = ""
    public var version = ""
    /// `loading`, `checking`, `ready`, `running`, `paused`, `stopping`, `stopped` or `faulted`.
    public var state = ""
    public var isDryRun = false
    public var isKilled = false
    /// 0 when it has no process any more.
    public var process: UInt64 = 0
    /// Sandbox tier A, B or C.
    public var tier = ""
    public var deployedAt = ""
    public var loadMilliseconds = 0.0
    public var librarySha256 = ""
    public var filterSha256 = ""
    /// Why it faulted or stopped; may be empty.
    public var remark = ""
    /// Nil when no worker of it was lost.
    public var fault: FaultReport?
    /// Times that one event took longer than the soft deadline, and than the hard one.
    public var softDeadlines: UInt64 = 0
    public var hardDeadlines: UInt64 = 0
    /// Private memory of its worker, bytes, and whether it has only risen for long.
    public var memoryBytes: UInt64 = 0
    public var isMemoryGrowing = false
    public var processed: UInt64 = 0
    public var requests: UInt64 = 0
    public var ordersAccepted: UInt64 = 0
    public var ordersRejected: UInt64 = 0
    public var cancels: UInt64 = 0
    public var fills: UInt64 = 0
    public var signals: UInt64 = 0
    /// Of them, those for instruments whose data was flagged at the time (behind a gap, stale, crossed, halted), and
    /// what those fills realized.
    public var doubtfulOrders: UInt64 = 0
    public var doubtfulFills: UInt64 = 0
    public var doubtfulSignals: UInt64 = 0
    public var doubtfulRealized = "0"
    /// By its process's own account: log lines and signals beyond its budgets, which were dropped.
    public var droppedLogs: UInt64 = 0
    public var droppedSignals: UInt64 = 0
    /// Time in which requests of its process waited because there were more than the host takes in a second.
    public var requestsHeldBackMilliseconds: Int64 = 0
    public var openOrders: UInt64 = 0
    public var lapped: UInt64 = 0
    public var recordsLost: UInt64 = 0
    public var privateDepthMax: UInt64 = 0
    public var orderDepthMax: UInt64 = 0
    public var grossPosition: Int64 = 0
    public var realized = "0"
    public var unrealized = "0"
    public var fees = "0"
    /// Realized and unrealized, less fees.
    public var net = "0"
    /// Another version beside it; nil when there is none.
    public var seat: SeatReport?

    public init() {}
}

/// One time that it was started.
public struct DeploymentReport: Codable, Equatable, Sendable {
    public var at = ""
    public var by = ""
    public var library = ""
    public var librarySha256 = ""
    public var version = ""
    public var tier = ""
    public var process: Int32 = 0
    public var loadMilliseconds = 0.0
    public var isDryRun = false
    public var symbols: [String] = []
    public var parameters: [String: String] = [:]

    public init() {}
}

/// Everything about one strategy.
public struct StrategyDetail: Codable, Equatable, Sendable {
    public var strategy: StrategyReport
    public var limits: LimitRowReport?
    public var positions: [PositionReport]
    public var orders: [OrderReport]
    /// Newest first.
    public var deployments: [DeploymentReport]

    public init(
        strategy: StrategyReport, limits: LimitRowReport?, positions: [PositionReport], orders: [OrderReport],
        deployments: [DeploymentReport]
    ) {
        self.strategy = strategy
        self.limits = limits
        self.positions = positions
        self.orders = orders
        self.deployments = deployments
    }
}

/// What a deployment brought.
public struct DeployReport: Codable, Equatable, Sendable {
    public var number: UInt8 = 0
    public var name = ""
    public var version = ""
    public var tier = ""
    public var process: Int32 = 0
    public var loadMilliseconds = 0.0
    public var librarySha256 = ""
    /// What an operator should know, such as that no limits are set; may be nil.
    public var warning: String?

    public init() {}
}

/// How a strategy stands with risk.
public struct RiskReport: Codable, Equatable, Sendable {
    public var number: UInt8 = 0
    public var name = ""
    public var limitsVersion: UInt64 = 0
    /// Nil: no row is set, and nothing is let through.
    public var limits: LimitRowReport?
    public var firm: LimitRowReport?
    public var isKilled = false
    public var isDryRun = false
    public var ordersAccepted: UInt64 = 0
    public var ordersRejected: UInt64 = 0
    public var openOrders: UInt64 = 0
    public var grossPosition: Int64 = 0
    /// Worth of positions at cost and of open orders at their prices: what `credit_max` holds against.
    public var creditUsed = "0"
    /// Largest position in one instrument, without its sign: what `position_max` holds against.
    public var largestPosition: Int64 = 0

    public init() {}
}
