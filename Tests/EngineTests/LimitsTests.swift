// Limits in the core: a change counts whole or not at all, and a verdict names the version it was made under.
import Engine
import PluginABI
import Records
import TestSupport
import Testing

@Suite struct LimitsTests {
    private func verdict(_ floor: Floor, _ quantity: Int64 = 100) throws -> tectra_verdict {
        try #require(floor.submit(1, .buy, quantity, cents: 9_990).all(tectra_verdict.self).first)
    }

    @Test func withoutLimitsNothingGoesOut() throws {
        let floor = try Floor()
        floor.openMarket()
        floor.run(1)
        let verdict = try verdict(floor)
        #expect(verdict.accepted == 0 && Int(verdict.rule) == TECTRA_REASON_LIMITS_NOT_SET)
    }

    @Test func stagedRowsCountOnlyWithTheirCommit() throws {
        let floor = try Floor.trading()
        var row = Floor.limits(1, 2)
        row.order_quantity_max = 50
        floor.input(row)
        #expect(try verdict(floor).accepted == 1)
        #expect(try verdict(floor).limits_version == 1)
        // A commit that names another number of rows, or another version, changes nothing.
        floor.commit(version: 2, rows: 2)
        #expect(try verdict(floor).limits_version == 1)
        floor.commit(version: 3, rows: 1)
        #expect(try verdict(floor).limits_version == 1)
        floor.open([1], version: 4) { if $0.strategy == 1 { $0.order_quantity_max = 50 } }
        let refused = try verdict(floor)
        #expect(refused.accepted == 0 && refused.limits_version == 4)
        #expect(Int(refused.rule) == TECTRA_REASON_MAX_QUANTITY)
        #expect(refused.limit == 50 && refused.observed == 100 && refused.headroom == -50)
    }

    @Test func aRefusedOrderIsToldWhyWithTheNumbers() throws {
        let floor = try Floor.trading()
        floor.open([1], version: 2) { $0.band_bps = 100 }
        let order = try #require(floor.submit(1, .buy, 10, cents: 8_000).all(tectra_order.self).first)
        #expect(Int(order.state) == TECTRA_ORDER_REJECTED && Int(order.reason) == TECTRA_REASON_PRICE_BAND)
        #expect(order.limit == 100 && order.observed == 2_000)
        #expect(order.order_id > 0 && floor.openOrders(of: 1) == 0)
    }

    @Test func aDryRunIsJudgedAndNeverSent() throws {
        let floor = try Floor.trading()
        floor.run(2, isDryRun: true)
        floor.open([1, 2], version: 2)
        let outputs = floor.submit(2, .buy, 100, cents: nil)
        let verdict = try #require(outputs.all(tectra_verdict.self).first)
        #expect(verdict.dry_run == 1)
        #expect(outputs.orderStates == [TECTRA_ORDER_REJECTED])
        #expect(outputs.all(tectra_order.self).map { Int($0.reason) } == [TECTRA_REASON_DRY_RUN])
        #expect(outputs.all(tectra_fill.self).isEmpty)
        #expect(floor.engine.summary(of: 2).grossPosition == 0)
        // The same order of a strategy that is not dry takes what the dry one did not.
        #expect(floor.submit(1, .buy, 300, cents: nil).orderStates.last == TECTRA_ORDER_FILLED)
    }
}
