/// How a fill moves a position.
public import Records

extension Position {
    /// The position after an execution, or nil when its numbers are not ones an order can have or the
    /// quantity would leave the range of Int64.
    ///
    /// A fill against the position closes first and opens with what is left. The cost that closing
    /// `k` of `n` shares takes out is `cost * k / n` rounded to nearest, ties away from zero, and all of
    /// it when `k == n`.
    ///
    /// - Parameter isDoubtful: the data at the time was flagged.
    public func after(
        side: Side, price: Int64, quantity filled: Int64, fee: Int64, isDoubtful: Bool = false
    ) -> Position? {
        guard price > 0, price <= Order.priceMax, filled > 0, filled <= Order.quantityMax else { return nil }
        let (newQuantity, overflow) = quantity.addingReportingOverflow(side.sign * filled)
        guard !overflow, newQuantity != .min else { return nil }
        var next = self
        next.quantity = newQuantity
        next.fills &+= 1
        if isDoubtful { next.doubtfulFills &+= 1 }
        next.fees += Int128(fee)
        let signed = Int128(side.sign * filled)
        next.cash -= Int128(price) * signed
        if quantity == 0 || (quantity > 0) == (side == .buy) {
            next.cost += Int128(price) * signed
            return next
        }
        let open = Int64(quantity.magnitude)
        let closing = min(filled, open)
        let relieved = share(closing, of: open)
        // What closing brought in: for a long position the price, for a short one minus the price.
        let brought = Int128(price) * Int128(closing) * Int128(-side.sign) - relieved
        next.realized += brought
        if isDoubtful { next.doubtfulRealized += brought }
        next.cost -= relieved
        next.cost += Int128(price) * Int128(filled - closing) * Int128(side.sign)
        return next
    }

    /// `cost * part / whole`, rounded. Split so that no product leaves Int128: whole shares at the whole
    /// average, then the remainder, which is less than `whole`.
    private func share(_ part: Int64, of whole: Int64) -> Int128 {
        let (average, remainder) = cost.quotientAndRemainder(dividingBy: Int128(whole))
        return average * Int128(part) + (remainder * Int128(part)).divided(roundingToNearest: Int128(whole))
    }
}
