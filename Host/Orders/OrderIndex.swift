/// Where an order is in its table: cheap to keep while the order is open.

/// The place of an order in an `OrderTable`. It stays true while the order is open and as long after as
/// the table keeps closed ones; who keeps it longer compares `Order.id`.
public struct OrderIndex: Equatable, Hashable, Sendable, BitwiseCopyable {
    public let slot: UInt32

    @inlinable
    public init(slot: UInt32) { self.slot = slot }

    @usableFromInline static let none: UInt32 = .max
}
