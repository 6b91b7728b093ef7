// A query touches the blocks of its window and no others: counted, not timed.
import PluginABI
import Records
import TestSupport
import Testing
import TickStore

@Suite struct QueryCostTests {
    /// Four days of ten symbols, `blocks` whole blocks a symbol and day, one row a millisecond.
    private static let days: Int64 = 4
    private static let symbols = 10
    private static let blockRows = 4096
    private static let midnight: Int64 = 20_000 * 86_400_000_000_000

    private static func fill(_ store: String) throws {
        var writer = try TickWriter.open(store)
        var sequence: UInt64 = 0
        for day in 0..<days {
            for row in 0..<3 * blockRows {
                for symbol in 0..<symbols {
                    sequence += 1
                    var tick = tectra_tick.blank
                    tick.sequence = sequence
                    tick.time = midnight + day * 86_400_000_000_000 + Int64(row) * 1_000_000
                    tick.instrument = UInt32(symbol)
                    tick.bid_price = 1_000_000_000
                    tick.flags = day == 2 && row == 5000 && symbol == 3 ? UInt32(TECTRA_DATA_GAP) : 0
                    let number = try writer.number(of: RandomRows.name(symbol), instrument: UInt32(symbol))
                    try writer.append(tick, to: number)
                }
            }
        }
        try writer.close(sealing: true)
    }

    @Test func onlyTheBlocksOfTheWindowAreRead() throws {
        let folder = TemporaryDirectory()
        let store = folder.file("store")
        try Self.fill(store)
        let facts = try TickStoreFacts(store)
        #expect(facts.blocks == 4 * 10 * 3 && facts.segments == 4 && facts.sealed == 4)
        let day: Int64 = 86_400_000_000_000
        let name = RandomRows.name(3)
        // The whole store: three blocks a day of this symbol.
        let all = try Answer(store, TickQuery(name, .ticks))
        #expect(all.blocksRead == 12 && all.blocksPassed == 0 && all.rows.count == 4 * 3 * 4096)
        // One day: the other segments are left out by their time.
        let one = try Answer(store, TickQuery(name, .ticks, from: Self.midnight + day, to: Self.midnight + 2 * day))
        #expect(one.blocksRead == 3 && one.segmentsPassed == 3 && one.rows.count == 3 * 4096)
        // One row in the middle of a block.
        let at = Self.midnight + 2 * day + 5_000 * 1_000_000
        let row = try Answer(store, TickQuery(name, .ticks, from: at, to: at + 1))
        #expect(row.blocksRead == 1 && row.segmentsPassed == 3 && row.rows.count == 1)
        // Across a border of two blocks.
        let border = Self.midnight + Int64(Self.blockRows) * 1_000_000
        let two = try Answer(store, TickQuery(name, .ticks, from: border - 1_000_000, to: border + 1))
        #expect(two.blocksRead == 2 && two.rows.count == 2)
        // Nothing there: before, after, another symbol, another kind.
        for query in [
            TickQuery(name, .ticks, to: Self.midnight), TickQuery(name, .ticks, from: Self.midnight + 9 * day),
            TickQuery(RandomRows.name(77), .ticks), TickQuery(name, .trades),
        ] {
            let none = try Answer(store, query)
            #expect(none.blocksRead == 0 && none.rows.isEmpty)
        }
        // Blocks without a row of the wanted flags are not read.
        let flagged = try Answer(store, TickQuery(name, .ticks), flags: UInt32(TECTRA_DATA_GAP))
        #expect(flagged.blocksRead == 1 && flagged.blocksPassed == 11)
    }

    @Test func readingAndWritingAllocateNothingPerRow() throws {
        let folder = TemporaryDirectory()
        let store = folder.file("store")
        try Self.fill(store)
        func allocations(_ to: Int64) throws -> Int {
            var window = try TickWindow(store, TickQuery(RandomRows.name(1), .ticks, to: to))
            var rows = 0
            return try AllocationCounter.count { while let found = try window.next() { rows += found.count } }
        }
        _ = try allocations(.max)
        // One block more costs nothing; what there is, is of opening a segment.
        let one = try allocations(Self.midnight + 1)
        let three = try allocations(Self.midnight + 3 * 4096 * 1_000_000)
        #expect(one == three)

        var writer = try TickWriter.open(folder.file("other"))
        let number = try writer.number(of: RandomRows.name(1), instrument: 1)
        var tick = tectra_tick.blank
        func append(_ count: Int) throws {
            for _ in 0..<count {
                tick.time += 1
                tick.sequence += 1
                try writer.append(tick, to: number)
            }
        }
        try append(5000)
        let writing = try AllocationCounter.count { try append(1000) }
        #expect(writing == 0)
    }
}
