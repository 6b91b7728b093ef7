/// When one line crosses another.

/// Tells the moment that a fast line passes a slow one.
public struct CrossDetector: Sendable {
    public enum Cross: Sendable {
        /// The fast line went from below to above.
        case up
        /// The fast line went from above to below.
        case down
    }

    /// Which side the fast line was on when they last differed: 0 before that.
    @usableFromInline var side = 0

    @inlinable
    public init() {}

    /// Takes the two lines and returns a cross at the moment it happens. Equal lines are no side of
    /// their own: touching and turning back is no cross. The first side seen is none either.
    @inlinable @inline(__always)
    public mutating func push(fast: Double, slow: Double) -> Cross? {
        let now = fast > slow ? 1 : fast < slow ? -1 : side
        defer { side = now }
        guard side != 0, now != side else { return nil }
        return now > 0 ? .up : .down
    }

    @inlinable
    public mutating func reset() { side = 0 }
}
