// A small firm for the tests of risk: table, positions and gate together, as an engine would drive them.
import Orders
import PluginABI
import Records
import Risk

final class Desk {
    var table: OrderTable
    var positions: PositionTable
    var gate: RiskGate
    var market = ReferencePrice(bid: 99_000, ask: 101_000, last: 100_000)
    var time: Int64 = 0
    private var version: UInt64 = 0

    init(strategies: Int = 3, instruments: Int = 2, venues: Int = 1) {
        table = OrderTable(capacity: 1000, strategies: strategies, instruments: instruments, retained: 4)
        positions = PositionTable(strategies: strategies, instruments: instruments)
        gate = RiskGate(strategies: strategies, instruments: instruments, venues: venues)
    }

    /// A row that limits nothing.
    static func open(_ strategy: UInt8, _ change: (inout LimitRow) -> Void = { _ in }) -> LimitRow {
        var row = LimitRow(strategy: strategy)
        for field in LimitField.allCases { row[field] = LimitRow.unlimited }
        change(&row)
        return row
    }

    @discardableResult
    func set(_ rows: [LimitRow]) -> LimitsOutcome {
        version += 1
        for row in rows { gate.stage(row.record(version: version)) }
        return gate.commit(version: version, rows: UInt32(rows.count))
    }

    func judge(_ request: RiskRequest) -> Verdict {
        gate.judge(request, market: market, time: time, orders: table)
    }

    func check(_ request: RiskRequest) -> Verdict {
        gate.check(request, market: market, time: time, orders: table)
    }

    func judge(
        _ strategy: UInt8 = 1, _ side: Side = .buy, type: OrderType = .limit, price: Int64 = 100_000,
        quantity: Int64 = 10, instrument: UInt32 = 0
    ) -> Verdict {
        judge(
            RiskRequest(
                strategy: strategy, instrument: instrument, side: side, type: type,
                price: type == .market ? Price.none : price, quantity: quantity))
    }

    /// Puts an order to work, past risk.
    @discardableResult
    func place(
        _ strategy: UInt8 = 1, _ side: Side = .buy, price: Int64 = 100_000, quantity: Int64 = 10, instrument: UInt32 = 0
    ) throws -> OrderIndex {
        let new = try NewOrder(
            strategy: strategy, clientID: table.lastClientID(of: strategy) + 1, instrument: instrument, side: side,
            price: price, quantity: quantity)
        let change = try table.add(new, time: time)
        gate.record(change)
        gate.record(try table.apply(.accept, to: change.index, time: time))
        return change.index
    }

    func fill(_ index: OrderIndex, price: Int64, quantity: Int64) throws {
        let order = table[index]
        gate.record(try table.fill(index, price: price, quantity: quantity, time: time))
        if let change = positions.apply(
            strategy: order.strategy, instrument: order.instrument, side: order.side, price: price,
            quantity: quantity, fee: 0)
        {
            gate.record(change)
        }
    }

    /// Gives a strategy a position.
    func hold(_ strategy: UInt8, _ side: Side, quantity: Int64, price: Int64 = 100_000, instrument: UInt32 = 0) throws {
        let index = try place(strategy, side, price: price, quantity: quantity, instrument: instrument)
        try fill(index, price: price, quantity: quantity)
    }

    func agrees() -> Bool { gate.agrees(with: table, positions) }
}
