// No order of the firm may trade with another of its own.
import Orders
import Records
import Risk
import Testing

@Suite struct SelfMatchTests {
    private static func desk() -> Desk {
        let desk = Desk()
        desk.set([Desk.open(0), Desk.open(1), Desk.open(2)])
        return desk
    }

    @Test func restingOrdersOfAnyStrategyCount() throws {
        let desk = Self.desk()
        try desk.place(2, .sell, price: 100_500)
        try desk.place(1, .sell, price: 100_400)
        let verdict = desk.judge(1, .buy, price: 100_450)
        #expect(verdict.rule == .selfMatch && verdict.limit == 100_400 && verdict.observed == 100_450)
        #expect(verdict.headroom == -50)
        #expect(desk.judge(1, .buy, price: 100_400).rule == .selfMatch)
        #expect(desk.judge(1, .buy, price: 100_399).isAccepted)
        #expect(desk.judge(2, .buy, type: .market).rule == .selfMatch)
        #expect(desk.judge(2, .sell, price: 90_000).isAccepted)
        #expect(desk.judge(1, .buy, price: 100_450, instrument: 1).isAccepted)
    }

    @Test func anOrderThatMayStillTradeCounts() throws {
        let desk = Self.desk()
        let index = try desk.place(2, .buy, price: 99_000)
        desk.gate.record(try desk.table.apply(.requestCancel, to: index, time: 0))
        #expect(desk.judge(1, .sell, price: 98_000).rule == .selfMatch)
        desk.gate.record(try desk.table.apply(.cancel, to: index, time: 0))
        #expect(desk.judge(1, .sell, price: 98_000).isAccepted)
    }

    @Test func aReplaceCountsAtBothPrices() throws {
        let desk = Self.desk()
        let index = try desk.place(2, .buy, price: 99_000)
        desk.gate.record(try desk.table.requestReplace(index, price: 99_500, quantity: 10, time: 0))
        #expect(desk.judge(1, .sell, price: 99_500).limit == 99_500)
        desk.gate.record(try desk.table.apply(.refuseReplace, to: index, time: 0))
        #expect(desk.judge(1, .sell, price: 99_500).isAccepted)
        desk.gate.record(try desk.table.requestReplace(index, price: 98_000, quantity: 10, time: 0))
        #expect(desk.judge(1, .sell, price: 99_000).rule == .selfMatch)
        desk.gate.record(try desk.table.apply(.replace, to: index, time: 0))
        #expect(desk.judge(1, .sell, price: 98_001).isAccepted)
        #expect(desk.judge(1, .sell, price: 98_000).rule == .selfMatch)
    }

    @Test func modifiesAreJudgedToo() throws {
        let desk = Self.desk()
        try desk.place(2, .sell, price: 100_500)
        let index = try desk.place(1, .buy, price: 99_000)
        let order = desk.table[index]
        let into = RiskRequest(modifying: order, at: index, price: 100_500, quantity: 10)
        #expect(desk.judge(into).rule == .selfMatch)
        let short = RiskRequest(modifying: order, at: index, price: 100_499, quantity: 10)
        #expect(desk.judge(short).isAccepted)
    }
}
