/// The strategy on the bench: crosses, orders, and what it does when told no.
import TectraStrategy
import TectraTestKit
import Testing

@testable import MACrossover

@Suite struct MACrossoverTests {
    /// Warmed up on a flat market, with averages of two and four ticks.
    private func bench(_ parameters: KeyValuePairs<String, ParameterValue> = ["fast": 2, "slow": 4]) throws
        -> (StrategyBench, InstrumentID)
    {
        let bench = try StrategyBench(MACrossover.self, parameters: parameters)
        let apple = bench.instrument("AAPL")
        for price: Price in ["10.00", "9.98", "9.96", "9.94"] { bench.tick(apple, bid: price, ask: price + "0.02") }
        return (bench, apple)
    }

    @Test func buysWhenTheFastAverageCrossesAbove() throws {
        let (bench, apple) = try bench()
        #expect(bench.orders.isEmpty)
        bench.tick(apple, bid: "10.10", ask: "10.12")
        let order = try #require(bench.orders.last)
        #expect(order.side == .buy && order.quantity == 100 && order.price == "10.12")
        #expect(order.timeInForce == .immediateOrCancel)
        #expect(bench.signals.map(\.type) == [.long])
        // One order at a time.
        bench.tick(apple, bid: "10.11", ask: "10.13")
        #expect(bench.orders.count == 1)
    }

    @Test func turnsAround() throws {
        let (bench, apple) = try bench()
        bench.tick(apple, bid: "10.10", ask: "10.12")
        bench.fill(bench.orders[0].id)
        bench.tick(apple, bid: "9.00", ask: "9.02")
        let order = try #require(bench.orders.last)
        #expect(order.side == .sell && order.quantity == 200 && order.price == "9.00")
    }

    @Test func triesAgainWhatDidNotFill() throws {
        let (bench, apple) = try bench()
        bench.tick(apple, bid: "10.10", ask: "10.12")
        bench.fill(bench.orders[0].id, quantity: 30)
        bench.expire(bench.orders[0].id)
        bench.tick(apple, bid: "10.11", ask: "10.13")
        #expect(bench.orders.map(\.quantity) == [100, 70])
    }

    @Test func waitsAfterARejection() throws {
        let (bench, apple) = try bench()
        bench.tick(apple, bid: "10.10", ask: "10.12")
        bench.reject(bench.orders[0].id, .maxPosition)
        bench.tick(apple, bid: "10.11", ask: "10.13")
        #expect(bench.orders.count == 1)
        #expect(bench.logs.last?.text == "rejected: maximum position")
    }

    @Test func flattensWhenTold() throws {
        let (bench, apple) = try bench()
        bench.tick(apple, bid: "10.10", ask: "10.12")
        bench.fill(bench.orders[0].id)
        try bench.configure(["flatten": 1])
        bench.tick(apple, bid: "10.20", ask: "10.22")
        #expect(bench.orders.last?.side == .sell && bench.orders.last?.quantity == 100)
        #expect(throws: StrategyError.self) { try bench.configure(["fast": 3]) }
        #expect(bench.configuration["flatten"] == .integer(1))
    }

    @Test func leavesAHaltedMarketAlone() throws {
        let (bench, apple) = try bench()
        bench.tick(apple, bid: "10.10", ask: "10.12", flags: .halted)
        bench.tick(apple, bid: nil, ask: "10.12")
        #expect(bench.orders.isEmpty)
    }

    @Test func theFastAverageIsTheFasterOne() {
        #expect(throws: StrategyError.self) {
            _ = try StrategyBench(MACrossover.self, parameters: ["fast": 20, "slow": 20])
        }
    }
}
