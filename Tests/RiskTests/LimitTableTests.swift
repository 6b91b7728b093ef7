// Limits change whole or not at all, and a set that contradicts itself is told everything at once.
import Orders
import PluginABI
import Records
import TestSupport
import Testing

@testable import Risk

@Suite struct LimitTableTests {
    @Test func allOrNothing() {
        let desk = Desk()
        let first = desk.set([Desk.open(0), Desk.open(1), Desk.open(2)])
        #expect(first == LimitsOutcome(isAccepted: true, version: 1, rows: 3, contradictions: 0))
        // One bad row, and the good one beside it does not count either.
        let second = desk.set([Desk.open(0), Desk.open(1) { $0.orderQuantityMax = 5 }, Desk.open(2) { $0.bandBps = 0 }])
        #expect(second == LimitsOutcome(isAccepted: false, version: 1, rows: 3, contradictions: 1))
        #expect(desk.judge(quantity: 6).isAccepted)
        #expect(desk.judge().limitsVersion == 1)
        let third = desk.set([Desk.open(0), Desk.open(1) { $0.orderQuantityMax = 5 }])
        #expect(third.isAccepted && third.version == 3 && third.rows == 2)
        #expect(desk.judge(quantity: 6).rule == .maxQuantity)
        #expect(desk.judge(quantity: 6).limitsVersion == 3)
        #expect(desk.judge(2).rule == .limitsNotSet, "a row that is left out is gone")
        let row = desk.gate.limits.row(of: 1)
        #expect(row?.orderQuantityMax == 5)
    }

    @Test func rowsMustBeCompleteAndNew() {
        let desk = Desk()
        func reasons() -> [LimitContradiction.Kind] { desk.gate.limits.contradictions.map(\.kind) }
        #expect(!desk.gate.commit(version: 1, rows: 0).isAccepted)
        #expect(reasons() == [.noSuchVersion])
        desk.gate.stage(Desk.open(0).record(version: 5))
        desk.gate.stage(Desk.open(1).record(version: 5))
        #expect(!desk.gate.commit(version: 5, rows: 3).isAccepted)
        #expect(reasons() == [.wrongRowCount])
        // A refused set is gone: it must be sent again whole.
        #expect(!desk.gate.commit(version: 5, rows: 2).isAccepted)
        #expect(reasons() == [.noSuchVersion])
        // Rows of another version begin a new set.
        desk.gate.stage(Desk.open(1).record(version: 6))
        desk.gate.stage(Desk.open(0).record(version: 7))
        #expect(desk.gate.commit(version: 7, rows: 1).isAccepted)
        desk.gate.stage(Desk.open(0).record(version: 7))
        #expect(!desk.gate.commit(version: 7, rows: 1).isAccepted)
        #expect(reasons() == [.versionNotRising])
        desk.gate.stage(Desk.open(1).record(version: 8))
        desk.gate.stage(Desk.open(1).record(version: 8))
        desk.gate.stage(Desk.open(77).record(version: 8))
        #expect(!desk.gate.commit(version: 8, rows: 3).isAccepted)
        #expect(reasons() == [.duplicateRow, .unknownStrategy, .noFirmRow])
        let version = desk.gate.limits.version
        #expect(version == 7)
    }

    @Test func everythingWrongIsToldAtOnce() {
        var firm = Desk.open(0)
        firm.orderQuantityMax = 1000
        firm.positionMax = 5000
        firm.ordersPerSecond = 100
        firm.ordersBurst = 100
        var row = LimitRow(strategy: 1)
        row.orderQuantityMax = 6000
        row.orderNotionalMax = 900
        row.positionMax = 2000
        row.creditMax = 800
        row.ordersPerSecond = 50
        var third = LimitRow(strategy: 2)
        third.orderQuantityMax = -1
        var fourth = Desk.open(3)
        fourth.ordersPerSecond = 0
        fourth.ordersBurst = 9
        fourth.orderNotionalMax = 0
        let found = LimitRow.contradictions(in: [firm, row, third, fourth])
        let told = found.map { "\($0.strategy) \($0.kind) \($0.field.name)" }
        #expect(
            told == [
                "1 bandIsZero band_bps", "1 burstBelowOne orders_burst", "1 orderAbovePosition order_quantity_max",
                "1 orderAboveCredit order_notional_max", "1 aboveFirm order_quantity_max",
                "2 negative order_quantity_max", "3 partlyBlocked order_notional_max",
                "3 rateIsZero orders_per_second",
            ])
        for contradiction in found { #expect(contradiction.description.contains(contradiction.field.name)) }
        #expect(
            found[4].description
                == "strategy 1: order_quantity_max 6000 is above the firm's 1000 and can never be used; "
                + "lower it, or raise the firm's")
        // The gate and the tool say the same.
        let desk = Desk()
        let outcome = desk.set([firm, row, third, fourth])
        let gate = desk.gate.limits.contradictions
        #expect(outcome.contradictions == 8 && gate == found)
    }

    @Test func blockedAndCloseOnlyRowsMakeSense() {
        #expect(LimitRow.contradictions(in: [Desk.open(0), LimitRow(strategy: 1)]).isEmpty)
        let closing = Desk.open(1) {
            $0.positionMax = 0
            $0.creditMax = 0
            $0.orderQuantityMax = 10
        }
        #expect(LimitRow.contradictions(in: [Desk.open(0), closing]).isEmpty)
    }

    @Test func rowsSurviveTheRecord() {
        var random = SplitMix64.printed()
        for _ in 0..<200 {
            var row = LimitRow(strategy: UInt8(random.below(64)))
            row.isDryRun = random.below(2) == 1
            for field in LimitField.allCases {
                row[field] = random.below(4) == 0 ? LimitRow.unlimited : Int64(random.below(Int(field.valueMax)))
            }
            #expect(LimitRow(row.record(version: 1)) == row)
        }
    }

    @Test func valuesAreReadAsTheyAreWritten() throws {
        var random = SplitMix64.printed()
        for field in LimitField.allCases {
            for value in [0, 1, field.valueMax, LimitRow.unlimited] {
                #expect(try field.value(parsing: field.text(value)) == value)
            }
            for _ in 0..<200 {
                let value = Int64(random.below(Int(field.valueMax)))
                #expect(try field.value(parsing: field.text(value)) == value)
            }
            for bad in ["", "-1", "x", "1e3", "1.2.3", "99999999999999999999", "+5", " 5", "1.", ".5", "٣"] {
                #expect(throws: LimitTextError(field: field, text: bad)) { _ = try field.value(parsing: bad) }
            }
        }
        #expect(try LimitField.creditMax.value(parsing: "1_000_000.5") == 1_000_000_500_000_000)
        #expect(try LimitField.positionMax.value(parsing: "1_000") == 1000)
        #expect(LimitField.creditMax.text(1_500_000_000) == "1.5")
        #expect(throws: LimitTextError.self) { _ = try LimitField.positionMax.value(parsing: "1.5") }
        #expect(throws: LimitTextError.self) { _ = try LimitField.creditMax.value(parsing: "1.0000000001") }
        let error = LimitTextError(field: .bandBps, text: "x")
        #expect(error.description.contains("\"x\" is not a whole number from 0 to 4294967294"))
    }

    @Test func dryRunJudgesAsIf() {
        let desk = Desk()
        desk.set([
            Desk.open(0),
            Desk.open(1) {
                $0.isDryRun = true
                $0.orderQuantityMax = 5
            }, Desk.open(2),
        ])
        let good = desk.judge(quantity: 5)
        #expect(good.isAccepted && good.isDryRun && !good.isToBeSent && good.rejection == .dryRun)
        let bad = desk.judge(quantity: 6)
        #expect(!bad.isAccepted && bad.isDryRun && bad.rejection == .maxQuantity)
        #expect(desk.judge(2).isToBeSent)
        var request = RiskRequest(strategy: 2, instrument: 0, side: .buy, price: 1, quantity: 1)
        request.isDryRun = true
        #expect(desk.judge(request).rejection == .dryRun)
        desk.set([Desk.open(0) { $0.isDryRun = true }, Desk.open(2)])
        #expect(desk.judge(2).rejection == .dryRun)
    }
}
