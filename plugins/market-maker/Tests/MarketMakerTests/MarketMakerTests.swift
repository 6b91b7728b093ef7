/// The strategy on the bench: two quotes, moved with the market and against the inventory.
import TectraStrategy
import TectraTestKit
import Testing

@testable import MarketMaker

@Suite struct MarketMakerTests {
    private static let parameters: KeyValuePairs<String, ParameterValue> = [
        "quantity": 100, "half-spread": "0.02", "skew": "0.01", "requote": "0.02", "position-max": 200,
    ]

    private func bench() throws -> (StrategyBench, InstrumentID) {
        let bench = try StrategyBench(MarketMaker.self, parameters: Self.parameters)
        let apple = bench.instrument("AAPL")
        bench.tick(apple, bid: "10.00", ask: "10.10")
        return (bench, apple)
    }

    @Test func quotesBothSides() throws {
        let (bench, apple) = try bench()
        #expect(bench.orders.map(\.side) == [.buy, .sell])
        #expect(bench.orders.map(\.price) == ["10.03", "10.07"])
        #expect(bench.orders.allSatisfy { $0.isPostOnly && $0.quantity == 100 })
        // Nothing more while they are on their way, and nothing for a small move.
        bench.tick(apple, bid: "10.05", ask: "10.15")
        #expect(bench.orders.count == 2 && bench.cancels.isEmpty)
        for order in bench.orders { bench.accept(order.id) }
        bench.tick(apple, bid: "10.01", ask: "10.11")
        #expect(bench.cancels.isEmpty)
    }

    @Test func movesItsQuotes() throws {
        let (bench, apple) = try bench()
        for order in bench.orders { bench.accept(order.id) }
        bench.tick(apple, bid: "10.05", ask: "10.15")
        #expect(bench.cancels == bench.orders.map(\.id))
        for order in bench.orders { bench.cancel(order.id) }
        bench.tick(apple, bid: "10.05", ask: "10.15")
        #expect(bench.orders.suffix(2).map(\.price) == ["10.08", "10.12"])
    }

    @Test func leansAgainstItsInventory() throws {
        let (bench, apple) = try bench()
        bench.fill(bench.orders[0].id, liquidity: .maker)
        bench.cancel(bench.orders[1].id)
        bench.tick(apple, bid: "10.00", ask: "10.10")
        #expect(bench.orders.suffix(2).map(\.price) == ["10.02", "10.06"])
        // At the most it may hold the buying side is withdrawn.
        bench.fill(bench.orders[2].id, liquidity: .maker)
        bench.tick(apple, bid: "10.00", ask: "10.10")
        #expect(bench.openOrders.allSatisfy { $0.side == .sell })
    }

    @Test func neverCrosses() throws {
        let bench = try StrategyBench(
            MarketMaker.self, parameters: ["half-spread": 0, "skew": "1", "position-max": 1000])
        let apple = bench.instrument("AAPL")
        bench.tick(apple, bid: "10.00", ask: "10.01")
        #expect(bench.orders.map(\.price) == ["10.00", "10.01"])
        bench.fill(bench.orders[0].id)
        bench.cancel(bench.orders[1].id)
        bench.tick(apple, bid: "10.00", ask: "10.01")
        #expect(bench.orders.last?.price == "10.01", "it would sell at 9.01 if it could")
    }

    @Test func withdrawsFromAHalt() throws {
        let (bench, apple) = try bench()
        for order in bench.orders { bench.accept(order.id) }
        bench.tick(apple, bid: "10.00", ask: "10.10", flags: .halted)
        #expect(bench.cancels.count == 2)
    }

    @Test func leavesASideAloneAfterARejection() throws {
        let (bench, apple) = try bench()
        bench.reject(bench.orders[0].id, .wouldCross)
        bench.tick(apple, bid: "10.00", ask: "10.10")
        #expect(bench.orders.count == 2)
        bench.advance(by: 100_000_000)
        bench.tick(apple, bid: "10.00", ask: "10.10")
        #expect(bench.orders.count == 3)
    }
}
