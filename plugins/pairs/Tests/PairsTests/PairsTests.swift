/// The strategy on the bench: both legs or none.
import TectraStrategy
import TectraTestKit
import Testing

@testable import Pairs

@Suite struct PairsTests {
    private static let parameters: KeyValuePairs<String, ParameterValue> = [
        "first": "KO", "second": "PEP", "ratio": 0.5, "period": 10, "entry": 2, "exit": 0.5, "quantity": 100,
    ]

    /// Both legs quoted and the spread warm; a third instrument must not matter.
    private func bench() throws -> (StrategyBench, InstrumentID, InstrumentID) {
        let bench = try StrategyBench(Pairs.self, parameters: Self.parameters)
        let other = bench.instrument("XOM")
        let first = bench.instrument("KO")
        let second = bench.instrument("PEP")
        for index in 0..<12 {
            let step: Price = index % 2 == 0 ? "0" : "0.01"
            bench.tick(other, bid: "99.00", ask: "99.50")
            bench.tick(second, bid: "100.00", ask: "100.02")
            bench.tick(first, bid: "50.00" + step, ask: "50.02" + step)
        }
        return (bench, first, second)
    }

    @Test func sellsTheDearLegAgainstTheCheapOne() throws {
        let (bench, first, second) = try bench()
        #expect(bench.orders.isEmpty)
        bench.tick(first, bid: "50.50", ask: "50.52")
        #expect(bench.orders.map(\.instrument) == [first, second])
        #expect(bench.orders.map(\.side) == [.sell, .buy])
        #expect(bench.orders.map(\.quantity) == [100, 50])
        for order in bench.orders { bench.fill(order.id) }
        bench.tick(first, bid: "50.00", ask: "50.02")
        #expect(bench.orders.suffix(2).map(\.side) == [.buy, .sell])
        #expect(bench.signals.map(\.type) == [.short, .exit])
    }

    @Test func closesBothWhenOneIsRefused() throws {
        let (bench, first, second) = try bench()
        bench.tick(first, bid: "50.50", ask: "50.52")
        bench.fill(bench.orders[1].id)
        bench.reject(bench.orders[0].id, .credit)
        bench.tick(first, bid: "50.50", ask: "50.52")
        #expect(bench.orders.count == 3)
        #expect(bench.orders[2].instrument == second && bench.orders[2].side == .sell)
        bench.fill(bench.orders[2].id)
        bench.advance(by: 2_000_000_000)
        bench.tick(first, bid: "50.80", ask: "50.82")
        #expect(bench.orders.count == 3, "not again on the same excursion")
    }

    @Test func aPairIsTwo() {
        #expect(throws: StrategyError.self) { _ = try StrategyBench(Pairs.self) }
        #expect(throws: StrategyError.self) {
            _ = try StrategyBench(Pairs.self, parameters: ["first": "KO", "second": "KO"])
        }
    }
}
