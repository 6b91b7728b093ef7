// A trading pit for the tests of the simulated venue: books, the venue and the table its orders live in.
import MarketData
import Orders
import PluginABI
import Records
import TestSupport
import Venues

final class Pit {
    static let instrument: UInt32 = 1
    var books: MarketBooks
    var venue: SimulatedVenue
    var table: OrderTable
    private var clientID: UInt64 = 0
    private var reference: UInt64 = 0

    init(orders: Int = 512) throws {
        books = try MarketBooks(BookCapacity(instruments: 4, orders: 4096, levels: 4096))
        venue = SimulatedVenue(orders: orders, instruments: 4)
        table = OrderTable(capacity: orders, instruments: 4)
        _ = play(ITCHMessage.trading(1, "T"))
    }

    /// One fill, in the feed's price unit.
    struct Fill: Equatable, CustomStringConvertible {
        var slot: UInt32
        var price: UInt32
        var quantity: Int64
        var liquidity: Liquidity
        var description: String { "\(quantity)@\(price) \(liquidity) of \(slot)" }
    }

    private func fills() -> [Fill] {
        (0..<venue.fillCount).map { number in
            let fill = venue.fill(number)
            return Fill(
                slot: fill.order.slot, price: UInt32(fill.price / Price.perITCHUnit), quantity: fill.quantity,
                liquidity: fill.liquidity)
        }
    }

    private func settle() {
        for number in 0..<venue.fillCount {
            let fill = venue.fill(number)
            _ = try? table.fill(fill.order, price: fill.price, quantity: fill.quantity, time: 0)
        }
    }

    // MARK: - The market

    @discardableResult
    func play(_ message: [UInt8]) -> [Fill] {
        let event = message.withUnsafeBytes { books.apply($0) }
        venue.apply(event)
        settle()
        return fills()
    }

    /// Adds a displayed order; returns its reference.
    @discardableResult
    func show(_ side: Side, _ shares: UInt32, at price: UInt32) -> UInt64 {
        reference += 1
        play(ITCHMessage.add(1, reference, isBuy: side == .buy, shares, at: price))
        return reference
    }

    // MARK: - Own orders

    struct Sent {
        let index: OrderIndex
        let answer: VenueAnswer
        let fills: [Fill]
        var taken: Int64 { fills.reduce(0) { $0 + $1.quantity } }
    }

    func send(
        _ side: Side, _ quantity: Int64, at price: UInt32?, _ timeInForce: TimeInForce = .day, isPostOnly: Bool = false
    ) throws -> Sent {
        clientID += 1
        let new = try NewOrder(
            strategy: 1, clientID: clientID, instrument: Self.instrument, side: side,
            type: price == nil ? .market : .limit, timeInForce: timeInForce,
            flags: isPostOnly ? UInt8(TECTRA_POST_ONLY) : 0,
            price: price.map { Int64($0) * Price.perITCHUnit } ?? Price.none, quantity: quantity)
        let index = try table.add(new, valuation: 1, time: 0).index
        let answer = venue.submit(table[index], index, books)
        if case .rejected(let reason) = answer {
            try table.apply(.reject, to: index, reason: reason, time: 0)
            return Sent(index: index, answer: answer, fills: [])
        }
        try table.apply(.accept, to: index, reason: .none, time: 0)
        settle()
        let fills = fills()
        if case .rest(let reason) = answer { try table.apply(.cancel, to: index, reason: reason, time: 0) }
        return Sent(index: index, answer: answer, fills: fills)
    }

    func cancel(_ sent: Sent) -> Bool { venue.cancel(table[sent.index], sent.index) }

    /// Changes an order; nil when its state does not allow it.
    func replace(_ index: OrderIndex, at price: UInt32, _ quantity: Int64) throws -> (VenueAnswer, [Fill]) {
        let order = table[index]
        let wanted = Int64(price) * Price.perITCHUnit
        try table.requestReplace(index, price: wanted, quantity: quantity, time: 0)
        let answer = venue.replace(order, index, price: wanted, quantity: quantity, books)
        if case .rejected(let reason) = answer {
            try table.apply(.refuseReplace, to: index, reason: reason, time: 0)
            return (answer, [])
        }
        try table.apply(.replace, to: index, reason: .none, time: 0)
        settle()
        return (answer, fills())
    }

    func order(_ index: OrderIndex) -> Order { table[index] }
}
