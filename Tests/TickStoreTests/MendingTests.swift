// What a verification says about damage makes the store whole again when it is followed, wherever the damage is.
import Foundation
import MarketData
import TestSupport
import Testing
import TickStore

@Suite struct MendingTests {
    private static let nanosecondsOfDay: Int64 = 86_400_000_000_000
    private static let days: [Int64] = [20_000, 20_001, 20_004]

    private static func add(_ day: Int64, to store: String) throws {
        var limits = TickStoreLimits()
        limits.segmentSize = 1 << 16
        limits.memory = 4 << 20
        var writer = try TickWriter.open(store, limits: limits)
        var generator = DayGenerator(
            DayPlan(messages: 24_000, symbols: 6, seed: UInt64(day), regime: .meanRevert))
        var books = try DayImport(
            BookCapacity(instruments: 64, orders: 1 << 16, levels: 1 << 16), midnight: day * nanosecondsOfDay)
        while let message = generator.next() { try message.withUnsafeBytes { try books.apply($0, to: &writer) } }
        try writer.close(sealing: true)
    }

    private static func files(_ store: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: store).filter { $0 != "lock" }.sorted()
    }

    /// Does as it is told.
    private static func follow(_ mending: TickStoreVerification.Mending, in store: String) throws {
        if let first = mending.firstSegment {
            let name = String(first.dropFirst(store.count + 1).prefix(8))
            for file in try files(store) where file >= name {
                try FileManager.default.removeItem(atPath: "\(store)/\(file)")
            }
        }
        for index in mending.indexes { try FileManager.default.removeItem(atPath: index) }
        for day in mending.days { try add(day, to: store) }
    }

    @Test func theAdviceMakesAStoreWholeAgain() throws {
        let folder = TemporaryDirectory()
        let store = folder.file("store")
        for day in Self.days { try Self.add(day, to: store) }
        let whole = try TickStoreVerification(store)
        let files = try Self.files(store)
        #expect(whole.faults.isEmpty && whole.mending == nil && files.count > 2 * Self.days.count)
        var random = SplitMix64.printed()
        var kinds = (segments: 0, indexes: 0)
        for file in files {
            let url = URL(filePath: "\(store)/\(file)")
            var bytes = try Data(contentsOf: url)
            // Behind the headers, so that the segment still says of what day it is; padding is checked by nothing.
            let place = 64 + random.below(min(bytes.count - 64, 2_000))
            bytes[place] ^= 1
            try bytes.replace(url.path)
            let found = try TickStoreVerification(store)
            guard !found.faults.isEmpty else { continue }
            let mending = try #require(found.mending)
            #expect(mending.firstSegment != nil || !mending.indexes.isEmpty)
            #expect(!mending.isDayUnknown && mending.days == mending.days.sorted())
            if mending.firstSegment != nil { kinds.segments += 1 } else { kinds.indexes += 1 }
            try Self.follow(mending, in: store)
            // An import of the newest day makes an index anew and adds nothing.
            try Self.add(Self.days[2], to: store)
            let after = try TickStoreVerification(store)
            #expect(after.faults.isEmpty && after.rows == whole.rows, "\(file), byte \(place): \(after.faults.kept)")
        }
        #expect(kinds.segments > 2 && kinds.indexes > 2)
    }

    @Test func aSegmentWithoutItsHeaderTakesTheDayBeforeWithIt() throws {
        let folder = TemporaryDirectory()
        let store = folder.file("store")
        for day in Self.days { try Self.add(day, to: store) }
        let segments = try Self.files(store).filter { $0.hasSuffix(".ticks") }
        let newest = try #require(segments.last)
        var bytes = try Data(contentsOf: URL(filePath: "\(store)/\(newest)"))
        bytes[3] ^= 1
        try bytes.replace("\(store)/\(newest)")
        let mending = try #require(try TickStoreVerification(store).mending)
        #expect(mending.isDayUnknown && mending.firstSegment != nil)
        let whole = folder.file("whole")
        for day in Self.days { try Self.add(day, to: whole) }
        try Self.follow(mending, in: store)
        for day in Self.days where !mending.days.contains(day) && day > Self.days[0] { try Self.add(day, to: store) }
        #expect(try TickStoreVerification(store).rows == TickStoreVerification(whole).rows)
    }

    @Test func whatIsNoStoreIsNoWholeStore() throws {
        let folder = TemporaryDirectory()
        try Data("x".utf8).write(to: URL(filePath: folder.file("something")))
        let missing = TickStoreError.missing(path: folder.path)
        #expect(throws: missing) { try TickStoreVerification(folder.path) }
        #expect(throws: missing) { try TickStoreFacts(folder.path) }
        let empty = folder.file("empty")
        try TickWriter.open(empty).close(sealing: true)
        #expect(try TickStoreVerification(empty).faults.isEmpty)
    }

    @Test func aWriterTellsTheNewestDay() throws {
        let folder = TemporaryDirectory()
        let store = folder.file("store")
        for day in Self.days {
            try Self.add(day, to: store)
            #expect(try TickWriter.open(store).newestDay == day)
        }
        #expect(try TickWriter.open(folder.file("other")).newestDay == nil)
    }
}
