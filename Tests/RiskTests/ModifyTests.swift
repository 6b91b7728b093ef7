// A modify is judged as the order would be after it.
import Orders
import Records
import Risk
import Testing

@Suite struct ModifyTests {
    @Test func onlyTheDifferenceCounts() throws {
        let desk = Desk()
        desk.set([
            Desk.open(0),
            Desk.open(1) {
                $0.positionMax = 100
                $0.creditMax = 9_000_000
            },
        ])
        let index = try desk.place(1, .buy, quantity: 80)
        try desk.fill(index, price: 100_000, quantity: 30)
        let order = desk.table[index]
        func modify(_ price: Int64, _ quantity: Int64) -> Verdict {
            desk.judge(RiskRequest(modifying: order, at: index, price: price, quantity: quantity))
        }
        #expect(modify(100_000, 90).isAccepted)
        #expect(modify(100_000, 91).rule == .credit)
        #expect(modify(90_000, 96).isAccepted)
        #expect(modify(10_000, 100).isAccepted)
        #expect(modify(10_000, 101).rule == .maxPosition)
        // 30 held for 3,000,000 and 50 open for 6,000,000 are just the credit.
        #expect(modify(120_000, 80).isAccepted)
        #expect(modify(120_001, 80).observed == 9_000_050)
    }

    @Test func makingAnOrderSmallerAlwaysPasses() throws {
        let desk = Desk()
        desk.set([Desk.open(0), Desk.open(1)])
        let index = try desk.place(1, .buy, quantity: 80)
        desk.set([
            Desk.open(0),
            Desk.open(1) {
                $0.positionMax = 10
                $0.creditMax = 1000
            },
        ])
        let order = desk.table[index]
        #expect(desk.judge(RiskRequest(modifying: order, at: index, price: 99_000, quantity: 79)).isAccepted)
        #expect(desk.judge(RiskRequest(modifying: order, at: index, price: 99_000, quantity: 81)).rule == .maxPosition)
        #expect(desk.judge(RiskRequest(modifying: order, at: index, price: 100_001, quantity: 80)).rule == .credit)
    }

    @Test func aModifyOfWhatIsNotOpenIsUnknown() throws {
        let desk = Desk()
        desk.set([Desk.open(0), Desk.open(1), Desk.open(2)])
        let index = try desk.place(1, .buy, quantity: 80)
        var request = RiskRequest(modifying: desk.table[index], at: index, price: 99_000, quantity: 79)
        request.strategy = 2
        #expect(desk.judge(request).rule == .unknownOrder)
        request.strategy = 1
        #expect(desk.judge(request).isAccepted)
        desk.gate.record(try desk.table.apply(.cancel, to: index, time: 0))
        #expect(desk.judge(request).rule == .unknownOrder)
    }
}
