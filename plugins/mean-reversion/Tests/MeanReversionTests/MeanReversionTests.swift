/// The strategy on the bench: opens far from the mean, closes near it or in time.
import TectraStrategy
import TectraTestKit
import Testing

@testable import MeanReversion

@Suite struct MeanReversionTests {
    private static let parameters: KeyValuePairs<String, ParameterValue> = [
        "period": 10, "entry": 2.0, "exit": 0.5, "hold-seconds": 60,
    ]

    /// Ten ticks around 10.01, so that the scores are warm.
    private func bench() throws -> (StrategyBench, InstrumentID) {
        let bench = try StrategyBench(MeanReversion.self, parameters: Self.parameters)
        let apple = bench.instrument("AAPL")
        for index in 0..<10 {
            let price: Price = index % 2 == 0 ? "10.00" : "10.01"
            bench.tick(apple, bid: price, ask: price + "0.01")
        }
        return (bench, apple)
    }

    @Test func sellsTheDearAndClosesNearTheMean() throws {
        let (bench, apple) = try bench()
        #expect(bench.orders.isEmpty)
        bench.tick(apple, bid: "10.20", ask: "10.21")
        #expect(bench.orders.last?.side == .sell && bench.orders.last?.price == "10.20")
        #expect(bench.signals.last?.type == .short)
        #expect(bench.timers.count == 1)
        bench.fill(bench.orders[0].id)
        bench.tick(apple, bid: "10.00", ask: "10.01")
        #expect(bench.orders.last?.side == .buy && bench.orders.last?.quantity == 100)
        #expect(bench.timers.isEmpty)
        bench.fill(bench.orders[1].id)
        #expect(bench.position(in: apple).quantity == 0)
        #expect(bench.profitAndLoss.realized == Money("19"))
    }

    @Test func buysTheCheap() throws {
        let (bench, apple) = try bench()
        bench.tick(apple, bid: "9.80", ask: "9.81")
        #expect(bench.orders.last?.side == .buy && bench.orders.last?.price == "9.81")
    }

    /// Held too long: closed at the next tick, and not opened again on the same excursion.
    @Test func givesUpInTime() throws {
        let (bench, apple) = try bench()
        bench.tick(apple, bid: "10.20", ask: "10.21")
        bench.fill(bench.orders[0].id)
        bench.advance(by: 61_000_000_000)
        bench.tick(apple, bid: "10.50", ask: "10.51")
        #expect(bench.orders.last?.side == .buy)
        bench.fill(bench.orders[1].id)
        bench.tick(apple, bid: "11.50", ask: "11.51")
        #expect(bench.orders.count == 2)
    }

    @Test func exitIsInsideEntry() {
        #expect(throws: StrategyError.self) {
            _ = try StrategyBench(MeanReversion.self, parameters: ["entry": 1, "exit": 1])
        }
    }
}
