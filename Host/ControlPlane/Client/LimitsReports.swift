/// Limits in the API's JSON, and how they become rows.

/// The limits of one strategy or the firm. Values are texts: whole numbers, money as decimals,
/// `unlimited`.
public struct LimitRowReport: Codable, Equatable, Sendable {
    /// `firm`, or the strategy's name.
    public var scope: String
    /// 0 the firm.
    public var number: UInt8
    public var isDryRun: Bool
    /// By the limits' names: `band_bps`, `order_quantity_max`, …
    public var limits: [String: String]

    public init(scope: String, number: UInt8 = 0, isDryRun: Bool = false, limits: [String: String] = [:]) {
        self.scope = scope
        self.number = number
        self.isDryRun = isDryRun
        self.limits = limits
    }
}

/// The limits in force.
public struct LimitsReport: Codable, Equatable, Sendable {
    /// 0: none were ever set.
    public var version: UInt64 = 0
    public var at = ""
    public var by = ""
    public var note = ""
    public var rows: [LimitRowReport] = []

    public init() {}
}
