/// What TA-Lib does not say: warm-up, bad values, wild values, and that nothing is allocated.
import TectraSignals
import TestSupport
import Testing

@Suite struct IndicatorTests {
    /// The long way round, for windows that TA-Lib's own rounding would blur.
    private func mean(_ values: some Collection<Double>) -> Double { values.reduce(0, +) / Double(values.count) }

    @Test func theyAreWarmAtTheirPeriod() {
        var sma = SimpleMovingAverage(3)
        var ema = ExponentialMovingAverage(3)
        var deviation = RollingDeviation(3)
        var score = ZScore(3)
        var vwap = RollingVWAP(3)
        for (index, value) in [1.0, 2, 6].enumerated() {
            let isWarm = index == 2
            #expect((sma.push(value) != nil) == isWarm)
            #expect((ema.push(value) != nil) == isWarm)
            #expect((deviation.push(value) != nil) == isWarm)
            #expect((score.push(value) != nil) == isWarm)
            #expect((vwap.push(price: value, volume: 1) != nil) == isWarm)
        }
        let values = [sma.value, ema.value, vwap.value, deviation.mean]
        #expect(values == [3, 3, 3, 3])
        sma.reset()
        ema.reset()
        deviation.reset()
        score.reset()
        vwap.reset()
        let none = [sma.value, ema.value, vwap.value, deviation.value, score.value]
        #expect(none == [nil, nil, nil, nil, nil])
    }

    @Test func aPeriodOfOneIsTheValue() {
        var sma = SimpleMovingAverage(1)
        var ema = ExponentialMovingAverage(1)
        var deviation = RollingDeviation(1)
        for value in [5.0, 7, -1] {
            #expect(sma.push(value) == value)
            #expect(ema.push(value) == value)
            #expect(deviation.push(value) == 0)
        }
    }

    @Test func whatIsNoNumberIsIgnored() {
        var sma = SimpleMovingAverage(2)
        var ema = ExponentialMovingAverage(2)
        var score = ZScore(2)
        var vwap = RollingVWAP(2)
        for value in [1.0, .nan, 3, .infinity, -.infinity] {
            sma.push(value)
            ema.push(value)
            score.push(value)
            vwap.push(price: value, volume: 1)
            vwap.push(price: 100, volume: value == 3 ? -1 : .nan)
        }
        let values = [sma.value, ema.value, score.value, vwap.value]
        #expect(values == [2, 2, 1, 2])
    }

    @Test func withoutADeviationThereIsNoScore() {
        var score = ZScore(10)
        for _ in 0..<25 { score.push(0.1) }
        let value = score.value
        #expect(value == nil)
        score.push(0.2)
        #expect(abs((score.value ?? 0) - 3) < 1e-9)
    }

    /// One wild value, and a million small ones, leave no trace behind a window.
    @Test func errorsDoNotGrow() {
        var random = SplitMix64.printed()
        var sma = SimpleMovingAverage(50)
        var deviation = RollingDeviation(50)
        var vwap = RollingVWAP(50)
        var recent: [Double] = []
        for index in 0..<200_000 {
            let value = index == 1000 ? 1e15 : 100 + Double(random.below(1000)) * 1e-4
            sma.push(value)
            deviation.push(value)
            vwap.push(price: value, volume: 1)
            recent.append(value)
            if recent.count > 50 { recent.removeFirst() }
        }
        let average = mean(recent)
        let variance = mean(recent.map { ($0 - average) * ($0 - average) })
        #expect(abs((sma.value ?? 0) - average) < 1e-11)
        #expect(abs((deviation.value ?? 0) - variance.squareRoot()) < 1e-11)
        #expect(abs((vwap.value ?? 0) - average) < 1e-11)
    }

    @Test func theSessionsPriceIsOfEverything() {
        var vwap = SessionVWAP()
        #expect(vwap.value == nil)
        vwap.push(price: 10, volume: 100)
        vwap.push(price: 11, volume: 300)
        vwap.push(price: .nan, volume: 300)
        #expect(vwap.value == 10.75)
        vwap.reset()
        #expect(vwap.value == nil)
    }

    @Test func aCrossIsToldOnce() {
        var cross = CrossDetector()
        let lines: [(Double, Double)] = [(1, 1), (2, 1), (2, 2), (3, 1), (1, 1), (0, 1), (0, 1), (2, 1)]
        let told = lines.map { cross.push(fast: $0.0, slow: $0.1) }
        #expect(told == [nil, nil, nil, nil, nil, .down, nil, .up])
    }

    @Test func aPushAllocatesNothing() {
        var sma = SimpleMovingAverage(100)
        var ema = ExponentialMovingAverage(100)
        var deviation = RollingDeviation(100)
        var score = ZScore(100)
        var vwap = RollingVWAP(100)
        let count = AllocationCounter.count {
            for index in 0..<1000 {
                let value = Double(index % 17)
                sma.push(value)
                ema.push(value)
                deviation.push(value)
                score.push(value)
                vwap.push(price: value, volume: 10)
            }
        }
        #expect(count == 0)
        let isWarm = sma.value != nil && ema.value != nil && score.value != nil && vwap.value != nil
        #expect(isWarm)
        Stopwatch.measure("SMA push", count: 1_000_000) { for i in 0..<1_000_000 { sma.push(Double(i & 63)) } }
        Stopwatch.measure("EMA push", count: 1_000_000) { for i in 0..<1_000_000 { ema.push(Double(i & 63)) } }
        Stopwatch.measure("Z-score push", count: 1_000_000) { for i in 0..<1_000_000 { score.push(Double(i & 63)) } }
    }
}
