/// A mean in which older values fade by a fixed ratio.

/// An exponential moving average; TA-Lib's EMA: smoothing 2 / (n + 1), begun with the simple mean
/// of the first n values.
///
/// `value` is nil until n values have come. A value that is not finite is ignored. One push is
/// O(1) and keeps no window.
public struct ExponentialMovingAverage {
    public let period: Int
    @usableFromInline let smoothing: Double
    @usableFromInline var average = 0.0
    @usableFromInline var count = 0

    /// - Parameter period: n, at least 1.
    @inlinable
    public init(_ period: Int) {
        precondition(period >= 1, "a period is at least one")
        self.period = period
        smoothing = 2 / Double(period + 1)
    }

    /// The average; nil while warming up.
    @inlinable @inline(__always)
    public var value: Double? { count == period ? average : nil }

    /// Takes a value and returns the new average.
    @inlinable @inline(__always) @discardableResult
    public mutating func push(_ value: Double) -> Double? {
        guard value.isFinite else { return self.value }
        if count == period {
            average += (value - average) * smoothing
        } else {
            // A plain sum until it is the seed.
            average += value
            count &+= 1
            if count == period { average /= Double(period) }
        }
        return self.value
    }

    /// Forgets everything.
    @inlinable
    public mutating func reset() {
        average = 0
        count = 0
    }
}
