// A tick store filled from a journal that grows: the same rows as an import of the day, each once, whatever
// happens to the recorder in between.
import Foundation
import Journal
import MarketData
import PluginABI
import Records
import TestSupport
import Testing
import TickRecorder
import TickStore

/// A day of the generator, and a journal that it is written to.
private final class Day {
    static let midnight: Int64 = 20_000 * 86_400_000_000_000
    static let symbols = 6
    let folder = TemporaryDirectory()
    let messages: [[UInt8]]
    private var journal: JournalWriter
    private var sequence: UInt64 = 0

    var path: String { folder.file("journal") }
    var store: String { folder.file("store") }

    init(_ seed: UInt64, messages count: Int = 8_000) throws {
        var generator = DayGenerator(
            DayPlan(messages: count, symbols: Self.symbols, seed: seed, regime: .meanRevert))
        var messages: [[UInt8]] = []
        while let message = generator.next() { messages.append(message) }
        self.messages = messages
        journal = try JournalWriter(directory: folder.file("journal"), segmentSize: 1 << 18)
        var session = tectra_session.blank
        session.time = Self.midnight
        session.instruments_max = 64
        session.orders_max = 1 << 16
        try append(session)
    }

    private func append<Input: Record>(_ record: Input) throws {
        try withUnsafeBytes(of: record) {
            try journal.append($0, kind: .input, strategy: 0, sequence: sequence, received: 0)
        }
        sequence += 1
    }

    func write(_ range: Range<Int>, source: Int = TECTRA_SOURCE_ITCH) throws {
        for message in messages[range] {
            var record = tectra_feed_message.blank
            record.source = UInt8(source)
            record.length = UInt16(message.count)
            withUnsafeMutableBytes(of: &record.bytes) { $0.copyBytes(from: message) }
            try append(record)
        }
    }

    func write(_ event: Int, first: UInt64, end: UInt64) throws {
        var record = tectra_feed_event.blank
        record.event = UInt8(event)
        record.first = first
        record.end = end
        try append(record)
    }

    func recorder() throws -> TickRecorder { try TickRecorder(journal: path, store: store) }

    /// Takes all that the journal has.
    static func drain(_ recorder: inout TickRecorder) throws {
        while try recorder.follow(atMost: 1_000) > 0 {}
    }

    /// Every row of a store, by symbol and kind.
    static func rows(_ store: String) throws -> [String: [[UInt8]]] {
        var all: [String: [[UInt8]]] = [:]
        for symbol in try TickStoreFacts(store).symbols {
            for kind in TickKind.allCases {
                var window = try TickWindow(store, TickQuery(symbol, kind))
                while let rows = try window.next() {
                    all["\(symbol) \(kind)", default: []] += kind == .ticks
                        ? rows.ticks.map { withUnsafeBytes(of: $0) { Array($0) } }
                        : rows.trades.map { withUnsafeBytes(of: $0) { Array($0) } }
                }
            }
        }
        return all
    }

    /// What an import of the day makes.
    func imported() throws -> [String: [[UInt8]]] {
        let store = folder.file("imported")
        var writer = try TickWriter.open(store)
        var day = try DayImport(
            BookCapacity(instruments: 64, orders: 1 << 16, levels: 1 << 17), midnight: Self.midnight)
        for message in messages { try message.withUnsafeBytes { try day.apply($0, to: &writer) } }
        try writer.close(sealing: true)
        return try Self.rows(store)
    }
}

@Suite struct TickRecorderTests {
    @Test func whatIsRecordedIsWhatIsImportedWhateverHappens() throws {
        var random = SplitMix64.printed()
        let day = try Day(random.next())
        var recorder = try day.recorder()
        var begin = 0
        while begin < day.messages.count {
            let end = min(day.messages.count, begin + 1 + random.below(900))
            try day.write(begin..<end)
            begin = end
            switch random.below(4) {
            case 0: _ = try recorder.follow(atMost: random.below(500))
            case 1: try Day.drain(&recorder)
            case 2:
                try Day.drain(&recorder)
                try recorder.flush()
            default:
                // Lost at this moment, with what it had not written; another begins.
                recorder = try Self.replaced(consume recorder, day)
            }
        }
        try Day.drain(&recorder)
        try recorder.close()
        let (recorded, imported) = (try Day.rows(day.store), try day.imported())
        #expect(recorded == imported)
        #expect(imported.count == 2 * Day.symbols && imported.values.allSatisfy { $0.count > 20 })
    }

    private static func replaced(_ old: consuming TickRecorder, _ day: Day) throws -> TickRecorder {
        // The store has one writer: the old one must be gone before the new one comes.
        _ = consume old
        return try day.recorder()
    }

    @Test func rowsBehindAGapSayThatTheyAre() throws {
        let day = try Day(11, messages: 4_000)
        try day.write(0..<2_000)
        try day.write(TECTRA_FEED_GAP, first: 2_001, end: 2_101)
        try day.write(2_100..<day.messages.count)
        var recorder = try day.recorder()
        try Day.drain(&recorder)
        try recorder.close()
        let ticks = try Day.rows(day.store).filter { $0.key.hasSuffix("ticks") }.values.flatMap { rows in
            rows.map { $0.withUnsafeBytes { $0.loadUnaligned(as: tectra_tick.self) } }
        }
        let gap = UInt32(TECTRA_DATA_GAP)
        #expect(ticks.allSatisfy { ($0.flags & gap != 0) == ($0.sequence > 2_100) })
        #expect(ticks.contains { $0.sequence > 2_100 } && ticks.contains { $0.sequence < 2_000 })
    }

    @Test func aSnapshotFillsTheBooksAndNotTheStore() throws {
        let day = try Day(5, messages: 2_000)
        try day.write(0..<1_000, source: TECTRA_SOURCE_SNAPSHOT)
        try day.write(TECTRA_FEED_RESTORED, first: 1_001, end: 1_001)
        try day.write(1_000..<day.messages.count)
        var recorder = try day.recorder()
        try Day.drain(&recorder)
        try recorder.close()
        let imported = try day.imported()
        for (key, rows) in try Day.rows(day.store) {
            // From the snapshot on they are those of the whole day, number for number.
            #expect(rows == Array((imported[key] ?? []).suffix(rows.count)) && !rows.isEmpty)
        }
    }

    @Test func theThreadFillsAndTriesAgain() throws {
        let day = try Day(3)
        var plan = RecorderPlan(store: day.store)
        plan.flushSeconds = 1
        try day.write(0..<4_000)
        // Somebody else has the store: it says so, and goes on once it is free.
        let other = try TickWriter.open(day.store)
        let thread = RecorderThread(plan, journals: [day.path]) { _ in }
        try thread.start()
        defer { thread.stop() }
        #expect(Self.wait { thread.figures.problem != nil })
        try other.close(sealing: false)
        #expect(Self.wait { thread.figures.problem == nil && thread.figures.sequence >= 4_000 })
        try day.write(4_000..<day.messages.count)
        #expect(Self.wait { thread.figures.sequence == UInt64(day.messages.count) })
        thread.stop()
        #expect(try Day.rows(day.store) == day.imported())
    }

    private static func wait(_ condition: () -> Bool) -> Bool {
        let deadline = Date().addingTimeInterval(30)
        while Date() < deadline {
            if condition() { return true }
            usleep(5_000)
        }
        return false
    }
}
