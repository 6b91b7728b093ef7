/// The mean of the last n values.

/// A simple moving average; TA-Lib's SMA.
///
/// `value` is nil until n values have come. A value that is not finite is ignored. One push is
/// O(1) and allocates nothing; every n-th also sums the window anew.
public struct SimpleMovingAverage: ~Copyable {
    @usableFromInline var window: RollingWindow
    @usableFromInline var sum = 0.0

    /// - Parameter period: n, at least 1.
    @inlinable
    public init(_ period: Int) { window = RollingWindow(period) }

    public var period: Int { window.capacity }

    /// The mean; nil while warming up.
    @inlinable @inline(__always)
    public var value: Double? { window.isFull ? sum / Double(window.capacity) : nil }

    /// Takes a value and returns the new mean.
    @inlinable @inline(__always) @discardableResult
    public mutating func push(_ value: Double) -> Double? {
        guard value.isFinite else { return self.value }
        let old = window.push(value)
        sum += value - old
        if window.isRoundDone { sum = window.sum() }
        return self.value
    }

    /// Forgets everything.
    @inlinable
    public mutating func reset() {
        window.reset()
        sum = 0
    }
}
