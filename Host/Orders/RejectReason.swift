/// Why an order is as it is: every TECTRA_REASON_… of the contract as one closed enum.

public enum RejectReason: UInt16, Sendable, CaseIterable, Error {
    case none = 0
    // Risk
    case priceBand = 1
    case maxQuantity = 2
    case maxNotional = 3
    case maxPosition = 4
    case credit = 5
    case throttle = 6
    case selfMatch = 7
    case noReferencePrice = 8
    case limitsNotSet = 9
    case dryRun = 10
    case firmMaxNotional = 11
    case firmMaxPosition = 12
    case firmCredit = 13
    case firmThrottle = 14
    // State of the host or the strategy
    case killed = 32
    case paused = 33
    case notRunning = 34
    case workerLost = 35
    case stopped = 36
    // The request itself
    case unknownInstrument = 48
    case unknownOrder = 49
    case duplicateID = 50
    case badPrice = 51
    case badQuantity = 52
    case badField = 53
    case tooLate = 54
    case tooManyOrders = 55
    // The venue
    case wouldCross = 64
    case noLiquidity = 65
    case notTrading = 66
    case requested = 67
    case endOfDay = 68

    /// What `limit`, `observed` and `headroom` of a verdict under this rule count.
    public var unit: ReasonUnit {
        switch self {
        case .priceBand: .basisPoints
        case .maxQuantity, .maxPosition, .firmMaxPosition: .shares
        case .maxNotional, .firmMaxNotional, .credit, .firmCredit: .money
        case .throttle, .firmThrottle, .tooManyOrders: .orders
        case .selfMatch: .price
        default: .nothing
        }
    }
}

/// The unit of a reason's numbers.
public enum ReasonUnit: UInt8, Sendable, CaseIterable {
    /// The reason has no numbers.
    case nothing
    /// 1/10,000 of the reference price.
    case basisPoints
    case shares
    /// 1e-9 of the currency unit.
    case money
    /// 1e-9 of the currency unit, for one share.
    case price
    case orders
}
