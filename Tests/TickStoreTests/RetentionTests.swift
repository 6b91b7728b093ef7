// Old days go whole, the newest stays, and what is asked about what is left is answered.
import Foundation
import PluginABI
import Records
import TestSupport
import Testing
import TickStore

@Suite struct RetentionTests {
    private static let day: Int64 = 86_400_000_000_000

    private static func fill(_ store: String, days: Int64) throws {
        var writer = try TickWriter.open(store)
        let number = try writer.number(of: RandomRows.name(0), instrument: 0)
        for day in 0..<days {
            for row in 0..<10 {
                var tick = tectra_tick.blank
                tick.sequence = UInt64(row + 1)
                tick.time = (19_000 + day) * Self.day + Int64(row)
                try writer.append(tick, to: number)
            }
        }
        try writer.close(sealing: true)
    }

    @Test func daysAreDroppedWhole() throws {
        let folder = TemporaryDirectory()
        let store = folder.file("store")
        try Self.fill(store, days: 6)
        let trial = try TickRetention(store, keepingDays: 2, isTrial: true)
        #expect(trial.dropped.count == 4 && trial.kept == 2 && trial.firstDay == 19_004)
        #expect(try TickStoreFacts(store).segments == 6)
        let done = try TickRetention(store, keepingDays: 2)
        #expect(done.dropped == trial.dropped)
        #expect(try FileManager.default.contentsOfDirectory(atPath: store).count == 2 * 2 + 1)
        let answer = try Answer(store, TickQuery(RandomRows.name(0), .ticks))
        #expect(answer.rows.count == 20 && answer.faults.isEmpty)
        #expect(try TickStoreVerification(store).faults.isEmpty)
        // The newest day never goes; writing goes on behind it.
        #expect(try TickRetention(store, keepingDays: 1).dropped.count == 1)
        #expect(try TickRetention(store, keepingDays: 1).dropped.isEmpty)
        try Self.fill(store, days: 8)
        #expect(try TickStoreFacts(store).rows == 30)
        #expect(throws: TickStoreError.self) { try TickRetention(store, keepingDays: 0) }
    }
}
