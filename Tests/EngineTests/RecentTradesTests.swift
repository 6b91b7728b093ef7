// The last trades that the engine keeps for whoever looks at a book: the newest, with the mid behind each.
import Engine
import PluginABI
import Records
import TestSupport
import Testing

@Suite struct RecentTradesTests {
    private static func trade(_ floor: Floor, _ instrument: UInt32, age: Int) -> RecentTrade? {
        floor.engine.recent.trade(of: instrument, age: age)
    }

    @Test func theNewestAreKeptWithTheMidBehindThem() throws {
        let floor = try Floor()
        floor.openMarket()
        // 99.99 by 100.01; then what is offered at the best price is taken whole.
        floor.feed(ITCHMessage.hiddenTrade(1, 10, at: 1_000_000, match: 1, time: 1))
        floor.feed(ITCHMessage.execute(1, 2, 300, time: 2))
        #expect(Self.trade(floor, 1, age: 1)?.mid == 10_000 * Floor.cent)
        let last = try #require(Self.trade(floor, 1, age: 0))
        #expect(last.mid == Price.none && last.trade.aggressor == UInt8(TECTRA_BUY) && last.trade.quantity == 300)
        #expect(Self.trade(floor, 1, age: 2) == nil && Self.trade(floor, 2, age: 0) == nil)
        for number in 0..<40 {
            floor.feed(ITCHMessage.hiddenTrade(1, UInt32(number) + 1, at: 1_000_000, match: 9, time: 3))
        }
        let kept = (0..<RecentTrades.kept).compactMap { Self.trade(floor, 1, age: $0)?.trade.quantity }
        #expect(kept == (0..<RecentTrades.kept).map { Int64(40 - $0) })
        #expect(Self.trade(floor, 1, age: RecentTrades.kept) == nil)
    }

    @Test func aBrokenOneSaysSo() throws {
        let floor = try Floor()
        floor.openMarket()
        for match in UInt64(1)...3 {
            floor.feed(ITCHMessage.hiddenTrade(1, 10, at: 1_000_000, match: match, time: Int64(match)))
        }
        floor.feed(ITCHMessage.broken(1, match: 2, time: 4))
        let flags = (0..<3).compactMap { Self.trade(floor, 1, age: $0)?.trade.flags }
        #expect(flags.map { $0 & UInt32(TECTRA_DATA_BROKEN) != 0 } == [false, true, false])
    }
}
