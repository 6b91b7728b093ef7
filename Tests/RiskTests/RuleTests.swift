// Every rule at its boundary: what just passes, what just does not, and the numbers it gives.
import Orders
import PluginABI
import Records
import Risk
import Testing

@Suite struct RuleTests {
    private static func desk(
        _ own: (inout LimitRow) -> Void = { _ in }, firm: (inout LimitRow) -> Void = { _ in }
    ) -> Desk {
        let desk = Desk()
        desk.set([Desk.open(0, firm), Desk.open(1, own), Desk.open(2)])
        return desk
    }

    private static func expect(
        _ verdict: Verdict, _ rule: RejectReason, _ scope: Verdict.Scope = .strategy, limit: Int64, observed: Int64,
        headroom: Int64? = nil, _ location: SourceLocation = #_sourceLocation
    ) {
        #expect(!verdict.isAccepted && verdict.rule == rule && verdict.scope == scope, sourceLocation: location)
        #expect(verdict.limit == limit && verdict.observed == observed, sourceLocation: location)
        #expect(verdict.headroom == headroom ?? limit - observed, sourceLocation: location)
        #expect(verdict.limitsVersion == 1, sourceLocation: location)
        #expect(verdict.rejection == rule, sourceLocation: location)
    }

    @Test func withoutLimitsNothingIsSent() {
        let desk = Desk()
        #expect(desk.judge().rule == .limitsNotSet)
        desk.set([Desk.open(0), Desk.open(1)])
        #expect(desk.judge().isAccepted)
        for strategy in [0, 2, 3, 4, 63, 64, 255] as [UInt8] {
            #expect(desk.judge(strategy).rule == .limitsNotSet)
        }
    }

    @Test func impossibleNumbersAreRefused() {
        let desk = Self.desk()
        for price in [0, -1, Int64.min, .max] as [Int64] { #expect(desk.judge(price: price).rule == .badPrice) }
        for quantity in [0, -1, Int64.min, .max] as [Int64] {
            #expect(desk.judge(quantity: quantity).rule == .badQuantity)
        }
        #expect(desk.judge(instrument: 2).rule == .unknownInstrument)
        #expect(desk.judge(instrument: .max).rule == .unknownInstrument)
        var request = RiskRequest(strategy: 1, instrument: 0, side: .buy, price: 1, quantity: 1)
        request.venue = 9
        #expect(desk.judge(request).rule == .badField)
    }

    @Test func maxQuantity() {
        let desk = Self.desk { $0.orderQuantityMax = 100 }
        #expect(desk.judge(quantity: 100).isAccepted)
        Self.expect(desk.judge(quantity: 101), .maxQuantity, limit: 100, observed: 101)
        let firm = Self.desk(firm: { $0.orderQuantityMax = 100 })
        Self.expect(firm.judge(quantity: 103), .maxQuantity, .firm, limit: 100, observed: 103)
    }

    @Test func priceBand() {
        // 50 bps of a mid of 100,000 are 500.
        let desk = Self.desk { $0.bandBps = 50 }
        #expect(desk.judge(price: 100_500).isAccepted)
        #expect(desk.judge(price: 99_500).isAccepted)
        Self.expect(desk.judge(price: 100_501), .priceBand, limit: 50, observed: 51)
        Self.expect(desk.judge(1, .sell, price: 99_499), .priceBand, limit: 50, observed: 51)
        Self.expect(desk.judge(price: 200_000), .priceBand, limit: 50, observed: 10_000)
        // The mid of an odd spread is not rounded: 100,000.5.
        desk.market.ask = 101_001
        #expect(desk.judge(price: 99_501).isAccepted)
        #expect(desk.judge(price: 100_500).isAccepted)
        Self.expect(desk.judge(price: 99_500), .priceBand, limit: 50, observed: 51)
        let firm = Self.desk(firm: { $0.bandBps = 20 })
        Self.expect(firm.judge(price: 100_300), .priceBand, .firm, limit: 20, observed: 30)
    }

    @Test func referencePrice() {
        let desk = Self.desk { $0.bandBps = 50 }
        desk.market = ReferencePrice(bid: 99_000, last: 120_000)
        #expect(desk.judge(price: 120_000).isAccepted)
        #expect(desk.judge(price: 99_000).rule == .priceBand)
        desk.market = ReferencePrice(bid: 99_000)
        Self.expect(desk.judge(), .noReferencePrice, limit: 0, observed: 0)
        desk.market = ReferencePrice()
        #expect(desk.judge(type: .market).rule == .noReferencePrice)
        // Values that no market has are none.
        desk.market = ReferencePrice(bid: -5, ask: .max, last: 0)
        #expect(desk.judge().rule == .noReferencePrice)
        // Without a band a limit order needs no reference; a market order always does.
        desk.set([Desk.open(0), Desk.open(1)])
        #expect(desk.judge().isAccepted)
        #expect(desk.judge(type: .market).rule == .noReferencePrice)
    }

    @Test func marketOrdersAreValuedAtTheFarTouch() {
        let desk = Self.desk { $0.orderNotionalMax = 1_010_000 }
        #expect(desk.judge(type: .market, quantity: 10).price == 101_000)
        #expect(desk.judge(1, .sell, type: .market, quantity: 10).price == 99_000)
        #expect(desk.judge(type: .market, quantity: 10).isAccepted)
        Self.expect(desk.judge(type: .market, quantity: 11), .maxNotional, limit: 1_010_000, observed: 1_111_000)
        desk.market.ask = Price.none
        #expect(desk.judge(type: .market, quantity: 10).price == 100_000)
        // A wide market is outside the band, for a market order too.
        let banded = Self.desk { $0.bandBps = 99 }
        Self.expect(banded.judge(type: .market), .priceBand, limit: 99, observed: 100)
    }

    @Test func maxNotional() {
        let desk = Self.desk { $0.orderNotionalMax = 1_000_000 }
        #expect(desk.judge(quantity: 10).isAccepted)
        Self.expect(desk.judge(price: 100_001, quantity: 10), .maxNotional, limit: 1_000_000, observed: 1_000_010)
        let firm = Self.desk(firm: { $0.orderNotionalMax = 1_000_000 })
        Self.expect(firm.judge(quantity: 11), .firmMaxNotional, .firm, limit: 1_000_000, observed: 1_100_000)
        // Beyond Int64 the numbers saturate.
        let most = desk.judge(price: Order.priceMax, quantity: Order.quantityMax)
        Self.expect(most, .maxNotional, limit: 1_000_000, observed: .max, headroom: .min)
    }

    @Test func maxPositionCountsOpenOrdersOfItsSide() throws {
        let desk = Self.desk { $0.positionMax = 100 }
        try desk.hold(1, .buy, quantity: 50)
        try desk.place(1, .buy, price: 99_000, quantity: 30)
        try desk.place(1, .sell, price: 110_000, quantity: 30)
        #expect(desk.judge(quantity: 20).isAccepted)
        Self.expect(desk.judge(quantity: 21), .maxPosition, limit: 100, observed: 101)
        // Selling: 30 are on their way, 150 would take it to 100 short.
        #expect(desk.judge(1, .sell, price: 100_000, quantity: 120).isAccepted)
        Self.expect(desk.judge(1, .sell, price: 100_000, quantity: 121), .maxPosition, limit: 100, observed: 101)
        // Another instrument has nothing of it.
        #expect(desk.judge(quantity: 100, instrument: 1).isAccepted)
    }

    @Test func firmMaxPositionIsNet() throws {
        let desk = Self.desk(firm: { $0.positionMax = 100 })
        try desk.hold(1, .buy, quantity: 90)
        try desk.hold(2, .sell, quantity: 50)
        #expect(desk.judge(1, quantity: 60).isAccepted)
        Self.expect(desk.judge(2, quantity: 61), .firmMaxPosition, .firm, limit: 100, observed: 101)
    }

    @Test func creditCountsPositionsAtCostAndOpenOrders() throws {
        let desk = Self.desk { $0.creditMax = 10_000_000 }
        try desk.hold(1, .buy, quantity: 40)
        try desk.place(1, .sell, price: 110_000, quantity: 10, instrument: 1)
        // 4,000,000 held, 1,100,000 open.
        #expect(desk.judge(quantity: 49).isAccepted)
        Self.expect(desk.judge(quantity: 50), .credit, limit: 10_000_000, observed: 10_100_000)
        let firm = Self.desk(firm: { $0.creditMax = 10_000_000 })
        try firm.hold(1, .buy, quantity: 40)
        try firm.hold(2, .sell, quantity: 40)
        // Long and short of two strategies do not hide each other.
        #expect(firm.judge(quantity: 20).isAccepted)
        Self.expect(firm.judge(quantity: 21), .firmCredit, .firm, limit: 10_000_000, observed: 10_100_000)
    }

    @Test func closingIsNeverHeldBackByPositionOrCredit() throws {
        let desk = Desk()
        desk.set([Desk.open(0), Desk.open(1)])
        try desk.hold(1, .buy, quantity: 50)
        // The limits are lowered below what is held: only the way out is left.
        desk.set([
            Desk.open(0) { $0.creditMax = 1000 },
            Desk.open(1) {
                $0.positionMax = 0
                $0.creditMax = 0
            },
        ])
        #expect(desk.judge(1, .sell, quantity: 50).isAccepted)
        #expect(desk.judge(1, .sell, quantity: 51).rule == .maxPosition)
        #expect(desk.judge(1, .buy, quantity: 1).rule == .maxPosition)
        try desk.place(1, .sell, price: 105_000, quantity: 30)
        #expect(desk.judge(1, .sell, quantity: 20).isAccepted)
        #expect(desk.judge(1, .sell, quantity: 21).rule == .maxPosition)
    }

    @Test func aVerdictBecomesARecordAndASentence() {
        let desk = Self.desk { $0.orderNotionalMax = 1_500_000_000 }
        let request = RiskRequest(strategy: 1, instrument: 0, side: .buy, price: 100_000, quantity: 20_000)
        let verdict = desk.judge(request)
        let record = verdict.record(of: request, orderID: 4, clientID: 5, tier: 1, filter: 7, sequence: 6, time: 7)
        #expect(record.accepted == 0 && record.rule == UInt16(TECTRA_REASON_MAX_NOTIONAL))
        #expect(record.limit == 1_500_000_000 && record.observed == 2_000_000_000 && record.headroom == -500_000_000)
        #expect(record.order_id == 4 && record.client_id == 5 && record.limits_version == 1 && record.tier == 1)
        #expect(verdict.description.contains("limit 1.5, observed 2, headroom -0.5 currency (limits version 1)"))
        #expect(desk.judge(quantity: 1).description == "accepted (limits version 1)")
    }
}
