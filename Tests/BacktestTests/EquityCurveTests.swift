// Sharpe ratio, drawdown and sampling of the equity curve, against hand-computed values and numpy.
import TestSupport
import Testing

// Equity curves: when a sample is due, what quiet stretches count as, and the figures against numpy.
@testable import Backtest

@Suite struct EquityCurveTests {
    static let unit: Int64 = 1_000_000_000

    static func curve(_ values: [Int64], interval: Int64 = 60 * unit) -> EquityCurve {
        var curve = EquityCurve(interval: interval)
        for (index, value) in values.enumerated() { curve.sample(value, at: Int64(index) * interval) }
        return curve
    }

    @Test func aSampleIsDueAtOnceAndThenAtEachMultipleOfTheInterval() {
        var curve = EquityCurve(interval: 100)
        #expect(curve.isDue(at: 250))
        curve.sample(0, at: 250)
        #expect(!curve.isDue(at: 299))
        #expect(curve.isDue(at: 300))
        curve.sample(7, at: 310)
        #expect(!curve.isDue(at: 399))
        #expect(curve.isDue(at: 400))
        #expect(curve.times == [250, 310])
    }

    @Test func quietIntervalsRepeatTheLastValue() {
        var curve = EquityCurve(interval: 100)
        curve.sample(5, at: 0)
        curve.sample(9, at: 450)
        curve.finish(11, at: 470)
        #expect(curve.times == [0, 100, 200, 300, 450, 470])
        #expect(curve.values == [5, 5, 5, 5, 9, 11])
    }

    @Test func drawdownIsTheLargestFallFromAPeakAndBeginsAtZero() {
        #expect(Self.curve([0, 10, 4, 12, 3, 20]).drawdownMax == 9)
        #expect(Self.curve([-5, -8]).drawdownMax == 8)
        #expect(Self.curve([1, 2, 3]).drawdownMax == 0)
        #expect(EquityCurve(interval: 1).drawdownMax == 0)
    }

    @Test func sharpeOfThreeChangesByHand() throws {
        // Changes 1, 2, 3: mean 2, sample deviation 1; a minute is 1/98,280 of 252 days of 6.5 hours.
        let sharpe = try #require(Self.curve([0, 1, 3, 6].map { $0 * Self.unit }).sharpeRatio)
        #expect(abs(sharpe - 2 * 98_280.0.squareRoot()) < 1e-9)
    }

    @Test func thereIsNoSharpeWithoutChangeOrVariation() {
        #expect(EquityCurve(interval: 1).sharpeRatio == nil)
        #expect(Self.curve([0, 5]).sharpeRatio == nil)
        #expect(Self.curve([1, 1, 1, 1]).sharpeRatio == nil)
        #expect(Self.curve([0, 2, 4, 6]).sharpeRatio == nil)
    }

    @Test func sumsAddSampleBySampleAndSaturate() throws {
        let sum = try #require(EquityCurve.sum([Self.curve([1, 2, 3]), Self.curve([10, 20, 30])]))
        #expect(sum.values == [11, 22, 33])
        let high = try #require(EquityCurve.sum([Self.curve([.max, 0]), Self.curve([5, 5])]))
        #expect(high.values == [.max, 5])
        #expect(EquityCurve.sum([]) == nil)
    }

    @Test func numpySaysTheSame() throws {
        var random = SplitMix64.printed()
        let cases = (0..<20).map { _ in
            var value: Int64 = 0
            let values = (0..<(3 + random.below(400))).map { _ in
                value += Int64(random.below(2_000_000_001)) - 1_000_000_000
                return value
            }
            return EquityOracle.Case(values: values, interval: 1 + Int64(random.below(600)) * Self.unit)
        }
        for (given, expected) in zip(cases, try EquityOracle.ask(cases)) {
            let curve = Self.curve(given.values, interval: given.interval)
            let sharpe = try #require(curve.sharpeRatio)
            #expect(abs(sharpe - expected.sharpe) <= 1e-9 * max(1, abs(expected.sharpe)))
            #expect(curve.drawdownMax == expected.drawdown)
        }
    }
}
