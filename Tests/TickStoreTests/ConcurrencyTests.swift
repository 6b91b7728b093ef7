// A reader beside the writer sees whole blocks only, and more of them as they come.
import PluginABI
import Records
import Synchronization
import TestSupport
import Testing
import TickStore

@Suite struct ConcurrencyTests {
    /// What the two sides tell each other.
    private final class Signals: Sendable {
        let written = Atomic<Int>(0)
        let isDone = Atomic<Bool>(false)
    }

    private static let total = 60_000

    @Test func aReaderSeesAPrefixAndNoFault() throws {
        let folder = TemporaryDirectory()
        let store = folder.file("store")
        _ = try TickWriter.open(store).totals.rows
        let signals = Signals()
        let thread = TestThread {
            do { try Self.write(store, signals) } catch { Issue.record("\(error)") }
            signals.isDone.store(true, ordering: .releasing)
        }
        var looks = 0
        while looks < 3 || !signals.isDone.load(ordering: .acquiring) {
            let floor = signals.written.load(ordering: .acquiring)
            var window = try TickWindow(store, TickQuery(RandomRows.name(0), .ticks))
            var sequence: UInt64 = 0
            while let rows = try window.next() {
                for tick in rows.ticks {
                    sequence += 1
                    if tick.sequence != sequence || tick.bid_quantity != Int64(sequence) {
                        Issue.record("\(tick.sequence) in place of \(sequence)")
                    }
                }
            }
            #expect(window.faults.isEmpty, "\(window.faults.kept)")
            #expect(Int(sequence) >= floor, "what was flushed before is there")
            looks += 1
        }
        thread.join()
        #expect(try Answer(store, TickQuery(RandomRows.name(0), .ticks)).rows.count == Self.total)
    }

    private static func write(_ store: String, _ signals: Signals) throws {
        var limits = TickStoreLimits()
        limits.segmentSize = 1 << 16
        var writer = try TickWriter.open(store, limits: limits)
        let number = try writer.number(of: RandomRows.name(0), instrument: 0)
        var tick = tectra_tick.blank
        for row in 1...total {
            tick.sequence = UInt64(row)
            tick.time += 1_000
            tick.bid_quantity = Int64(row)
            try writer.append(tick, to: number)
            if row % 500 == 0 {
                try writer.flush()
                signals.written.store(row, ordering: .releasing)
            }
        }
        try writer.close(sealing: true)
    }
}
