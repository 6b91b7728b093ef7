/// Why an order was rejected, cancelled or expired.
internal import PluginABI

/// One of the contract's reasons, or a number that this version does not know.
public struct Reason: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
    public let rawValue: UInt16
    @inlinable @inline(__always)
    public init(rawValue: UInt16) { self.rawValue = rawValue }

    public static let none = Reason(rawValue: 0)

    // Risk: the order event's `limit` and `observed` say by how much.
    public static let priceBand = Reason(rawValue: 1)
    public static let maxQuantity = Reason(rawValue: 2)
    public static let maxNotional = Reason(rawValue: 3)
    public static let maxPosition = Reason(rawValue: 4)
    public static let credit = Reason(rawValue: 5)
    public static let throttle = Reason(rawValue: 6)
    public static let selfMatch = Reason(rawValue: 7)
    public static let noReferencePrice = Reason(rawValue: 8)
    public static let limitsNotSet = Reason(rawValue: 9)
    public static let dryRun = Reason(rawValue: 10)
    public static let firmMaxNotional = Reason(rawValue: 11)
    public static let firmMaxPosition = Reason(rawValue: 12)
    public static let firmCredit = Reason(rawValue: 13)
    public static let firmThrottle = Reason(rawValue: 14)

    // State of the host or the strategy.
    public static let killed = Reason(rawValue: 32)
    public static let paused = Reason(rawValue: 33)
    public static let notRunning = Reason(rawValue: 34)
    public static let workerLost = Reason(rawValue: 35)
    public static let stopped = Reason(rawValue: 36)

    // The request itself.
    public static let unknownInstrument = Reason(rawValue: 48)
    public static let unknownOrder = Reason(rawValue: 49)
    public static let duplicateID = Reason(rawValue: 50)
    public static let badPrice = Reason(rawValue: 51)
    public static let badQuantity = Reason(rawValue: 52)
    public static let badField = Reason(rawValue: 53)
    public static let tooLate = Reason(rawValue: 54)
    public static let tooManyOrders = Reason(rawValue: 55)

    // The venue.
    public static let wouldCross = Reason(rawValue: 64)
    public static let noLiquidity = Reason(rawValue: 65)
    public static let notTrading = Reason(rawValue: 66)
    public static let requested = Reason(rawValue: 67)
    public static let endOfDay = Reason(rawValue: 68)

    /// Whether a risk limit decided.
    @inlinable
    public var isRisk: Bool { (1...31).contains(rawValue) }

    public var description: String { Self.names[rawValue] ?? "reason \(rawValue)" }

    private static let names: [UInt16: String] = [
        0: "none", 1: "price band", 2: "maximum quantity", 3: "maximum notional", 4: "maximum position",
        5: "credit", 6: "throttle", 7: "self-match", 8: "no reference price", 9: "limits not set", 10: "dry run",
        11: "firm maximum notional", 12: "firm maximum position", 13: "firm credit", 14: "firm throttle",
        32: "killed", 33: "paused", 34: "not running", 35: "worker lost", 36: "stopped",
        48: "unknown instrument", 49: "unknown order", 50: "duplicate id", 51: "bad price", 52: "bad quantity",
        53: "bad field", 54: "too late", 55: "too many orders",
        64: "would cross", 65: "no liquidity", 66: "not trading", 67: "requested", 68: "end of day",
    ]
}
