// A day of ITCH through the books: the stored ticks are the best prices, as books built anew have them.
import MarketData
import PluginABI
import Records
import TestSupport
import Testing
import TickStore

@Suite struct DayImportTests {
    private static let capacity = BookCapacity(instruments: 64, orders: 1 << 16, levels: 1 << 16)
    private static let midnight: Int64 = 20_000 * 86_400_000_000_000

    private static func day(_ seed: UInt64) -> [[UInt8]] {
        var generator = DayGenerator(DayPlan(messages: 8_000, symbols: 6, seed: seed, regime: .meanRevert))
        var messages: [[UInt8]] = []
        while let message = generator.next() { messages.append(message) }
        // Of a trade that counted, the venue says later that it does not.
        var broken = [UInt8](repeating: 0, count: 19)
        broken[0] = UInt8(ascii: "B")
        broken[2] = 1
        for byte in 5..<11 { broken[byte] = messages[messages.count - 1][byte] }
        broken[18] = 9
        messages.append(broken)
        return messages
    }

    @Test func ticksAreTheBestPricesAfterEachChange() throws {
        let folder = TemporaryDirectory()
        let store = folder.file("store")
        var random = SplitMix64.printed()
        let messages = Self.day(random.next())
        var writer = try TickWriter.open(store)
        var day = try DayImport(Self.capacity, midnight: Self.midnight)
        for message in messages { try message.withUnsafeBytes { try day.apply($0, to: &writer) } }
        try writer.close(sealing: true)
        #expect(day.unnamed == 0 && day.faults == 0 && day.messages == UInt64(messages.count))

        var books = try MarketBooks(Self.capacity)
        var last: [String: TopOfBook] = [:]
        var counts: [String: (ticks: Int, shares: Int64)] = [:]
        for message in messages {
            let event = message.withUnsafeBytes { books.apply($0) }
            guard let symbol = books.symbol(of: event.instrument) else { continue }
            let top = books.top(of: event.instrument)
            var count = counts[symbol] ?? (0, 0)
            if event.isTopChanged || event.kind == .status { count.ticks += 1 }
            if event.isPrintable { count.shares += event.quantity }
            if event.kind != .broken { last[symbol] = top }
            counts[symbol] = count
        }
        #expect(counts.count == 6)
        var breaks = 0
        for (text, count) in counts {
            let symbol = try #require(TickSymbol(text))
            var ticks: [tectra_tick] = []
            var window = try TickWindow(store, TickQuery(symbol, .ticks))
            while let rows = try window.next() { ticks.append(contentsOf: rows.ticks) }
            #expect(ticks.count == count.ticks)
            let end = try #require(ticks.last)
            #expect(end.bid_price == last[text]?.bid && end.ask_price == last[text]?.ask)
            #expect(end.bid_quantity == last[text]?.bidQuantity && end.ask_quantity == last[text]?.askQuantity)
            #expect(ticks.allSatisfy { $0.time >= Self.midnight && $0.time < Self.midnight + 86_400_000_000_000 })
            var shares: Int64 = 0
            var trades = try TickWindow(store, TickQuery(symbol, .trades))
            while let rows = try trades.next() {
                for trade in rows.trades {
                    shares += trade.quantity
                    guard trade.flags & UInt32(TECTRA_DATA_BROKEN) != 0 else { continue }
                    breaks += 1
                    #expect(trade.match_id == 9 && trade.price == Price.none && trade.quantity == 0)
                }
            }
            #expect(shares == count.shares)
        }
        #expect(breaks == 1)
    }

    @Test func onlyTheSymbolsThatAreWanted() throws {
        let folder = TemporaryDirectory()
        let store = folder.file("store")
        let messages = Self.day(5)
        var books = try MarketBooks(Self.capacity)
        for message in messages { _ = message.withUnsafeBytes { books.apply($0) } }
        let symbol = try #require(books.symbol(of: 3).flatMap { TickSymbol($0) })
        var writer = try TickWriter.open(store)
        var day = try DayImport(Self.capacity, midnight: Self.midnight, symbols: [symbol])
        for message in messages { try message.withUnsafeBytes { try day.apply($0, to: &writer) } }
        try writer.close(sealing: true)
        #expect(try TickStoreFacts(store).symbols == [symbol])
        #expect(day.unnamed == 0)
    }
}
