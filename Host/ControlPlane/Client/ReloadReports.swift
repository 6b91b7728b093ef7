/// What the API takes and says about changes of version.

/// POST /strategies/{name}/reload, promote, rollback, dismiss
public struct ReloadBody: Codable, Equatable, Sendable {
    /// Absolute path of the new version's `.so`; nil is the file it was deployed from.
    public var library: String?
    /// `now`, `after:EVENTS`, `when-equal:REQUESTS` or `by-hand`.
    public var promote: String?
    public var differencesMax: UInt64?
    /// How long the old version is kept.
    public var keepSeconds: UInt64?
    public var sha256: String?
    /// The processor that the new version runs on; nil is the old one's.
    public var processor: Int?
    /// Nil keeps those it has.
    public var parameters: [String: String]?
    public var by: String?

    public init() {}
}

/// How a change of version stands.
public struct ReloadReport: Codable, Equatable, Sendable {
    public var name = ""
    /// `shadow`, `promoted` or `dismissed`.
    public var state = ""
    /// What trades, and what sits in the second seat.
    public var version = ""
    public var otherVersion = ""
    public var process: Int32 = 0
    /// Sequence of the state that was handed over, and of the promotion.
    public var cut: UInt64 = 0
    public var boundary: UInt64 = 0
    /// In which neither version's orders went out.
    public var pauseNanoseconds: Int64 = 0
    /// Requests in shadow that were the trading version's, and that were not.
    public var equal: UInt64 = 0
    public var different: UInt64 = 0
    public var stateBytes: UInt64 = 0
    public var microseconds: Int64 = 0

    public init() {}
}

/// The second seat of a strategy.
public struct SeatReport: Codable, Equatable, Sendable {
    /// `loading`, `shadow`, `promoting` or `kept`.
    public var state = ""
    public var version = ""
    public var equal: UInt64 = 0
    public var different: UInt64 = 0
    /// On paper since the cut, each version flat at first and at a simulated venue of its own, before fees:
    /// of the trading version and of this one.
    public var tradingProfit = ""
    public var seatedProfit = ""
    public var tradingFills: UInt64 = 0
    public var seatedFills: UInt64 = 0

    public init() {}
}

/// Something that was done to a strategy.
public struct HistoryReport: Codable, Equatable, Sendable {
    public var at = ""
    public var by = ""
    public var action = ""
    public var outcome = ""
    public var version = ""
    public var detail = ""

    public init() {}
}
