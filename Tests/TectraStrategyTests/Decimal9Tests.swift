/// Prices as text are exact both ways.
import TectraStrategy
import TestSupport
import Testing

@Suite struct Decimal9Tests {
    @Test(arguments: [
        ("12.34", 12_340_000_000), ("0", 0), ("-0.005", -5_000_000), ("+1", 1_000_000_000),
        ("0.000000001", 1), ("9223372036.854775807", Int64.max), ("-9223372036.854775808", Int64.min),
        ("007.50", 7_500_000_000),
    ])
    func textIsReadExactly(text: String, billionths: Int64) {
        #expect(Price(text)?.billionths == billionths)
    }

    @Test(arguments: [
        "", "-", ".", "1.", "1.2.3", "1e5", "0x1", " 1", "1 ", "1,5", "0.0000000001", "9223372036.854775808", "--1",
        "١", "inf", "nan", "-9223372036.854775809", "99999999999999999999",
    ])
    func anythingElseIsRefused(text: String) {
        #expect(Price(text) == nil)
    }

    @Test func whatIsWrittenIsReadBack() {
        var random = SplitMix64.printed()
        for _ in 0..<2000 {
            let price = Price(billionths: Int64(truncatingIfNeeded: random.next() >> UInt64(random.below(64))))
            let negative = Price(billionths: ~price.billionths)
            #expect(Price(price.description) == price)
            #expect(Price(negative.description) == negative)
        }
        #expect(Money("12.340")?.description == "12.34")
        #expect(Money("-0.5")?.description == "-0.5")
    }

    @Test func doublesAreRoundedOrRefused() {
        #expect(Price(rounding: 0.1)?.billionths == 100_000_000)
        #expect(Price(rounding: .nan) == nil)
        #expect(Price(rounding: .infinity) == nil)
        #expect(Price(rounding: 1e10) == nil)
    }

    @Test func ticksAreRoundedTo() {
        let tick: Price = .init(billionths: 10_000_000)
        var random = SplitMix64.printed()
        for _ in 0..<1000 {
            let price = Price(billionths: Int64(random.below(2_000_000_000)) - 1_000_000_000)
            let down = price.roundedDown(to: tick)
            let up = price.roundedUp(to: tick)
            #expect(down <= price && price <= up)
            #expect(down.billionths % tick.billionths == 0 && up.billionths % tick.billionths == 0)
            #expect(up - down == (down == price ? .zero : tick))
        }
    }

    @Test func theMiddleNeverOverflows() {
        #expect(Price.between(Price(billionths: .max), Price(billionths: .max)).billionths == .max)
        #expect(Price.between(Price(billionths: .min), Price(billionths: .max)).billionths == -1)
        #expect(Price.between(Price(billionths: 10), Price(billionths: 13)).billionths == 11)
    }
}
