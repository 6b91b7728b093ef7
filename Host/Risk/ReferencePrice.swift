/// The market as risk sees it: what an order's price is compared with, and what a market order is worth.
public import Records

/// Best bid, best ask and last trade of an instrument, in 1e-9; `Price.none` where there is none.
public struct ReferencePrice: Equatable, Sendable {
    public var bid: Int64
    public var ask: Int64
    public var last: Int64

    @inlinable
    public init(bid: Int64 = Price.none, ask: Int64 = Price.none, last: Int64 = Price.none) {
        self.bid = bid
        self.ask = ask
        self.last = last
    }

    /// Twice the reference price, so that a mid between two ticks stays exact: bid plus ask when there are
    /// both, else twice the last trade, else nil. Prices that no order can have count as none.
    @inlinable
    public var doubled: Int64? {
        if let bid = Self.sane(bid), let ask = Self.sane(ask) { return bid + ask }
        return Self.sane(last).map { 2 * $0 }
    }

    /// What a share of a market order is valued at: the best price of the other side, which it would
    /// trade at first; when that side is empty, the last trade; else nil.
    @inlinable
    public func farTouch(for side: Side) -> Int64? {
        Self.sane(side == .buy ? ask : bid) ?? Self.sane(last)
    }

    /// Bounded, so that sums of two stay far inside Int64. ITCH's highest price is 200,000 units.
    @inlinable
    static func sane(_ price: Int64) -> Int64? {
        price > 0 && price <= 1_000_000_000 * Price.scale ? price : nil
    }
}
