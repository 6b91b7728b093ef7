/// Profit and loss over event time, sampled at a fixed interval, and what is computed from it.
///
/// Statistics are ratios and may be floating point; the money in them is exact until then.
internal import Records

/// Samples of one strategy's total profit and loss (realized + unrealized - fees).
public struct EquityCurve: Sendable {
    /// Event time between two samples, ns.
    public let interval: Int64
    /// Times of the samples, ns since the epoch.
    public private(set) var times: [Int64] = []
    /// Total profit and loss at those times, 1e-9 of the currency unit.
    public private(set) var values: [Int64] = []
    private var next: Int64?

    public init(interval: Int64) {
        self.interval = max(1, interval)
    }

    /// Whether a sample is due at this event time.
    public func isDue(at time: Int64) -> Bool {
        next.map { time >= $0 } ?? true
    }

    /// Takes a sample. Intervals in which nothing happened repeat the last value, so that quiet
    /// stretches count as the flat time that they are.
    public mutating func sample(_ value: Int64, at time: Int64) {
        if var due = next, let last = values.last {
            while due &+ interval <= time {
                times.append(due)
                values.append(last)
                due &+= interval
            }
        }
        times.append(time)
        values.append(value)
        next = time - time % interval &+ interval
    }

    /// Takes the last sample of a run, whenever it is.
    public mutating func finish(_ value: Int64, at time: Int64) {
        times.append(time)
        values.append(value)
    }
}

extension EquityCurve {
    /// The sum of curves that were sampled at the same times.
    public static func sum(_ curves: [EquityCurve]) -> EquityCurve? {
        guard var total = curves.first else { return nil }
        for curve in curves.dropFirst() {
            for index in total.values.indices where index < curve.values.count {
                total.values[index] = Int64(saturating: Int128(total.values[index]) + Int128(curve.values[index]))
            }
        }
        return total
    }

    /// Sampling intervals in a year of 252 trading days of 6.5 hours.
    var intervalsPerYear: Double {
        252 * 6.5 * 3600 * 1e9 / Double(interval)
    }

    /// Changes between samples, in currency units.
    var changes: [Double] {
        zip(values.dropFirst(), values).map { Double($0 &- $1) / 1e9 }
    }

    /// The annualized Sharpe ratio of the changes, with a risk-free rate of zero (Sharpe 1994):
    /// mean over sample standard deviation, times the root of the intervals in a year. Nil with
    /// fewer than two changes or no variation. Independent of the capital, which is constant.
    public var sharpeRatio: Double? {
        let changes = changes
        guard changes.count > 1 else { return nil }
        let mean = changes.reduce(0, +) / Double(changes.count)
        let variance = changes.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(changes.count - 1)
        guard variance > 0 else { return nil }
        return mean / variance.squareRoot() * intervalsPerYear.squareRoot()
    }

    /// The largest fall from a peak to a later trough, 1e-9 of the currency unit; 0 or more. The
    /// curve starts at zero.
    public var drawdownMax: Int64 {
        var peak: Int64 = 0
        var worst: Int64 = 0
        for value in values {
            peak = max(peak, value)
            worst = max(worst, peak &- value)
        }
        return worst
    }
}
