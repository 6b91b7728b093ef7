/// Who is taking: the direction of trades, and the balance of what buyers and sellers took.

/// The side that took in a trade, where the feed does not tell: the quote test, then the tick test (Lee and
/// Ready, "Inferring trade direction from intraday data", Journal of Finance 46, 1991). A trade above the mid
/// was bought and one below it sold; at the mid, or without one, it goes with the last change of price.
public struct TradeDirection: Sendable {
    @usableFromInline var last = Double.nan
    @usableFromInline var lastSign = 0

    @inlinable
    public init() {}

    /// - Parameter mid: as of the trade; nil when a side is missing.
    /// - Returns: +1 bought, −1 sold, 0 when nothing tells yet.
    @inlinable @inline(__always)
    public mutating func push(price: Double, mid: Double?) -> Int {
        guard price.isFinite else { return 0 }
        if price > last { lastSign = 1 } else if price < last { lastSign = -1 }
        last = price
        guard let mid, price != mid else { return lastSign }
        return price > mid ? 1 : -1
    }
}

/// The balance of taken shares over the last `window` nanoseconds of event time:
///
///     (bought − sold) / (bought + sold), from −1 to +1
///
/// (trade imbalance; Chordia, Roll and Subrahmanyam, "Order imbalance, liquidity, and market returns",
/// Journal of Financial Economics 65, 2002). nil while nothing was taken in the window. A push allocates
/// nothing; the window moves by a slice.
public struct TradeFlow: ~Copyable {
    @usableFromInline var bought: SlicedSum
    @usableFromInline var sold: SlicedSum

    /// - Parameters:
    ///   - window: nanoseconds of event time, at least one a slice.
    ///   - slices: at least 1.
    @inlinable
    public init(window: Int64, slices: Int = 64) {
        bought = SlicedSum(window: window, slices: slices)
        sold = SlicedSum(window: window, slices: slices)
    }

    /// Shares that buyers took in the window, and sellers.
    @inlinable @inline(__always)
    public var volumes: (bought: Double, sold: Double) { (bought.total, sold.total) }

    @inlinable @inline(__always)
    public var value: Double? {
        let sum = bought.total + sold.total
        return sum > 0 ? (bought.total - sold.total) / sum : nil
    }

    /// Takes a trade. One of no direction, or whose shares are not finite or negative, only lets time pass.
    ///
    /// - Parameter direction: above 0 bought, below 0 sold.
    @inlinable @inline(__always) @discardableResult
    public mutating func push(direction: Int, volume shares: Double, at time: Int64) -> Double? {
        let counted = shares.isFinite && shares >= 0 ? shares : 0
        bought.add(direction > 0 ? counted : 0, at: time)
        sold.add(direction < 0 ? counted : 0, at: time)
        return value
    }

    /// Forgets everything.
    @inlinable
    public mutating func reset() {
        bought.reset()
        sold.reset()
    }
}
