/// The strategy on a bench: no host, no worker, only events in and orders out.
import TectraStrategy
import TectraTestKit
import Testing

@testable import MyStrategy

@Suite struct MyStrategyTests {
    /// A strategy that decides after two ticks, and one instrument.
    private func bench() throws -> (StrategyBench, InstrumentID) {
        let bench = try StrategyBench(MyStrategy.self, parameters: ["window": 2, "threshold": 0.5])
        return (bench, bench.instrument("AAPL"))
    }

    @Test func buysUnderBuyingPressure() throws {
        let (bench, apple) = try bench()
        bench.tick(apple, bid: "10.00", ask: "10.02", bidQuantity: 900, askQuantity: 100)
        #expect(bench.orders.isEmpty)
        bench.tick(apple, bid: "10.00", ask: "10.02", bidQuantity: 900, askQuantity: 100)
        let order = try #require(bench.orders.last)
        #expect(order.side == .buy && order.quantity == 100 && order.price == "10.02")
        #expect(bench.signals.map(\.type) == [.long])
    }

    @Test func turnsAroundWhenThePressureDoes() throws {
        let (bench, apple) = try bench()
        for _ in 1...2 { bench.tick(apple, bid: "10.00", ask: "10.02", bidQuantity: 900, askQuantity: 100) }
        bench.fill(bench.orders[0].id)
        for _ in 1...9 { bench.tick(apple, bid: "9.98", ask: "10.00", bidQuantity: 100, askQuantity: 900) }
        #expect(bench.orders.last?.side == .sell)
    }

    @Test func leavesAHaltedOrOneSidedMarketAlone() throws {
        let (bench, apple) = try bench()
        for _ in 1...5 { bench.tick(apple, bid: "10.00", ask: "10.02", bidQuantity: 900, flags: .halted) }
        for _ in 1...5 { bench.tick(apple, bid: nil, ask: "10.02") }
        #expect(bench.orders.isEmpty)
    }

    @Test func refusesParametersThatItDoesNotKnow() throws {
        #expect(throws: StrategyError.self) { _ = try StrategyBench(MyStrategy.self, parameters: ["windw": 3]) }
        let (bench, _) = try bench()
        #expect(throws: StrategyError.self) { try bench.configure(["threshold": 7]) }
        #expect(bench.configuration["threshold"] == .number(0.5))
    }

    @Test func aSuccessorGoesOnWhereThisOneStopped() throws {
        let (bench, apple) = try bench()
        bench.tick(apple, bid: "10.00", ask: "10.02", bidQuantity: 900, askQuantity: 100)
        let state = bench.save()
        let successor = try StrategyBench(MyStrategy.self, parameters: ["window": 2, "threshold": 0.5], start: false)
        try successor.load(state)
        try successor.start()
        #expect(successor.save() == state)
        #expect(throws: StrategyError.self) { try successor.load(Array(state.dropLast())) }
    }
}
