/// The comparison that goes on in a seat, as the engine's thread drives it.
///
/// `diff` itself stays inside the module: a public stored property whose type frees memory makes the
/// optimizer of Swift 6.3.1 fail across modules.
extension Seat {
    /// How the comparison stands.
    public var figures: ShadowFigures { diff.figures }

    /// Takes a request of either side in.
    public mutating func compare(_ request: ShadowRequest, fromShadow: Bool) {
        diff.take(request, fromShadow: fromShadow)
    }

    /// See `ShadowDiff.next`.
    public mutating func nextDifference(tradingDone: UInt64, shadowDone: UInt64) -> ShadowDifference? {
        diff.next(tradingDone: tradingDone, shadowDone: shadowDone)
    }

    /// Begins anew, with the sides as they now are.
    public mutating func compareAnew() {
        diff.reset()
        paper?.swapSides()
    }
}
