/// What an order can still do: the quantity and money that risk counts for it.

/// Quantity and value of what can still trade. Both are zero once an order is final.
public struct OpenInterest: Equatable, Sendable, BitwiseCopyable {
    public var quantity: Int64
    /// In 1e-9 of the currency unit.
    public var notional: Int128

    @inlinable
    public init(quantity: Int64, notional: Int128) {
        self.quantity = quantity
        self.notional = notional
    }

    public static let zero = OpenInterest(quantity: 0, notional: 0)
}

extension Order {
    /// What is open of the order at its valuation. While a replace is on its way nobody knows which of
    /// the two the venue has, so the larger counts, of quantity and money each.
    @inlinable
    public var openInterest: OpenInterest {
        guard state.isOpen else { return .zero }
        var quantity = remaining
        var notional = Int128(quantity) * Int128(valuation)
        if isReplacePending {
            let pending = pendingQuantity &- filled
            quantity = max(quantity, pending)
            notional = max(notional, Int128(pending) * Int128(pendingPrice))
        }
        return OpenInterest(quantity: quantity, notional: notional)
    }
}
