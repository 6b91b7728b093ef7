/// The exposures counted afresh from orders and positions: the second opinion that tests, and an engine
/// in doubt, hold against the running count.
public import Orders
internal import Records

extension RiskGate {
    /// Whether the running count equals a recount, for every strategy, instrument and sum.
    public func agrees(with orders: borrowing OrderTable, _ positions: borrowing PositionTable) -> Bool {
        var recount = ExposureTable(strategies: strategies, instruments: instruments)
        for strategy in 1...UInt8(strategies) {
            var next = orders.firstOpen(of: strategy)
            while let index = next {
                recount.add(orders[index])
                next = orders.nextOpen(after: index)
            }
            for instrument in 0..<UInt32(instruments) {
                recount.add(positions.position(of: strategy, in: instrument), strategy, instrument)
            }
        }
        for strategy in 0...UInt8(strategies) {
            guard recount.totals(strategy).pointee == exposures.totals(strategy).pointee else { return false }
            for instrument in 0..<UInt32(instruments)
            where recount.cell(strategy, instrument).pointee != exposures.cell(strategy, instrument).pointee {
                return false
            }
        }
        return true
    }
}

extension ExposureTable {
    fileprivate mutating func add(_ order: Order) {
        let open = order.openInterest
        for row in [0, order.strategy] {
            let cell = cell(row, order.instrument)
            switch order.side {
            case .buy: cell.pointee.openBuy += open.quantity
            case .sell: cell.pointee.openSell += open.quantity
            }
            cell.pointee.openNotional += open.notional
            cell.pointee.openOrders += 1
            totals(row).pointee.openNotional += open.notional
            totals(row).pointee.openOrders += 1
        }
    }

    fileprivate mutating func add(_ position: Position, _ strategy: UInt8, _ instrument: UInt32) {
        for row in [0, strategy] {
            cell(row, instrument).pointee.position += position.quantity
            cell(row, instrument).pointee.positionNotional += position.grossCost
            totals(row).pointee.positionNotional += position.grossCost
        }
    }
}
