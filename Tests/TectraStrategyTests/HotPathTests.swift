/// A tick through the whole boundary allocates nothing and retains nothing that it keeps; what it
/// costs is printed.
import PluginABI
import TectraStrategy
import TectraTestKit
import TestSupport
import Testing

@Suite(.serialized) struct HotPathTests {
    /// A host that takes every order and does nothing else.
    private static func silentHost() -> tectra_host {
        var table = tectra_host()
        table.struct_size = UInt32(MemoryLayout<tectra_host>.size)
        table.revision = 1
        table.submit = { _, _, id in
            id?.pointee = 1
            return 0
        }
        return table
    }

    private func withCounter(
        _ body: (UnsafePointer<tectra_strategy_vtable>, UnsafeMutableRawPointer) -> Void
    ) throws {
        var host = Self.silentHost()
        let table = Plugin.makeTable(Counter.self, nil)
        var remember = [tectra_parameter()]
        remember.withUnsafeMutableBufferPointer {
            var writer = ParameterWriter($0)
            writer.integer("remember", 1)
        }
        let strategy = try #require(Plugin.make(Counter.self, &host, remember, 1, nil, 0))
        body(table, strategy)
        table.pointee.shutdown(strategy)
    }

    private func tick(_ instrument: UInt32) -> tectra_tick {
        var record = tectra_tick()
        record.instrument = instrument
        record.bid_price = 10_000_000_000
        record.ask_price = 10_010_000_000
        record.bid_quantity = 100
        record.ask_quantity = 200
        return record
    }

    @Test func anEventAllocatesNothing() throws {
        try withCounter { table, strategy in
            var record = tick(3)
            var trade = tectra_trade()
            trade.instrument = 3
            trade.price = 10_000_000_000
            table.pointee.on_tick(strategy, &record)
            table.pointee.on_trade(strategy, &trade)
            let count = AllocationCounter.count {
                for _ in 0..<10_000 {
                    table.pointee.on_tick(strategy, &record)
                    table.pointee.on_trade(strategy, &trade)
                }
            }
            #expect(count == 0)
        }
    }

    @Test func whatATickCosts() throws {
        try withCounter { table, strategy in
            var records = (0..<64).map { tick(UInt32($0)) }
            let rounds = 20_000
            records.withUnsafeMutableBufferPointer { records in
                for index in records.indices { table.pointee.on_tick(strategy, &records[index]) }
                Stopwatch.measure("tick through the contract", count: rounds * records.count) {
                    for _ in 0..<rounds {
                        for index in records.indices { table.pointee.on_tick(strategy, &records[index]) }
                    }
                }
            }
            var sum = 0
            Counter.last?.sums.visit { _, state in sum += state.ticks }
            #expect(sum == (rounds + 1) * records.count)
        }
    }

    @Test func theTableOfInstrumentsGivesEverythingBack() {
        final class Token {}
        weak var weakToken: Token?
        do {
            let token = Token()
            weakToken = token
            let table = InstrumentTable { _ in token as Token? }
            for id in 0..<100 { #expect(table[InstrumentID(UInt32(id * 655))] === token) }
            table[InstrumentID(0)] = nil
            var seen: [UInt32] = []
            table.visit { id, _ in seen.append(id.rawValue) }
            #expect(seen == (0..<100).map { $0 * 655 })
        }
        #expect(weakToken == nil)
    }

    @Test func aStrategyIsFreed() throws {
        weak var strategy: Counter?
        try withCounter { _, _ in strategy = Counter.last }
        Counter.last = nil
        #expect(strategy == nil)
    }
}
