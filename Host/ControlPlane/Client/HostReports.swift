/// What the API says of the host as a whole. Money and prices are decimal texts, exact to 1e-9;
/// times are ISO 8601 in UTC.

/// Tick to order, ns.
public struct LatencyReport: Codable, Equatable, Sendable {
    public var count: UInt64 = 0
    public var p50: Int64 = 0
    public var p99: Int64 = 0
    public var p999: Int64 = 0
    public var max: Int64 = 0

    public init() {}
}

public struct EngineReport: Codable, Equatable, Sendable {
    public var process: Int32 = 0
    public var build = ""
    public var mode = ""
    public var startedAt = ""
    public var session = ""
    public var tier = ""
    public var warnings: [String] = []
    public var sequence: UInt64 = 0
    public var eventTime = ""
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
    public var limitsVersion: UInt64 = 0
    public var running: UInt64 = 0
    public var realized = "0"
    public var unrealized = "0"
    public var fees = "0"
    public var latency = LatencyReport()

    public init() {}
}

/// GET /ticks: the tick store that is filled while the host runs.
public struct TickReport: Codable, Equatable, Sendable {
    public var store = ""
    /// Nil is all.
    public var symbols: [String]?
    /// Of the last input that was taken from the journal.
    public var sequence: UInt64 = 0
    /// Since tectrad was started: rows taken, rows that were there before, blocks and bytes written.
    public var rows = 0
    public var passedOver = 0
    public var blocks = 0
    public var bytes = 0
    /// Why nothing is recorded just now.
    public var problem: String?

    public init() {}
}

public struct StatusReport: Codable, Equatable, Sendable {
    public var directory = ""
    public var process: Int32 = 0
    public var startedAt = ""
    /// Nil when the engine does not answer; `problem` says why.
    public var engine: EngineReport?
    public var feed: FeedReport?
    public var isKilled = false
    /// Nil when no tick store is kept.
    public var ticks: TickReport?
    /// Strategies of the configuration that did not start, with why.
    public var notDeployed: [String: String] = [:]
    public var problem: String?

    public init() {}
}

/// `/healthz` and `/readyz`.
public struct HealthReport: Codable, Equatable, Sendable {
    public var status: String
    public var reason: String?

    public init(status: String, reason: String? = nil) {
        self.status = status
        self.reason = reason
    }
}
