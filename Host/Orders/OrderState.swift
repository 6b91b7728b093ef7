/// Where an order is in its life. Raw values are TECTRA_ORDER_… of the contract.

public enum OrderState: UInt8, Sendable, CaseIterable {
    /// Taken in by the host; the venue has not answered.
    case new = 1
    /// Working at the venue, nothing filled.
    case accepted = 2
    /// Working at the venue, some of it filled.
    case partiallyFilled = 3
    /// A cancel is on its way; fills may still come.
    case pendingCancel = 4
    /// A replace is on its way; fills may still come.
    case pendingReplace = 5
    /// Working at the venue with another price or quantity than it began with, nothing filled since.
    case replaced = 6
    case filled = 7
    case cancelled = 8
    case rejected = 9
    case expired = 10

    /// Nothing can happen to the order any more.
    @inlinable
    public var isFinal: Bool { rawValue >= OrderState.filled.rawValue }

    /// The order can still trade: risk counts it from the moment it is taken in.
    @inlinable
    public var isOpen: Bool { !isFinal }
}
