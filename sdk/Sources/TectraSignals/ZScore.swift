/// How unusual the latest value is among the last n.

/// (latest − mean) / deviation over the last n values, the latest among them.
///
/// `value` is nil until n values have come, and whenever all n are the same: without a deviation
/// nothing is unusual. A value that is not finite is ignored.
public struct ZScore: ~Copyable {
    @usableFromInline var deviation: RollingDeviation
    @usableFromInline var latest = 0.0

    /// - Parameter period: n, at least 2 to be of use.
    @inlinable
    public init(_ period: Int) { deviation = RollingDeviation(period) }

    public var period: Int { deviation.period }
    /// The mean of the window; nil while warming up.
    @inlinable @inline(__always)
    public var mean: Double? { deviation.mean }
    /// The standard deviation of the window; nil while warming up.
    @inlinable @inline(__always)
    public var standardDeviation: Double? { deviation.value }

    @inlinable @inline(__always)
    public var value: Double? {
        guard let mean = deviation.mean, let width = deviation.value, width > 0 else { return nil }
        return (latest - mean) / width
    }

    /// Takes a value and returns its score.
    @inlinable @inline(__always) @discardableResult
    public mutating func push(_ value: Double) -> Double? {
        guard value.isFinite else { return self.value }
        latest = value
        deviation.push(value)
        return self.value
    }

    /// Forgets everything.
    @inlinable
    public mutating func reset() {
        deviation.reset()
        latest = 0
    }
}
