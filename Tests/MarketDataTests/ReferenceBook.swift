// The naive books that the fast ones are held against: dictionaries of orders, nothing else.
import MarketData
import Records

/// All books of a market, each level computed from its orders when it is asked for.
struct ReferenceBooks {
    struct Order: Equatable {
        var instrument: UInt16
        var isBuy: Bool
        var price: UInt32
        var quantity: UInt32
        var arrival: UInt64
    }

    private(set) var orders: [UInt64: Order] = [:]
    private(set) var faults = 0
    private var arrivals: UInt64 = 0
    let instruments: Int

    init(instruments: Int) { self.instruments = instruments }

    /// Applies one message by the rules of the specification, written a second time.
    /// - Returns: false when it is refused.
    @discardableResult
    mutating func apply(_ message: [UInt8]) -> Bool {
        let isTaken = take(message)
        if !isTaken { faults += 1 }
        return isTaken
    }

    private mutating func take(_ message: [UInt8]) -> Bool {
        guard let letter = message.first, let type = ITCHMessageType(rawValue: letter), message.count == type.length
        else { return false }
        let locate = UInt16(number(message, 1, 2))
        guard Int(locate) < instruments else { return false }
        switch type {
        case .addOrder, .addOrderAttributed:
            let reference = number(message, 11, 8)
            let shares = UInt32(number(message, 20, 4))
            guard message[19] == 0x42 || message[19] == 0x53, reference != 0, shares != 0, orders[reference] == nil
            else { return false }
            add(reference, locate, message[19] == 0x42, UInt32(number(message, 32, 4)), shares)
        case .orderExecuted, .orderExecutedWithPrice, .orderCancel:
            let reference = number(message, 11, 8)
            let shares = UInt32(number(message, 19, 4))
            guard let order = orders[reference], order.instrument == locate, shares <= order.quantity
            else { return false }
            orders[reference]?.quantity -= shares
            if shares == order.quantity { orders[reference] = nil }
        case .orderDelete:
            let reference = number(message, 11, 8)
            guard orders[reference]?.instrument == locate else { return false }
            orders[reference] = nil
        case .orderReplace:
            let (old, new) = (number(message, 11, 8), number(message, 19, 8))
            let shares = UInt32(number(message, 27, 4))
            guard let order = orders[old], order.instrument == locate, new != 0, shares != 0, orders[new] == nil
            else { return false }
            orders[old] = nil
            add(new, locate, order.isBuy, UInt32(number(message, 31, 4)), shares)
        default: break
        }
        return true
    }

    private mutating func add(_ reference: UInt64, _ locate: UInt16, _ isBuy: Bool, _ price: UInt32, _ shares: UInt32) {
        arrivals += 1
        orders[reference] = Order(
            instrument: locate, isBuy: isBuy, price: price, quantity: shares, arrival: arrivals)
    }

    private func number(_ bytes: [UInt8], _ at: Int, _ count: Int) -> UInt64 {
        bytes[at..<at + count].reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// The levels of a side, best first.
    func levels(_ instrument: UInt16, _ side: Side) -> [Level] {
        var found: [UInt32: Level] = [:]
        for order in orders.values where order.instrument == instrument && order.isBuy == (side == .buy) {
            let price = Int64(order.price) * Price.perITCHUnit
            found[order.price, default: Level(price: price, quantity: 0, orders: 0)].quantity += Int64(order.quantity)
            found[order.price]?.orders += 1
        }
        return found.values.sorted { side == .buy ? $0.price > $1.price : $0.price < $1.price }
    }

    /// Shares in front of an order at its price.
    func ahead(_ reference: UInt64) -> Int64? {
        guard let order = orders[reference] else { return nil }
        return orders.values.reduce(into: Int64(0)) { sum, other in
            if other.instrument == order.instrument, other.isBuy == order.isBuy, other.price == order.price,
                other.arrival < order.arrival
            {
                sum += Int64(other.quantity)
            }
        }
    }
}
