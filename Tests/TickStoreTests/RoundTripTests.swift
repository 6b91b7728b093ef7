// What goes in comes out, bit for bit: ordinary markets and every value that fits the fields.
import PluginABI
import Records
import TestSupport
import Testing
import TickStore

@Suite struct RoundTripTests {
    @Test(arguments: [false, true], [1, 7]) func everyRowComesBack(isWild: Bool, symbols: Int) throws {
        let folder = TemporaryDirectory()
        let store = folder.file("store")
        var rows = RandomRows(.printed(), symbols: symbols, isWild: isWild)
        var shelf = Shelf(symbols: symbols)
        var writer = try TickWriter.open(store)
        // More than two blocks of the busiest symbol, and short ones of the others.
        try shelf.fill(&writer, &rows, count: 12_000)
        try writer.close(sealing: true)
        for symbol in 0..<symbols {
            let name = RandomRows.name(symbol)
            #expect(try Answer(store, TickQuery(name, .ticks)).rows == shelf.expectedTicks(symbol, .min, .max))
            #expect(try Answer(store, TickQuery(name, .trades)).rows == shelf.expectedTrades(symbol, .min, .max))
        }
        let found = try TickStoreVerification(store)
        #expect(found.faults.isEmpty, "\(found.faults.kept)")
        #expect(found.rows == 12_000 && found.tailBytes == 0)
    }

    @Test func aWindowIsWhatAFilterFinds() throws {
        let folder = TemporaryDirectory()
        let store = folder.file("store")
        var rows = RandomRows(.printed(), symbols: 5, isWild: false)
        var shelf = Shelf(symbols: 5)
        var limits = TickStoreLimits()
        // Several segments, sealed ones and an open one.
        limits.segmentSize = 1 << 16
        var writer = try TickWriter.open(store, limits: limits)
        let begin = rows.time
        for _ in 0..<6 {
            try shelf.fill(&writer, &rows, count: 2_500)
            try writer.flush()
        }
        let length = Int(rows.time - begin)
        for _ in 0..<120 {
            let symbol = rows.random.below(5)
            let from = begin + Int64(rows.random.below(length + length / 8) - length / 16)
            let to = from + Int64(rows.random.below(length / (1 + rows.random.below(40))))
            let name = RandomRows.name(symbol)
            let ticks = try Answer(store, TickQuery(name, .ticks, from: from, to: to))
            #expect(ticks.rows == shelf.expectedTicks(symbol, from, to) && ticks.faults.isEmpty)
            let trades = try Answer(store, TickQuery(name, .trades, from: from, to: to))
            #expect(trades.rows == shelf.expectedTrades(symbol, from, to) && trades.faults.isEmpty)
        }
        #expect(writer.totals.blocks > 30)
    }

    @Test func anEmptyAnswerIsNoError() throws {
        let folder = TemporaryDirectory()
        let store = folder.file("store")
        _ = try TickWriter.open(store).close(sealing: true)
        #expect(try Answer(store, TickQuery(RandomRows.name(0), .ticks)).rows.isEmpty)
        #expect(throws: TickStoreError.missing(path: folder.file("none"))) {
            _ = try Answer(folder.file("none"), TickQuery(RandomRows.name(0), .ticks))
        }
    }

    @Test func symbolsAreOrderedAsBytesAndReadBack() throws {
        let texts = ["A", "AA", "AB", "B", "BRK.A", "ZVZZT", "ABCDEFGHIJKLMNOP"]
        let symbols = texts.compactMap { TickSymbol($0) }
        #expect(symbols.count == texts.count)
        #expect(symbols.map(\.description) == texts)
        #expect(symbols.sorted().map(\.description) == texts.sorted())
        for text in ["", "ABCDEFGHIJKLMNOPQ", "A B", "Ä", "A\u{0}"] { #expect(TickSymbol(text) == nil) }
    }
}
