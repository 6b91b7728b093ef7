/// One price level, and what two best levels say together.

/// A price with how much is there.
public struct Level: Hashable, Sendable {
    public let price: Price
    /// Displayed shares.
    public let quantity: Int64
    /// Displayed orders; 0 where the event does not tell (a tick).
    public let orders: UInt32

    @inlinable @inline(__always)
    public init(price: Price, quantity: Int64, orders: UInt32 = 0) {
        self.price = price
        self.quantity = quantity
        self.orders = orders
    }
}

/// The best bid and ask of an instrument and what follows from them. Both sides are there.
public struct TopOfBook: Sendable {
    public let bid: Level
    public let ask: Level

    @inlinable @inline(__always)
    public init(bid: Level, ask: Level) {
        self.bid = bid
        self.ask = ask
    }

    /// Half way between bid and ask, rounded down to a billionth.
    @inlinable @inline(__always)
    public var mid: Price { .between(bid.price, ask.price) }

    /// Ask minus bid; not above zero in a locked or crossed book.
    @inlinable @inline(__always)
    public var spread: Price { Price(billionths: ask.price.billionths &- bid.price.billionths) }

    /// Where the quantity is: (bid − ask) / (bid + ask), from −1 (all offered) to +1 (all bid); 0
    /// when nothing is displayed.
    @inlinable @inline(__always)
    public var imbalance: Double {
        let bid = Double(bid.quantity)
        let ask = Double(ask.quantity)
        return bid + ask > 0 ? (bid - ask) / (bid + ask) : 0
    }

    /// The mid weighted by the quantity on the other side, in units of price: it leans toward the
    /// side that is about to be used up (Gatheral and Oomen, "Zero-intelligence realized variance
    /// estimation", 2010). The mid when nothing is displayed.
    @inlinable @inline(__always)
    public var microprice: Double {
        let bidQuantity = Double(bid.quantity)
        let askQuantity = Double(ask.quantity)
        let total = bidQuantity + askQuantity
        guard total > 0 else { return mid.units }
        return (bid.price.units * askQuantity + ask.price.units * bidQuantity) / total
    }
}
