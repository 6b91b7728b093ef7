/// What the market has paid on average: volume-weighted average prices.

/// The volume-weighted average price of the last n trades.
///
/// `value` is nil until n trades have come and while their volume is zero. A trade whose price is
/// not finite or whose volume is negative or not finite is ignored. One push is O(1) and allocates
/// nothing; every n-th also sums the window anew.
public struct RollingVWAP: ~Copyable {
    @usableFromInline var amounts: RollingWindow
    @usableFromInline var volumes: RollingWindow
    @usableFromInline var amount = 0.0
    @usableFromInline var volume = 0.0

    /// - Parameter period: n, at least 1.
    @inlinable
    public init(_ period: Int) {
        amounts = RollingWindow(period)
        volumes = RollingWindow(period)
    }

    public var period: Int { volumes.capacity }

    @inlinable @inline(__always)
    public var value: Double? { volumes.isFull && volume > 0 ? amount / volume : nil }

    /// Takes a trade and returns the new average price.
    @inlinable @inline(__always) @discardableResult
    public mutating func push(price: Double, volume shares: Double) -> Double? {
        guard price.isFinite, shares.isFinite, shares >= 0 else { return value }
        let paid = price * shares
        amount += paid - amounts.push(paid)
        volume += shares - volumes.push(shares)
        if volumes.isRoundDone {
            amount = amounts.sum()
            volume = volumes.sum()
        }
        return value
    }

    /// Forgets everything.
    @inlinable
    public mutating func reset() {
        amounts.reset()
        volumes.reset()
        amount = 0
        volume = 0
    }
}

/// The volume-weighted average price since the last reset, usually of the day.
///
/// `value` is nil before the first volume. What is not a trade is ignored, as in `RollingVWAP`.
public struct SessionVWAP {
    @usableFromInline var amount = 0.0
    @usableFromInline var volume = 0.0

    @inlinable
    public init() {}

    @inlinable @inline(__always)
    public var value: Double? { volume > 0 ? amount / volume : nil }

    @inlinable @inline(__always) @discardableResult
    public mutating func push(price: Double, volume shares: Double) -> Double? {
        guard price.isFinite, shares.isFinite, shares >= 0 else { return value }
        amount += price * shares
        volume += shares
        return value
    }

    @inlinable
    public mutating func reset() { self = SessionVWAP() }
}
