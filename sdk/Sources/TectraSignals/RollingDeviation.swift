/// Mean and standard deviation of the last n values.

/// The population standard deviation of the last n values; TA-Lib's STDDEV with one deviation.
///
/// `value` and `mean` are nil until n values have come. A value that is not finite is ignored. One
/// push is O(1) (Welford, "Note on a method for calculating corrected sums of squares and
/// products", 1962, with the oldest value taken out) and allocates nothing; every n-th also makes
/// the sums anew in two passes. The deviation of n equal values is exactly 0.
public struct RollingDeviation: ~Copyable {
    @usableFromInline var window: RollingWindow
    /// Sums are of distances from this recent value: prices are large and their movements small, and
    /// the square root would make much of what rounding leaves.
    @usableFromInline var anchor = 0.0
    @usableFromInline var runningMean = 0.0
    /// Sum of squared distances from the mean.
    @usableFromInline var squares = 0.0
    @usableFromInline var latest = 0.0
    /// How many of the latest values are the same.
    @usableFromInline var run = 0

    /// - Parameter period: n, at least 1.
    @inlinable
    public init(_ period: Int) { window = RollingWindow(period) }

    public var period: Int { window.capacity }

    /// The mean; nil while warming up.
    @inlinable @inline(__always)
    public var mean: Double? { window.isFull ? anchor + runningMean : nil }

    /// The deviation, never negative; nil while warming up.
    @inlinable @inline(__always)
    public var value: Double? {
        window.isFull ? (max(squares, 0) / Double(window.capacity)).squareRoot() : nil
    }

    /// Takes a value and returns the new deviation.
    @inlinable @inline(__always) @discardableResult
    public mutating func push(_ value: Double) -> Double? {
        guard value.isFinite else { return self.value }
        if window.count == 0 { anchor = value }
        let wasFull = window.isFull
        let old = window.push(value) - anchor
        let distance = value - anchor
        let before = runningMean
        if wasFull {
            runningMean += (distance - old) / Double(window.capacity)
            squares += (distance - old) * (distance - runningMean + old - before)
        } else {
            runningMean += (distance - before) / Double(window.count)
            squares += (distance - before) * (distance - runningMean)
        }
        run = value == latest ? run &+ 1 : 1
        latest = value
        if window.isRoundDone || run >= window.capacity { renew() }
        return self.value
    }

    /// Makes the sums anew around the latest value.
    @inlinable
    mutating func renew() {
        anchor = latest
        runningMean = 0
        squares = 0
        guard run < window.capacity else { return }
        for index in 0..<window.count { runningMean += window.values[index] - anchor }
        runningMean /= Double(window.count)
        for index in 0..<window.count {
            let distance = window.values[index] - anchor - runningMean
            squares += distance * distance
        }
    }

    /// Forgets everything.
    @inlinable
    public mutating func reset() {
        window.reset()
        anchor = 0
        runningMean = 0
        squares = 0
        latest = 0
        run = 0
    }
}
