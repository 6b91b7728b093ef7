/// A price and an amount of money: both exact, in 1e-9 of the currency unit, and not to be mixed up.

/// A price for one share or contract.
///
///     Price("12.34")          // exact, or nil
///     Price(units: 12)
///     price * 100             // still a price; `price.notional(100)` is money
public struct Price: Decimal9 {
    public let billionths: Int64

    @inlinable @inline(__always)
    public init(billionths: Int64) { self.billionths = billionths }

    /// A whole number of currency units; traps when it is out of range.
    @inlinable
    public init(units: Int64) { self.billionths = units * Self.scale }

    /// A price of the contract, where the least Int64 says that there is none.
    @inlinable @inline(__always)
    public init?(record value: Int64) {
        guard value != .min else { return nil }
        self.billionths = value
    }

    /// What `quantity` shares cost at this price; traps when it is out of range.
    @inlinable
    public func notional(_ quantity: Int64) -> Money { Money(billionths: billionths * quantity) }

    /// The nearest multiple of `tick` at or below; `tick` above zero.
    @inlinable
    public func roundedDown(to tick: Price) -> Price {
        let rest = billionths % tick.billionths
        return Price(billionths: billionths - (rest < 0 ? rest + tick.billionths : rest))
    }

    /// The nearest multiple of `tick` at or above; `tick` above zero.
    @inlinable
    public func roundedUp(to tick: Price) -> Price {
        let down = roundedDown(to: tick)
        return down == self ? self : down + tick
    }

    /// The price exactly between two, rounded down to a billionth.
    @inlinable @inline(__always)
    public static func between(_ left: Price, _ right: Price) -> Price {
        // Half of each and the carry of both: no overflow at the ends of the range.
        Price(
            billionths: (left.billionths >> 1) + (right.billionths >> 1) + (left.billionths & right.billionths & 1))
    }
}

/// An amount of the account's currency.
public struct Money: Decimal9 {
    public let billionths: Int64

    @inlinable @inline(__always)
    public init(billionths: Int64) { self.billionths = billionths }
}
