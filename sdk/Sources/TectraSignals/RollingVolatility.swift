/// How much a price moves: realized volatility over a window of event time.

/// The square root of the sum of squared logarithmic returns of the last `window` nanoseconds:
///
///     σ = √ Σ (ln mᵢ − ln mᵢ₋₁)²
///
/// (realized volatility; Andersen, Bollerslev, Diebold and Labys, "Modeling and forecasting realized
/// volatility", Econometrica 71, 2003). Push the mid, not trades: their bouncing between bid and ask would
/// count as movement. The window moves by a slice, a 64th of it unless told otherwise.
///
/// `value` is nil until a whole window has passed. A price that is not finite or not above 0 is ignored.
/// A push costs a logarithm, and a slice's change one pass over the slices; it allocates nothing.
public struct RollingVolatility: ~Copyable {
    @usableFromInline var squares: SlicedSum
    @usableFromInline var latest = Double.nan

    /// Nanoseconds.
    public let window: Int64

    /// - Parameters:
    ///   - window: nanoseconds of event time, at least one a slice.
    ///   - slices: at least 1.
    @inlinable
    public init(window: Int64, slices: Int = 64) {
        self.window = window
        squares = SlicedSum(window: window, slices: slices)
    }

    /// Of the whole window, as a share of the price; nil while warming up.
    @inlinable @inline(__always)
    public var value: Double? { squares.isFull ? max(squares.total, 0).squareRoot() : nil }

    /// The same for one second, by the square root of time; nil while warming up.
    @inlinable @inline(__always)
    public var perSecond: Double? { value.map { $0 / (Double(window) / 1e9).squareRoot() } }

    /// Takes the price as of `time`, nanoseconds that do not go back, and returns the new volatility.
    @inlinable @inline(__always) @discardableResult
    public mutating func push(_ price: Double, at time: Int64) -> Double? {
        guard price.isFinite, price > 0 else { return value }
        let logarithm = naturalLogarithm(price)
        let moved = logarithm - latest
        latest = logarithm
        squares.add(moved.isNaN ? 0 : moved * moved, at: time)
        return value
    }

    /// Forgets everything.
    @inlinable
    public mutating func reset() {
        squares.reset()
        latest = .nan
    }
}
