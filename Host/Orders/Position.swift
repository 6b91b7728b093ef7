/// One position at average cost, exact to the last 1e-9.
///
/// The cost of what is open is kept whole, as an Int128, and never as an average, so rounding can not
/// leak: whatever the rounding gives to the part that is closed, the open part keeps the rest. At all
/// times `cash + cost == realized`, and so `cash + quantity * mark == realized + unrealized`.
public import Records

/// What a strategy, or the firm, holds of one instrument. Money is in 1e-9 of the currency unit.
public struct Position: Equatable, Sendable, BitwiseCopyable {
    /// Shares; negative is short.
    public internal(set) var quantity: Int64 = 0
    /// Fills so far.
    public internal(set) var fills: Int64 = 0
    /// What the open shares cost; negative for a short position, which brought money in.
    public internal(set) var cost: Int128 = 0
    /// Money from all fills, before fees: negative is paid.
    public internal(set) var cash: Int128 = 0
    /// Profit and loss of what was closed, before fees.
    public internal(set) var realized: Int128 = 0
    /// Fees paid; negative is rebates.
    public internal(set) var fees: Int128 = 0
    /// Fills on data that was behind a gap, stale, crossed or halted, and what they realized.
    public internal(set) var doubtfulFills: Int64 = 0
    public internal(set) var doubtfulRealized: Int128 = 0

    public init() {}

    /// Average cost of a share, rounded to nearest, ties away from zero; 0 when flat.
    public var averagePrice: Int64 {
        quantity == 0 ? 0 : Int64(saturating: cost.divided(roundingToNearest: Int128(quantity)))
    }

    /// Profit and loss of what is open at `mark` a share; 0 at `Price.none`.
    @inlinable
    public func unrealized(at mark: Int64) -> Int128 {
        mark == Price.none ? 0 : Int128(quantity) * Int128(mark) - cost
    }

    /// Value of what is open at cost, without its sign: what credit counts.
    @inlinable
    public var grossCost: Int128 { cost < 0 ? -cost : cost }
}
