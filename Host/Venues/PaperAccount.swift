/// What one stream of requests would have earned at the simulated venue: its own orders, its own queue
/// places, its own positions, and nobody else's. It is how a version in shadow, whose requests go
/// nowhere, is held against the one that trades.
///
/// It begins flat and without orders. What the requests say of orders that it does not know is passed
/// over. There is no risk check and no fee: two accounts are compared, not one judged.
public import MarketData
internal import Orders
internal import PluginABI
internal import Records

public struct PaperAccount: ~Copyable {
    private var orders: OrderTable
    private var venue: SimulatedVenue
    private var positions: PositionTable
    private let instruments: Int
    /// Instruments that it has traded.
    private var touched: [UInt32] = []

    /// Open orders at most; what is beyond is not taken.
    static let openMax = 1024
    private static let own: UInt8 = 1

    public init(instruments: Int) {
        self.instruments = instruments
        orders = OrderTable(capacity: Self.openMax, strategies: 1, instruments: instruments, retained: Self.openMax)
        venue = SimulatedVenue(orders: Self.openMax, instruments: instruments)
        positions = PositionTable(strategies: 1, instruments: instruments)
        touched.reserveCapacity(256)
    }

    /// Fills so far.
    public var fills: UInt64 { UInt64(clamping: positions.totals(of: Self.own).fills) }

    /// Money in less money out, with what is open valued at `mark`, in 1e-9 of the currency unit.
    ///
    /// - Parameter mark: value of a share of an instrument; `Price.none` where there is none, and then
    ///   what is open there counts at its cost.
    public func profit(mark: (UInt32) -> Int64) -> Int64 {
        var sum = positions.totals(of: Self.own).realized
        for instrument in touched {
            sum += positions.position(of: Self.own, in: instrument).unrealized(at: mark(instrument))
        }
        return Int64(saturating: sum)
    }

    // MARK: - Requests

    /// Takes a request as it was copied out of a ring. Others than of orders are passed over.
    public mutating func take(_ record: UnsafeRawBufferPointer, _ books: borrowing MarketBooks, time: Int64) {
        if let submit = tectra_submit(copying: record) {
            self.submit(submit, books, time)
        } else if let modify = tectra_modify(copying: record) {
            self.modify(modify, books, time)
        } else if let cancel = tectra_cancel(copying: record) {
            if let index = orders.index(strategy: Self.own, clientID: cancel.client_id) { end(index, .cancel, time) }
        } else if let all = tectra_cancel_all(copying: record) {
            cancelAll(in: all.instrument == UInt32.max ? nil : all.instrument, time)
        }
    }

    private mutating func submit(_ submit: tectra_submit, _ books: borrowing MarketBooks, _ time: Int64) {
        guard let new = try? NewOrder(submit, strategy: Self.own), let change = try? orders.add(new, time: time) else {
            return
        }
        let answer = venue.submit(orders[change.index], change.index, books)
        if case .rejected = answer { return end(change.index, .reject, time) }
        _ = try? orders.apply(.accept, to: change.index, time: time)
        settle(time)
        if case .rest = answer { end(change.index, .cancel, time) }
    }

    private mutating func modify(_ modify: tectra_modify, _ books: borrowing MarketBooks, _ time: Int64) {
        guard let index = orders.index(strategy: Self.own, clientID: modify.client_id), orders[index].state.isOpen,
            (try? orders.requestReplace(index, price: modify.price, quantity: modify.quantity, time: time)) != nil
        else { return }
        let answer = venue.replace(orders[index], index, price: modify.price, quantity: modify.quantity, books)
        let isRefused = if case .rejected = answer { true } else { false }
        _ = try? orders.apply(isRefused ? .refuseReplace : .replace, to: index, time: time)
        guard !isRefused else { return }
        settle(time)
        if case .rest = answer { end(index, .cancel, time) }
    }

    private mutating func cancelAll(in instrument: UInt32?, _ time: Int64) {
        var next = orders.firstOpen(of: Self.own)
        while let index = next {
            next = orders.nextOpen(after: index)
            if instrument == nil || orders[index].instrument == instrument { end(index, .cancel, time) }
        }
    }

    private mutating func end(_ index: OrderIndex, _ event: OrderEvent, _ time: Int64) {
        guard orders[index].state.isOpen else { return }
        _ = venue.cancel(orders[index], index)
        _ = try? orders.apply(event, to: index, time: time)
    }

    // MARK: - The market

    /// Lets a market event act on the orders at rest.
    public mutating func apply(_ event: MarketEvent, time: Int64) {
        guard orders.openCount > 0 else { return }
        // The market closes: what rests expires.
        if event.kind == .system, event.code == 0x4D || event.code == 0x43 { return cancelAll(in: nil, time) }
        venue.apply(event)
        if venue.fillCount > 0 { settle(time) }
    }

    private mutating func settle(_ time: Int64) {
        for number in 0..<venue.fillCount {
            let fill = venue.fill(number)
            let order = orders[fill.order]
            guard (try? orders.fill(fill.order, price: fill.price, quantity: fill.quantity, time: time)) != nil,
                let change = positions.apply(
                    strategy: Self.own, instrument: order.instrument, side: order.side, price: fill.price,
                    quantity: fill.quantity, fee: 0)
            else { continue }
            if change.position.fills == 1 { touched.append(order.instrument) }
        }
    }
}
