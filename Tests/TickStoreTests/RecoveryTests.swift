// A crash at any byte costs at most the blocks that were not whole; opening again cuts and goes on.
import Foundation
import PluginABI
import TestSupport
import Testing
import TickStore

@Suite struct RecoveryTests {
    private static func write(_ bytes: Data, _ path: String) throws { try bytes.replace(path) }
    private static func read(_ path: String) throws -> Data { try Data(contentsOf: URL(filePath: path)) }

    /// A store of one open segment with several blocks, its bytes, and where each block begins.
    private static func store(_ folder: TemporaryDirectory) throws -> (path: String, rows: RandomRows, shelf: Shelf) {
        let store = folder.file("store")
        var rows = RandomRows(.printed(), symbols: 2, isWild: false)
        var shelf = Shelf(symbols: 2)
        var writer = try TickWriter.open(store)
        for _ in 0..<4 {
            try shelf.fill(&writer, &rows, count: 60)
            try writer.flush()
        }
        try writer.close(sealing: false)
        return (store, rows, shelf)
    }

    @Test func aTornTailIsCutAtTheLastWholeBlock() throws {
        let folder = TemporaryDirectory()
        var (store, rows, shelf) = try Self.store(folder)
        let segment = store + "/00000001.ticks"
        let whole = try Self.read(segment)
        let all = try Answer(store, TickQuery(RandomRows.name(0), .ticks)).rows
        #expect(all == shelf.expectedTicks(0, .min, .max))
        for _ in 0..<60 {
            let length = 64 + rows.random.below(whole.count - 64)
            try Self.write(whole.prefix(length), segment)
            // A reader sees whole blocks, and no fault: the tail may be being written.
            let seen = try Answer(store, TickQuery(RandomRows.name(0), .ticks))
            #expect(seen.faults.isEmpty && seen.rows == Array(all.prefix(seen.rows.count)))
            let writer = try TickWriter.open(store)
            #expect(writer.totals.faults.isEmpty)
            let left = try Self.read(segment).count
            #expect(left + writer.totals.cutBytes == length && left <= length)
            let after = try Answer(store, TickQuery(RandomRows.name(0), .ticks))
            #expect(after.rows == seen.rows)
            #expect(try TickStoreVerification(store).faults.isEmpty)
        }
    }

    @Test func aTailOfZerosOrRubbishIsCutToo() throws {
        let folder = TemporaryDirectory()
        let (store, _, _) = try Self.store(folder)
        let segment = store + "/00000001.ticks"
        let whole = try Self.read(segment)
        for tail in [Data(count: 4096), Data((0..<5000).map { UInt8(truncatingIfNeeded: $0 &* 31) })] {
            try Self.write(whole + tail, segment)
            let writer = try TickWriter.open(store)
            #expect(try writer.close(sealing: false).cutBytes == tail.count)
            #expect(try Self.read(segment) == whole)
        }
    }

    @Test func givingTheSameRowsAgainAddsNothing() throws {
        let folder = TemporaryDirectory()
        let store = folder.file("store")
        var rows = RandomRows(.printed(), symbols: 3, isWild: false)
        var shelf = Shelf(symbols: 3)
        var first = try TickWriter.open(store)
        try shelf.fill(&first, &rows, count: 5_000)
        try first.close(sealing: false)
        // The last block of a symbol is torn: some rows are lost.
        let segment = store + "/00000001.ticks"
        let whole = try Self.read(segment)
        try Self.write(whole.prefix(whole.count - 100), segment)
        try giveAgain()
        try giveAgain()
        for symbol in 0..<3 {
            let ticks = try Answer(store, TickQuery(RandomRows.name(symbol), .ticks)).rows
            #expect(ticks == shelf.expectedTicks(symbol, .min, .max))
            let trades = try Answer(store, TickQuery(RandomRows.name(symbol), .trades)).rows
            #expect(trades == shelf.expectedTrades(symbol, .min, .max))
        }
        func giveAgain() throws {
            var writer = try TickWriter.open(store)
            for symbol in 0..<3 {
                let number = try writer.number(of: RandomRows.name(symbol), instrument: UInt32(symbol))
                for tick in shelf.ticks[symbol] { try writer.append(tick, to: number) }
                for trade in shelf.trades[symbol] { try writer.append(trade, to: number) }
            }
            let totals = try writer.close(sealing: true)
            #expect(totals.rows + totals.passedOver == 5_000 && totals.passedOver > 0)
        }
    }

    @Test func aSegmentThatLostItsIndexGetsOneAndADamagedIndexIsDoneWithout() throws {
        let folder = TemporaryDirectory()
        let (store, _, shelf) = try Self.store(folder)
        try TickWriter.open(store).close(sealing: true)
        let index = store + "/00000001.index"
        let good = try Self.read(index)
        var bad = good
        bad[70] ^= 1
        // A query that does not touch the damaged entry does not see it; verify does.
        for (bytes, faults) in [(bad, 0...1), (good.prefix(100), 1...1), (Data(), 1...1), (Data(count: 500), 1...1)] {
            try Self.write(bytes, index)
            let answer = try Answer(store, TickQuery(RandomRows.name(1), .trades))
            #expect(answer.rows == shelf.expectedTrades(1, .min, .max))
            #expect(faults.contains(answer.faults.count) && answer.faults.kept.allSatisfy { $0.path == index })
            #expect(try !TickStoreVerification(store).faults.isEmpty)
        }
        try FileManager.default.removeItem(atPath: index)
        let answer = try Answer(store, TickQuery(RandomRows.name(1), .trades))
        #expect(answer.rows == shelf.expectedTrades(1, .min, .max) && answer.faults.isEmpty)
        try TickWriter.open(store).close(sealing: true)
        #expect(try Self.read(index) == good)
    }

    @Test func oneWriterAtATime() throws {
        let folder = TemporaryDirectory()
        let store = folder.file("store")
        let writer = try TickWriter.open(store)
        #expect(throws: TickStoreError.locked(path: store)) { _ = try Self.rows(store) }
        #expect(writer.totals.rows == 0)
    }

    private static func rows(_ store: String) throws -> Int { try TickWriter.open(store).totals.rows }
}
