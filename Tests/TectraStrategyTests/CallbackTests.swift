/// Every callback of the contract reaches the strategy as the typed event it is.
import PluginABI
import TectraStrategy
import TectraTestKit
import Testing

@Suite struct CallbackTests {
    @Test func everyEventArrives() throws {
        let bench = try StrategyBench(Probe.self)
        let apple = bench.instrument("AAPL")
        bench.tick(apple, bid: "10.00", ask: "10.02")
        bench.book(apple, bids: [Level(price: "10.00", quantity: 300)], asks: [Level(price: "10.02", quantity: 200)])
        bench.trade(apple, price: "10.01", quantity: 7)
        bench.bar(apple, open: "10", high: "11", low: "9", close: "10.5", volume: 100)
        bench.kill(.firm, reason: "drill")
        bench.shutdown()
        #expect(
            bench.logs.map(\.text) == [
                "start", "tick #1", "book 300 200", "trade 10.01 7", "bar 10.5", "kill firm drill", "shutdown",
            ])
    }

    @Test func ordersGoOutAndComeBack() throws {
        let bench = try StrategyBench(Probe.self, parameters: ["on-tick": 1])
        let apple = bench.instrument("AAPL")
        bench.tick(apple, bid: "10.00", ask: "10.02")
        let order = try #require(bench.orders.first)
        #expect(order.side == .buy && order.type == .limit && order.isPostOnly && order.timeInForce == .day)
        #expect(order.price == "10.00" && order.quantity == 100)
        bench.clearHistory()
        bench.accept(order.id)
        bench.fill(order.id, quantity: 40)
        bench.fill(order.id)
        #expect(
            bench.logs.map(\.text) == [
                "order 1 accepted none", "fill 40 at 10", "order 1 partiallyFilled none", "fill 60 at 10",
                "order 1 filled none",
            ])
        #expect(bench.position(in: apple).quantity == 100)
        #expect(bench.profitAndLoss.unrealized == Money("1"))
    }

    @Test func marketOrdersHaveNoPrice() throws {
        let bench = try StrategyBench(Probe.self, parameters: ["on-tick": 2])
        let apple = bench.instrument("AAPL")
        bench.tick(apple, bid: "10.00", ask: "10.02")
        #expect(bench.orders[0].price == nil && bench.orders[0].type == .market)
        bench.fill(bench.orders[0].id, fee: Money("0.01")!)
        #expect(bench.position(in: apple).averagePrice == "10.00")
        #expect(bench.profitAndLoss.net == Money("-0.51"))
        bench.tick(apple, bid: nil, ask: "10.02")
        #expect(bench.orders.count == 2)
    }

    @Test func anEmptySideHasNoMid() throws {
        let bench = try StrategyBench(Probe.self, parameters: ["on-tick": 3])
        let apple = bench.instrument("AAPL")
        bench.tick(apple, bid: nil, ask: "10.02")
        bench.tick(apple, bid: "10.01", ask: "10.02")
        #expect(bench.logs.map(\.text) == ["start", "mid none", "mid 10.015"])
    }

    @Test func refusalsAreSeen() throws {
        let bench = try StrategyBench(Probe.self, parameters: ["on-tick": 1])
        let apple = bench.instrument("AAPL")
        bench.refusal = .full
        bench.tick(apple, bid: "10.00", ask: "10.02")
        #expect(bench.orders.isEmpty)
    }

    /// The table that a worker gets: marks, names, and NULL for what is not wanted.
    @Test func theTableIsTrue() throws {
        let own = UInt32(TECTRA_ABI_MAJOR << 16 | TECTRA_ABI_MINOR)
        let table = try #require(Plugin.entry(Counter.self, own))
        #expect(Plugin.entry(Counter.self, own) == table)
        #expect(Plugin.entry(Counter.self, own - 1) == nil, "an older host does not know all it may call")
        #expect(Plugin.entry(Counter.self, UInt32((TECTRA_ABI_MAJOR + 1) << 16)) == nil)
        #expect(table.pointee.abi_version == UInt32(TECTRA_ABI_MAJOR << 16 | TECTRA_ABI_MINOR))
        #expect(Int(table.pointee.struct_size) == MemoryLayout<tectra_strategy_vtable>.size)
        #expect(table.pointee.`init` != nil && table.pointee.shutdown != nil)
        #expect(table.pointee.on_tick != nil && table.pointee.on_trade != nil)
        #expect(table.pointee.on_book == nil && table.pointee.on_bar == nil)
        let descriptor = try #require(table.pointee.descriptor)
        #expect(String(cString: descriptor.pointee.name) == "counter")
        #expect(String(cString: descriptor.pointee.version) == "0.1.0")
        #expect(descriptor.pointee.wants == 3)
        let error = UnsafeMutablePointer<CChar>.allocate(capacity: 4)
        defer { error.deallocate() }
        #expect(table.pointee.`init`(nil, nil, 0, error, 4) == nil)
    }

    @Test func timersComeInOrder() throws {
        let bench = try StrategyBench(Timed.self)
        #expect(bench.timers.count == 3)
        bench.advance(by: 100)
        #expect(bench.logs.map(\.text) == ["2", "1", "9"])
        #expect(bench.timers.isEmpty)
    }
}

private final class Timed: Strategy {
    static let descriptor = Descriptor(name: "timed", version: "1.0.0", author: "the tests", wants: [])
    let host: Host
    init(host: Host, parameters: borrowing Parameters) throws(StrategyError) { self.host = host }
    func start() throws(StrategyError) {
        try? host.setTimer(1, at: host.now + 20)
        try? host.setTimer(2, at: host.now + 10)
        try? host.setTimer(3, at: host.now + 5)
        try? host.setTimer(8, at: host.now + 100)
        host.removeTimer(3)
    }
    func onTimer(_ timer: TimerEvent) {
        host.log(.info, "\(timer.id.rawValue)")
        guard timer.id == 1 else { return }
        host.removeTimer(8)
        try? host.setTimer(9, at: timer.time + 1)
    }
}
