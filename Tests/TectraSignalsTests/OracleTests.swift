/// The indicators against TA-Lib: equal within 1e-9, value for value, warm-up for warm-up.
import TectraSignals
import TestSupport
import Testing

@Suite struct OracleTests {
    /// Random walks around 100, as prices of a day are; every period that a strategy would use.
    private static func cases(_ random: inout SplitMix64) -> [Series] {
        [2, 3, 5, 14, 20, 50, 200, 999].map { period in
            var price = 100.0
            var prices: [Double] = []
            var volumes: [Double] = []
            for _ in 0..<3000 {
                price += Double(random.below(21) - 10) * 0.01
                price = max(price, 1)
                prices.append(price)
                volumes.append(Double(1 + random.below(2000)))
            }
            return Series(prices: prices, volumes: volumes, period: period)
        }
    }

    @Test func theyAreTALibs() throws {
        var random = SplitMix64.printed()
        let cases = Self.cases(&random)
        var compared = 0
        for (series, expected) in zip(cases, try Oracle.ask(cases)) {
            var sma = SimpleMovingAverage(series.period)
            var ema = ExponentialMovingAverage(series.period)
            var deviation = RollingDeviation(series.period)
            var score = ZScore(series.period)
            var vwap = RollingVWAP(series.period)
            for (index, price) in series.prices.enumerated() {
                let volume = series.volumes[index]
                check("SMA", series, index, sma.push(price), expected.sma[index])
                check("EMA", series, index, ema.push(price), expected.ema[index])
                checkDeviation(series, index, deviation.push(price), expected.deviation[index])
                check("VWAP", series, index, vwap.push(price: price, volume: volume), expected.vwap[index])
                let scored = score.push(price)
                // A quotient by next to nothing is TA-Lib's rounding and nobody's score.
                if let width = deviation.value, width >= 0.1 {
                    check("Z", series, index, scored, expected.zscore[index])
                }
                compared += 4
            }
        }
        #expect(compared == cases.count * 3000 * 4)
    }

    /// TA-Lib subtracts the square of the mean from the mean of the squares. At a price of 100 that
    /// leaves some 1e-12 of rounding in the variance, of which the root makes 1e-6 when nothing
    /// moves; so a deviation below a cent is compared by its square.
    private func checkDeviation(_ series: Series, _ index: Int, _ value: Double?, _ expected: Double?) {
        if let value, let expected, value < 0.01 {
            check("STDDEV squared", series, index, value * value, expected * expected, 1e-10)
        } else {
            check("STDDEV", series, index, value, expected)
        }
    }

    private func check(
        _ name: String, _ series: Series, _ index: Int, _ value: Double?, _ expected: Double?,
        _ tolerance: Double = 1e-9
    ) {
        switch (value, expected) {
        case (nil, nil): break
        case (let value?, let expected?):
            if abs(value - expected) > tolerance {
                Issue.record("\(name)(\(series.period)) at \(index): \(value), TA-Lib has \(expected)")
            }
        default:
            Issue.record("\(name)(\(series.period)) at \(index): warm-up, \(String(describing: value))")
        }
    }
}
