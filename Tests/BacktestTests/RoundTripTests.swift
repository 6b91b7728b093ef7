// Round trips: from flat to flat and through zero, fees shared out, against hand-computed values.
import TestSupport
import Testing

// Round trips: what a trade is, what it earned, and that no money is lost or made between them.
@testable import Backtest

@Suite struct RoundTripTests {
    @Test func fromFlatToFlatIsOneTrade() {
        var trip = RoundTrip()
        #expect(trip.fill(quantity: 100, price: 10, fee: 3) == nil)
        #expect(trip.fill(quantity: 50, price: 13, fee: 1) == nil)
        #expect(trip.fill(quantity: -60, price: 12, fee: 1) == nil)
        // Bought 100 at 10 and 50 at 13, sold 60 at 12 and 90 at 14; fees 7: 720 + 1260 - 1000 - 650 - 7.
        #expect(trip.fill(quantity: -90, price: 14, fee: 2) == Int128(323))
    }

    @Test func aShortEarnsWhenThePriceFalls() {
        var trip = RoundTrip()
        #expect(trip.fill(quantity: -10, price: 100, fee: 0) == nil)
        #expect(trip.fill(quantity: 10, price: 90, fee: 5) == 95)
    }

    @Test func throughZeroEndsOneTradeAndBeginsTheNext() {
        var trip = RoundTrip()
        #expect(trip.fill(quantity: 10, price: 100, fee: 2) == nil)
        // 30 sold: 10 close, with a third of the fee; 20 open a short.
        #expect(trip.fill(quantity: -30, price: 110, fee: 9) == Int128(95))
        #expect(trip.fill(quantity: 20, price: 100, fee: 1) == Int128(193))
    }

    @Test func rebatesAreEarned() {
        var trip = RoundTrip()
        #expect(trip.fill(quantity: 10, price: 100, fee: -4) == nil)
        #expect(trip.fill(quantity: -10, price: 100, fee: -4) == 8)
    }

    /// Whatever the fills, when the last one leaves nothing open the trades together earned what came in
    /// less what went out, to the last 1e-9.
    @Test func tradesAddUpToTheCash() {
        var random = SplitMix64.printed()
        for _ in 0..<200 {
            var trip = RoundTrip()
            var (position, cash, profit): (Int64, Int128, Int128) = (0, 0, 0)
            func step(_ quantity: Int64) {
                let (price, fee) = (Int64(1 + random.below(1_000_000)), Int64(random.below(2001)) - 1000)
                position += quantity
                cash -= Int128(quantity) * Int128(price) + Int128(fee)
                profit += trip.fill(quantity: quantity, price: price, fee: fee) ?? 0
            }
            for _ in 0..<(1 + random.below(40)) {
                let size = Int64(1 + random.below(300))
                step(random.below(2) == 0 ? size : -size)
            }
            if position != 0 { step(-position) }
            #expect(profit == cash)
        }
    }
}

@Suite struct TradeStatisticsTests {
    @Test func winsAndLossesAreCountedByInstrument() throws {
        var statistics = TradeStatistics()
        #expect(statistics.winRate == nil)
        #expect(statistics.profitFactor == nil)
        // Instrument 1 earns 30 and 10, instrument 2 loses 20, interleaved; instrument 3 stays open.
        statistics.fill(instrument: 1, quantity: 10, price: 100, fee: 0)
        statistics.fill(instrument: 2, quantity: 10, price: 100, fee: 0)
        statistics.fill(instrument: 3, quantity: 10, price: 100, fee: 0)
        statistics.fill(instrument: 1, quantity: -10, price: 103, fee: 0)
        #expect(statistics.profitFactor == nil)
        statistics.fill(instrument: 2, quantity: -10, price: 98, fee: 0)
        statistics.fill(instrument: 1, quantity: -10, price: 103, fee: 0)
        statistics.fill(instrument: 1, quantity: 10, price: 102, fee: 0)
        #expect(statistics.trades == 3)
        #expect(statistics.wins == 2)
        #expect(statistics.grossProfit == 40)
        #expect(statistics.grossLoss == 20)
        #expect(try #require(statistics.winRate) == 2.0 / 3.0)
        #expect(try #require(statistics.profitFactor) == 2)
    }

    @Test func aTradeThatEarnsNothingIsNoWin() {
        var statistics = TradeStatistics()
        statistics.fill(instrument: 1, quantity: 1, price: 5, fee: 0)
        statistics.fill(instrument: 1, quantity: -1, price: 5, fee: 0)
        #expect(statistics.trades == 1)
        #expect(statistics.wins == 0)
        #expect(statistics.winRate == 0)
    }

    @Test func sumsAddUp() {
        var statistics = TradeStatistics()
        statistics.fill(instrument: 1, quantity: 1, price: 5, fee: 0)
        statistics.fill(instrument: 1, quantity: -1, price: 9, fee: 1)
        let sum = TradeStatistics(sum: [statistics, statistics, TradeStatistics()])
        #expect(sum.trades == 2)
        #expect(sum.grossProfit == 6)
        #expect(sum.winRate == 1)
    }
}
