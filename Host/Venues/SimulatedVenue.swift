/// A venue that trades the strategies' orders against the market as it was recorded.
///
/// The model, and its limits:
/// - A taking order takes the displayed book level by level. The market does not feel it, but what
///   was taken of a level is not there again until the market changes that level; no more than `levelsMax`
///   levels are taken by one order.
/// - A resting order has a place in the queue: the displayed shares at its price when it came are
///   ahead of it, and go as those orders trade or leave. What trades at its price after that, or
///   through it, fills it; so does a displayed order of the other side that would have met it.
/// - No part is taken in opening and closing crosses. There is no latency.
public import MarketData
public import Orders
public import Records

/// One execution of an own order.
public struct VenueFill: BitwiseCopyable, Sendable {
    public var order: OrderIndex
    public var price: Int64
    public var quantity: Int64
    public var liquidity: Liquidity
}

/// What became of an order that was sent.
public enum VenueAnswer: Sendable, Equatable {
    /// It rests, or is filled; the fills say.
    case accepted
    /// What was not filled at once is cancelled.
    case rest(RejectReason)
    case rejected(RejectReason)
}

public struct SimulatedVenue: ~Copyable {
    var queue: RestingQueue
    var taken: TakenLiquidity
    /// Levels that one order takes at most; what is left of it then finds no liquidity.
    public static let levelsMax = 4096
    private let fillRoom: UnsafeMutablePointer<VenueFill>
    private let fillCapacity: Int
    /// Executions of the last call.
    public private(set) var fillCount = 0

    /// - Parameter orders: most own orders at rest.
    public init(orders: Int, instruments: Int) {
        queue = RestingQueue(capacity: orders, instruments: instruments)
        taken = TakenLiquidity(instruments: instruments)
        fillCapacity = Self.fillsMax(orders: orders)
        fillRoom = .allocate(capacity: fillCapacity)
    }

    deinit { fillRoom.deallocate() }

    /// Most executions of one call: every order at rest, or every level that one order may take.
    public static func fillsMax(orders: Int) -> Int { max(orders, levelsMax) }

    /// An execution of the last call.
    public func fill(_ index: Int) -> VenueFill { fillRoom[index] }

    private mutating func add(_ fill: VenueFill) {
        guard fillCount < fillCapacity else { return }
        fillRoom[fillCount] = fill
        fillCount += 1
    }

    // MARK: - Orders

    /// Sends an order.
    public mutating func submit(_ order: Order, _ index: OrderIndex, _ books: borrowing MarketBooks) -> VenueAnswer {
        fillCount = 0
        guard !books.isDayOver else { return .rejected(.endOfDay) }
        guard books.isTrading(order.instrument) else { return .rejected(.notTrading) }
        let limit = order.type == .limit ? order.price : nil
        let isPostOnly = order.flags & 1 != 0
        if isPostOnly, meets(order.side, limit, order.instrument, books) { return .rejected(.wouldCross) }
        if order.timeInForce == .fillOrKill,
            available(order.side, limit, order.instrument, order.quantity, books) < order.quantity
        {
            return .rest(.noLiquidity)
        }
        let left = take(order.side, limit, order.instrument, order.remaining, index, books)
        guard left > 0 else { return .accepted }
        guard order.type == .limit, order.timeInForce == .day else { return .rest(.noLiquidity) }
        return rest(order, index, price: order.price, left, books) ? .accepted : .rest(.tooManyOrders)
    }

    /// Takes an order out of the queue; false when it does not rest.
    public mutating func cancel(_ order: Order, _ index: OrderIndex) -> Bool {
        guard let link = queue.link(to: index, in: order.instrument) else { return false }
        queue.remove(at: link)
        return true
    }

    /// Changes price or quantity. Less at the same price keeps the place in the queue, anything else
    /// loses it.
    public mutating func replace(
        _ order: Order, _ index: OrderIndex, price: Int64, quantity: Int64, _ books: borrowing MarketBooks
    ) -> VenueAnswer {
        fillCount = 0
        guard let link = queue.link(to: index, in: order.instrument) else { return .rejected(.tooLate) }
        let left = quantity - order.filled
        guard left > 0 else { return .rejected(.badQuantity) }
        let place = Int(link.pointee)
        if price == order.price, left <= queue.nodes[place].remaining {
            queue.nodes[place].remaining = left
            return .accepted
        }
        guard books.isTrading(order.instrument) else { return .rejected(.notTrading) }
        if order.flags & 1 != 0, meets(order.side, price, order.instrument, books) { return .rejected(.wouldCross) }
        queue.remove(at: link)
        let rest = take(order.side, price, order.instrument, left, index, books)
        guard rest > 0 else { return .accepted }
        return self.rest(order, index, price: price, rest, books) ? .accepted : .rest(.tooManyOrders)
    }

    private mutating func rest(
        _ order: Order, _ index: OrderIndex, price: Int64, _ quantity: Int64, _ books: borrowing MarketBooks
    ) -> Bool {
        var own = RestingOwn()
        own.order = index
        own.side = order.side
        own.instrument = order.instrument
        own.price = price
        own.remaining = quantity
        own.ahead = books.quantity(of: order.instrument, side: order.side, at: price)
        own.arrival = books.arrivals
        return queue.insert(own)
    }

    // MARK: - Taking

    /// Whether a taker trades at a price. At 0 nobody does: a feed may show it, no order can have it.
    private func reaches(_ side: Side, _ limit: Int64?, _ price: Int64) -> Bool {
        guard price > 0 else { return false }
        guard let limit else { return true }
        return side == .buy ? price <= limit : price >= limit
    }

    private func meets(_ side: Side, _ limit: Int64?, _ instrument: UInt32, _ books: borrowing MarketBooks) -> Bool {
        guard let best = books.level(of: instrument, side: side.opposite, at: 0) else { return false }
        return reaches(side, limit, best.price)
    }

    private func available(
        _ side: Side, _ limit: Int64?, _ instrument: UInt32, _ wanted: Int64, _ books: borrowing MarketBooks
    ) -> Int64 {
        var sum: Int64 = 0
        var index = 0
        while sum < wanted, index < Self.levelsMax,
            let level = books.level(of: instrument, side: side.opposite, at: index), reaches(side, limit, level.price)
        {
            sum += max(0, level.quantity - taken.of(instrument, side.opposite, level.price))
            index += 1
        }
        return sum
    }

    /// Takes what is displayed up to the limit; returns what is left of the order.
    private mutating func take(
        _ side: Side, _ limit: Int64?, _ instrument: UInt32, _ quantity: Int64, _ order: OrderIndex,
        _ books: borrowing MarketBooks
    ) -> Int64 {
        var left = quantity
        var index = 0
        while left > 0, index < Self.levelsMax,
            let level = books.level(of: instrument, side: side.opposite, at: index), reaches(side, limit, level.price)
        {
            index += 1
            let part = min(left, level.quantity - taken.of(instrument, side.opposite, level.price))
            guard part > 0 else { continue }
            taken.add(part, instrument, side.opposite, level.price)
            add(VenueFill(order: order, price: level.price, quantity: part, liquidity: .taker))
            left -= part
        }
        return left
    }

    // MARK: - The market moves

    /// Lets one market event act on the orders at rest; the fills it brings are in `fill`.
    public mutating func apply(_ event: MarketEvent) {
        fillCount = 0
        switch event.kind {
        case .add: meet(event)
        case .execute: trade(event)
        case .trade: tradeHidden(event)
        case .cancel, .delete: leave(event, event.side, event.price, event.quantity, event.arrival)
        case .replace:
            leave(event, event.side, event.removedPrice, event.removedQuantity, event.removedArrival)
            meet(event)
        default: return
        }
    }

    /// A displayed order of the other side came that would have met own orders.
    private mutating func meet(_ event: MarketEvent) {
        taken.forget(event.instrument, event.side, event.price)
        var left = event.quantity
        work(event.instrument) { own in
            guard own.side != event.side,
                own.side == .buy ? own.price >= event.price : own.price <= event.price
            else { return 0 }
            let part = min(left, own.remaining)
            left -= part
            return part
        }
        // What own orders had of it is not there for the next.
        if left < event.quantity { taken.add(event.quantity - left, event.instrument, event.side, event.price) }
    }

    /// A resting order of the market traded: own orders behind it move up, own orders that were first
    /// or at a better price trade instead.
    private mutating func trade(_ event: MarketEvent) {
        taken.forget(event.instrument, event.side, event.removedPrice)
        var left = event.quantity
        work(event.instrument) { own in
            guard own.side == event.side else { return 0 }
            let isThrough = own.side == .buy ? own.price > event.removedPrice : own.price < event.removedPrice
            if !isThrough {
                guard own.price == event.removedPrice else { return 0 }
                // What was ahead is gone, whoever of the own orders before it had the trade.
                if event.arrival <= own.arrival {
                    own.ahead = max(0, own.ahead - event.quantity)
                    return 0
                }
                let before = min(own.ahead, left)
                own.ahead -= before
                guard left > before else { return 0 }
                let part = min(left - before, own.remaining)
                left -= part
                return part
            }
            let part = min(left, own.remaining)
            left -= part
            return part
        }
    }

    /// A trade with a hidden order: own orders at a better price, or first at the same, trade instead.
    private mutating func tradeHidden(_ event: MarketEvent) {
        var left = event.quantity
        work(event.instrument) { own in
            guard left > 0, own.side == .buy ? own.price >= event.price : own.price <= event.price else { return 0 }
            guard own.price != event.price || own.ahead == 0 else { return 0 }
            let part = min(left, own.remaining)
            left -= part
            return part
        }
    }

    /// Shares left a level without trading: own orders behind them move up.
    private mutating func leave(
        _ event: MarketEvent, _ side: Side, _ price: Int64, _ quantity: Int64, _ arrival: UInt64
    ) {
        taken.forget(event.instrument, side, price)
        work(event.instrument) { own in
            if own.side == side, own.price == price, arrival <= own.arrival {
                own.ahead = max(0, own.ahead - quantity)
            }
            return 0
        }
    }

    /// Visits the orders at rest in an instrument, best first; `body` says how many shares trade.
    @inline(__always)
    private mutating func work(_ instrument: UInt32, _ body: (inout RestingOwn) -> Int64) {
        guard Int(instrument) < queue.instruments else { return }
        var link = queue.heads + Int(instrument)
        while link.pointee != RestingQueue.none {
            let place = Int(link.pointee)
            let part = body(&queue.nodes[place])
            if part > 0 {
                queue.nodes[place].remaining -= part
                add(
                    VenueFill(
                        order: queue.nodes[place].order, price: queue.nodes[place].price, quantity: part,
                        liquidity: .maker))
                if queue.nodes[place].remaining == 0 {
                    queue.remove(at: link)
                    continue
                }
            }
            link = queue.nextLink(link.pointee)
        }
    }
}
