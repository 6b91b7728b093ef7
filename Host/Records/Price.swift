/// Prices and money are `Int64` in 1e-9 of the currency unit, quantities whole `Int64` shares,
/// times `Int64` nanoseconds since the epoch. These are their constants and exact products.

/// Constants and exact arithmetic of prices in 1e-9.
public enum Price {
    /// 1e-9 units in one currency unit.
    public static let scale: Int64 = 1_000_000_000
    /// An empty side of a book, the price of a market order.
    public static let none = Int64.min
    /// 1e-9 units in one unit of ITCH's price (4) fields.
    public static let perITCHUnit: Int64 = 100_000
}

/// Price times quantity, exact.
@inlinable
public func notional(price: Int64, quantity: Int64) -> Int128 {
    Int128(price) * Int128(quantity)
}

extension Int64 {
    /// The nearest `Int64`, for sums that leave its range.
    @inlinable
    public init(saturating value: Int128) {
        self = value > Int128(Int64.max) ? .max : value < Int128(Int64.min) ? .min : Int64(value)
    }
}
