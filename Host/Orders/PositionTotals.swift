/// A strategy's positions in sum, kept up with every fill.

/// Sums over all instruments. Money is in 1e-9 of the currency unit.
public struct PositionTotals: Equatable, Sendable, BitwiseCopyable {
    public internal(set) var realized: Int128 = 0
    public internal(set) var fees: Int128 = 0
    public internal(set) var cash: Int128 = 0
    /// Value of what is open at cost, without signs.
    public internal(set) var grossCost: Int128 = 0
    /// Value of all that was traded.
    public internal(set) var volume: Int128 = 0
    public internal(set) var fills: Int64 = 0
    /// Fills on data that was flagged, and what they realized.
    public internal(set) var doubtfulFills: Int64 = 0
    public internal(set) var doubtfulRealized: Int128 = 0

    public init() {}

    mutating func add(from before: Position, to after: Position, volume: Int128) {
        realized += after.realized - before.realized
        fees += after.fees - before.fees
        cash += after.cash - before.cash
        grossCost += after.grossCost - before.grossCost
        self.volume += volume
        fills &+= 1
        doubtfulFills &+= after.doubtfulFills &- before.doubtfulFills
        doubtfulRealized += after.doubtfulRealized - before.doubtfulRealized
    }
}
