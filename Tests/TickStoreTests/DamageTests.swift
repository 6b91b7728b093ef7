// A flipped byte anywhere is found, told with its file and place, and costs its own block alone.
import Foundation
import TestSupport
import Testing
import TickStore

@Suite struct DamageTests {
    @Test func aFlippedByteCostsItsBlockAndIsToldWithItsPlace() throws {
        let folder = TemporaryDirectory()
        let store = folder.file("store")
        var rows = RandomRows(.printed(), symbols: 3, isWild: false)
        var shelf = Shelf(symbols: 3)
        var writer = try TickWriter.open(store)
        for _ in 0..<5 {
            try shelf.fill(&writer, &rows, count: 200)
            try writer.flush()
        }
        try writer.close(sealing: true)
        for name in ["/00000001.ticks", "/00000001.index"] {
            let url = URL(filePath: store + name)
            let whole = try Data(contentsOf: url)
            for _ in 0..<60 {
                let place = rows.random.below(whole.count)
                var bytes = whole
                bytes[place] ^= UInt8(1 << rows.random.below(8))
                try bytes.replace(url.path)
                let found = try TickStoreVerification(store)
                let isPadding = name.hasSuffix("ticks") && found.faults.isEmpty
                #expect(isPadding || found.faults.kept.contains { $0.path.hasPrefix(store) && $0.offset <= place })
                if isPadding { #expect(found.rows == 1_000, "byte \(place) is checked by nothing") }
                var kept = 0
                for symbol in 0..<3 {
                    let answer = try Answer(store, TickQuery(RandomRows.name(symbol), .ticks))
                    let all = shelf.expectedTicks(symbol, .min, .max)
                    kept += answer.rows.count
                    // Never a row that was not written, never out of order.
                    #expect(Self.isPart(answer.rows, of: all))
                    if answer.faults.isEmpty, found.faults.kept.isEmpty { #expect(answer.rows == all) }
                }
                let total = shelf.ticks.reduce(0) { $0 + $1.count }
                #expect(kept >= (place < 64 && name.hasSuffix("ticks") ? 0 : total - 200))
            }
            try whole.replace(url.path)
        }
    }

    /// Whether `part` is `whole` with rows left out.
    private static func isPart(_ part: [[UInt8]], of whole: [[UInt8]]) -> Bool {
        var at = 0
        for row in part {
            while at < whole.count, whole[at] != row { at += 1 }
            guard at < whole.count else { return false }
            at += 1
        }
        return true
    }
}
