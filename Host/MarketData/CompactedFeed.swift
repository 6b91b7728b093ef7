/// The shortest list of messages that leads to the same books: what a snapshot of them is made of.
///
/// It is told every message together with what the books made of it, so that what they refused counts
/// for nothing here either. What it gives back is ITCH again and is read by the same code as the feed:
/// a snapshot needs no format of books, and nothing new that could be read wrongly.
internal import PluginABI
internal import Records

/// What was traded of one instrument.
private struct TradedTotals {
    /// Shares, and shares times price in ITCH units.
    var volume: Int128 = 0
    var turnover: Int128 = 0
    /// The message of the last trade, and side and price of the order that it executed, if one.
    var last: [UInt8] = []
    var executed: (isBuy: Bool, price: UInt32)?
    var lastMatch: UInt64 = 0
    var lastQuantity: Int128 = 0
    var lastPrice: Int128 = 0
    var isLastBroken = false
}

public struct CompactedFeed {
    private struct Resting {
        var arrival: UInt64
        /// The message that added it, with what became of it written in.
        var message: [UInt8]
    }

    private var orders: [UInt64: Resting] = [:]
    private var arrivals: UInt64 = 0
    /// The last message of each kind that says how things are, by kind and instrument; in order.
    private var states: [UInt32: (order: UInt64, message: [UInt8])] = [:]
    private var totals: [UInt16: TradedTotals] = [:]

    public init() {}

    /// Orders that rest.
    public var restingOrders: Int { orders.count }

    /// Takes a message and what the books made of it.
    public mutating func take(_ message: UnsafeRawBufferPointer, _ event: MarketEvent) {
        guard event.kind != .fault, let letter = message.first, message.count >= 11 else { return }
        arrivals &+= 1
        switch ITCHMessageType(rawValue: letter) {
        case .addOrder, .addOrderAttributed:
            orders[Self.u64(message, 11)] = Resting(arrival: arrivals, message: Array(message))
        case .orderExecuted, .orderExecutedWithPrice:
            let order = orders[Self.u64(message, 11)]?.message
            reduce(message)
            if event.isPrintable { note(message, event, executing: order) }
        case .orderCancel: reduce(message)
        case .orderDelete: orders[Self.u64(message, 11)] = nil
        case .orderReplace: replace(message)
        case .trade, .crossTrade:
            if event.isPrintable { note(message, event, executing: nil) }
        case .brokenTrade: discount(event)
        case .marketParticipantPosition, .retailInterest, nil: break
        default:
            // One state of each kind and instrument, except that system events are of the whole day.
            let key = UInt32(letter) << 16 | (letter == 0x53 ? 0 : UInt32(Self.u16(message, 1)))
            states[key] = (arrivals, Array(message))
        }
    }

    private mutating func reduce(_ message: UnsafeRawBufferPointer) {
        let reference = Self.u64(message, 11)
        guard var order = orders[reference] else { return }
        let left = Self.u32(order.message, 20) &- Self.u32(message, 19)
        guard left > 0 else {
            orders[reference] = nil
            return
        }
        Self.put(left, &order.message, 20)
        orders[reference] = order
    }

    private mutating func replace(_ message: UnsafeRawBufferPointer) {
        guard var order = orders.removeValue(forKey: Self.u64(message, 11)) else { return }
        let reference = Self.u64(message, 19)
        order.arrival = arrivals
        Self.put(reference, &order.message, 11)
        Self.put(Self.u32(message, 27), &order.message, 20)
        Self.put(Self.u32(message, 31), &order.message, 32)
        orders[reference] = order
    }

    private mutating func note(_ message: UnsafeRawBufferPointer, _ event: MarketEvent, executing order: [UInt8]?) {
        let quantity = Int128(event.quantity)
        let price = Int128(event.price / Price.perITCHUnit)
        var total = totals[Self.u16(message, 1), default: TradedTotals()]
        total.volume += quantity
        total.turnover += quantity * price
        total.last = Array(message)
        total.executed = order.map { ($0[19] == 0x42, Self.u32($0, 32)) }
        total.lastMatch = event.matchID
        total.lastQuantity = quantity
        total.lastPrice = price
        total.isLastBroken = false
        totals[Self.u16(message, 1)] = total
    }

    private mutating func discount(_ event: MarketEvent) {
        guard event.quantity > 0, event.price > 0, var total = totals[UInt16(truncatingIfNeeded: event.instrument)]
        else { return }
        total.volume -= Int128(event.quantity)
        total.turnover -= Int128(event.quantity) * Int128(event.price / Price.perITCHUnit)
        if event.matchID == total.lastMatch { total.isLastBroken = true }
        totals[UInt16(truncatingIfNeeded: event.instrument)] = total
    }
}

// MARK: - Giving it back

extension CompactedFeed {
    /// Hands out the messages, in an order in which they can be applied to empty books.
    public func visit(_ body: (UnsafeRawBufferPointer) -> Void) {
        func give(_ message: [UInt8]) { message.withUnsafeBytes(body) }
        let states = states.sorted { $0.value.order < $1.value.order }
        for state in states where state.key >> 16 == UInt32(ITCHMessageType.stockDirectory.rawValue) {
            give(state.value.message)
        }
        for (locate, total) in totals.sorted(by: { $0.key < $1.key }) { Self.give(total, of: locate, give) }
        for state in states where state.key >> 16 != UInt32(ITCHMessageType.stockDirectory.rawValue) {
            give(state.value.message)
        }
        for order in orders.values.sorted(by: { $0.arrival < $1.arrival }) { give(order.message) }
    }

    /// Volume and turnover as two crosses at neighboring prices, then the last trade as it was.
    private static func give(_ total: TradedTotals, of locate: UInt16, _ give: ([UInt8]) -> Void) {
        var (volume, turnover) = (total.volume, total.turnover)
        if !total.isLastBroken {
            volume -= total.lastQuantity
            turnover -= total.lastQuantity * total.lastPrice
        }
        if volume > 0, turnover >= 0 {
            let price = turnover / volume
            let dearer = turnover - price * volume
            for (quantity, at) in [(volume - dearer, price), (dearer, price + 1)] where quantity > 0 {
                give(cross(locate, shares: UInt64(clamping: quantity), price: UInt32(clamping: at)))
            }
        }
        if let order = total.executed {
            var add = head(.addOrder, locate, time: total.last)
            put(UInt64.max, &add, 11)
            add[19] = order.isBuy ? 0x42 : 0x53
            put(u32(total.last, 19), &add, 20)
            put(order.price, &add, 32)
            give(add)
            var execution = total.last
            put(UInt64.max, &execution, 11)
            give(execution)
        } else {
            give(total.last)
        }
        guard total.isLastBroken else { return }
        var broken = head(.brokenTrade, locate, time: total.last)
        put(total.lastMatch, &broken, 11)
        give(broken)
    }

    private static func cross(_ locate: UInt16, shares: UInt64, price: UInt32) -> [UInt8] {
        var message = head(.crossTrade, locate, time: [])
        put(shares, &message, 11)
        put(price, &message, 27)
        message[39] = 0x49  // I: intraday
        return message
    }

    private static func head(_ type: ITCHMessageType, _ locate: UInt16, time: [UInt8]) -> [UInt8] {
        var message = [UInt8](repeating: 0, count: type.length)
        message[0] = type.rawValue
        put(locate, &message, 1)
        if time.count >= 11 { message.replaceSubrange(5..<11, with: time[5..<11]) }
        return message
    }

    // MARK: - Fields

    private static func u16(_ bytes: some Collection<UInt8>, _ at: Int) -> UInt16 {
        bytes.dropFirst(at).prefix(2).reduce(0) { $0 << 8 | UInt16($1) }
    }
    private static func u32(_ bytes: some Collection<UInt8>, _ at: Int) -> UInt32 {
        bytes.dropFirst(at).prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
    }
    private static func u64(_ bytes: some Collection<UInt8>, _ at: Int) -> UInt64 {
        bytes.dropFirst(at).prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
    }
    private static func put(_ number: some FixedWidthInteger, _ bytes: inout [UInt8], _ at: Int) {
        withUnsafeBytes(of: number.bigEndian) { bytes.replaceSubrange(at..<(at + $0.count), with: $0) }
    }
}
