/// What becomes of the strategy's orders, as the test decides.
internal import PluginABI
public import TectraStrategy

extension StrategyBench {
    /// Risk and venue took the order.
    public func accept(_ id: OrderID) { change(id, to: .accepted) }

    public func reject(_ id: OrderID, _ reason: Reason, limit: Int64 = 0, observed: Int64 = 0) {
        change(id, to: .rejected, reason) {
            $0.record.limit = limit
            $0.record.observed = observed
        }
    }

    public func expire(_ id: OrderID, _ reason: Reason = .noLiquidity) { change(id, to: .expired, reason) }

    /// The order is cancelled, whether or not the strategy asked for it.
    public func cancel(_ id: OrderID, _ reason: Reason = .requested) { change(id, to: .cancelled, reason) }

    /// The order now has another price and quantity.
    public func replace(_ id: OrderID, price: Price, quantity: Int64) {
        change(id, to: .replaced) {
            $0.price = price
            $0.quantity = quantity
            $0.record.price = price.billionths
            $0.record.quantity = quantity
        }
    }

    /// Fills an order: with nothing else said all that is left, at its own price. A market order
    /// fills at the other side's best price.
    public func fill(
        _ id: OrderID, quantity: Int64? = nil, at price: Price? = nil, liquidity: Liquidity = .taker,
        fee: Money = .zero
    ) {
        guard let index = host.open(id.rawValue) else { preconditionFailure("\(id) is not open") }
        let order = host.orders[index]
        let shares = quantity ?? (order.quantity - order.filled)
        precondition(shares > 0 && shares <= order.quantity - order.filled, "\(id) has not so much left")
        guard let paid = price ?? order.price ?? opposite(order) else {
            preconditionFailure("\(id) is a market order and there is no book: say a price")
        }
        host.account.fill(
            order.instrument.rawValue, quantity: order.side.sign * shares, price: paid.billionths,
            fee: fee.billionths)
        var record = tectra_fill()
        record.header = header(tectra_fill.self, TECTRA_FILL)
        (record.sequence, record.time) = next()
        record.order_id = id.rawValue
        record.client_id = id.rawValue
        record.fill_id = record.sequence
        record.instrument = order.instrument.rawValue
        record.side = order.side.rawValue
        record.liquidity = liquidity.rawValue
        record.price = paid.billionths
        record.quantity = shares
        record.remaining = order.quantity - order.filled - shares
        record.fee = fee.billionths
        table.pointee.on_fill?(pointer, &record)
        change(id, to: record.remaining == 0 ? .filled : .partiallyFilled) {
            $0.filled += shares
            $0.paid += Int128(shares) * Int128(paid.billionths)
            $0.record.filled = $0.filled
            $0.record.average_price = Int64($0.paid / Int128($0.filled))
        }
    }

    private func opposite(_ order: SubmittedOrder) -> Price? {
        guard var book = host.books[order.instrument.rawValue] else { return nil }
        return withUnsafePointer(to: &book) { pointer in
            let book = Book(pointer)
            return (order.side == .buy ? book.ask(0) : book.bid(0))?.price
        }
    }

    private func change(
        _ id: OrderID, to state: OrderState, _ reason: Reason = .none, _ edit: (inout SubmittedOrder) -> Void = { _ in }
    ) {
        guard let index = host.open(id.rawValue) else { preconditionFailure("\(id) is not open") }
        edit(&host.orders[index])
        host.orders[index].state = state
        host.orders[index].record.state = state.rawValue
        host.orders[index].record.reason = reason.rawValue
        (host.orders[index].record.sequence, host.orders[index].record.time) = next()
        var record = host.orders[index].record
        table.pointee.on_order?(pointer, &record)
    }
}
