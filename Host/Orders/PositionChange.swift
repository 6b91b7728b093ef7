/// What one fill changed in the positions, as far as risk must know.

/// Hand every one to `RiskGate.record`.
public struct PositionChange: Sendable, BitwiseCopyable {
    public let instrument: UInt32
    public let strategy: UInt8
    /// The strategy's position after the fill.
    public let position: Position
    /// By how many shares it moved, with sign.
    public let quantity: Int64
    /// By how much the position's value at cost moved.
    public let grossCost: Int128
    /// By how much the strategy's realized profit and loss moved.
    public let realized: Int128

    @inlinable
    init(instrument: UInt32, strategy: UInt8, before: Position, after: Position) {
        self.instrument = instrument
        self.strategy = strategy
        position = after
        quantity = after.quantity &- before.quantity
        grossCost = after.grossCost - before.grossCost
        realized = after.realized - before.realized
    }
}
