/// The bodies that the API takes.

/// POST /strategies
public struct DeployBody: Codable, Equatable, Sendable {
    public var name: String
    /// Absolute path of the `.so`.
    public var library: String
    public var symbols: [String]
    public var seed: UInt64?
    /// The processor that its worker runs on.
    public var processor: Int?
    public var isDryRun: Bool?
    /// `stop` or `kill`.
    public var onFault: String?
    public var sha256: String?
    /// Times that it is started again after a fault, and the wait before the first, ms.
    public var restarts: UInt64?
    public var restartMilliseconds: UInt64?
    /// Its open orders stay while it is started again.
    public var keepsOrders: Bool?
    /// Close its position when it stays down after a fault.
    public var flattens: Bool?
    /// Between two saved states; 0 saves none.
    public var snapshotSeconds: UInt64?
    /// Whole numbers, decimal numbers and texts, by their look.
    public var parameters: [String: String]?
    public var by: String?

    public init(name: String, library: String, symbols: [String]) {
        self.name = name
        self.library = library
        self.symbols = symbols
    }
}

/// PUT /limits: changes the rows named and leaves the others, or takes the place of all of them.
public struct LimitsBody: Codable, Equatable, Sendable {
    public var rows: [LimitRowReport]
    /// True: rows that are not named are gone.
    public var replacesAll: Bool?
    public var by: String?
    public var note: String?

    public init(rows: [LimitRowReport]) { self.rows = rows }
}

/// POST /kill and DELETE /kill
public struct KillBody: Codable, Equatable, Sendable {
    /// Nil or `firm` is the firm; else a strategy's name.
    public var scope: String?
    public var by: String?
    public var reason: String?

    public init(scope: String? = nil, by: String? = nil, reason: String? = nil) {
        self.scope = scope
        self.by = by
        self.reason = reason
    }
}

/// POST /feed/start
public struct FeedBody: Codable, Equatable, Sendable {
    /// `max` or a whole number; nil keeps what is configured.
    public var speed: String?

    public init(speed: String? = nil) { self.speed = speed }
}

/// POST /feed/symbols: exactly one of the three.
public struct SymbolsBody: Codable, Equatable, Sendable {
    /// These are shown, and no others.
    public var only: [String]?
    /// All are shown but these.
    public var except: [String]?
    /// All are shown.
    public var all: Bool?
    public var by: String?

    public init(only: [String]? = nil, except: [String]? = nil, all: Bool? = nil, by: String? = nil) {
        self.only = only
        self.except = except
        self.all = all
        self.by = by
    }
}

/// POST /feed/cadence: changes what is given.
public struct CadenceBody: Codable, Equatable, Sendable {
    /// Event time between two depth records of an instrument, ms; 0 is every change.
    public var depthMilliseconds: Int64?
    /// Between two snapshots of the books, ms; 0: only those that are asked for.
    public var snapshotMilliseconds: Int64?
    public var by: String?

    public init(depthMilliseconds: Int64? = nil, snapshotMilliseconds: Int64? = nil, by: String? = nil) {
        self.depthMilliseconds = depthMilliseconds
        self.snapshotMilliseconds = snapshotMilliseconds
        self.by = by
    }
}

/// POST /strategies/{name}/pause, resume, stop
public struct OperatorBody: Codable, Equatable, Sendable {
    public var by: String?

    public init(by: String? = nil) { self.by = by }
}
