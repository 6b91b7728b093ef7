// The market ring's contract: every record whole and in order, or a lap that is told.
import SharedMemory
import Synchronization
import TestSupport
import Testing

@Suite struct MarketRingTests {
    private static func ring(cells: Int) throws -> SharedRegion {
        try SharedRegion.create(name: "market", size: RingLayout.marketRegionSize(cells: cells))
    }

    /// A record of 24 to 520 bytes, mostly one cell.
    private static func size(_ random: inout SplitMix64) -> Int {
        random.below(2) == 0 ? 64 : 24 + 8 * random.below(63)
    }

    @Test func everyRecordArrivesInOrderAcrossWraps() throws {
        var random = SplitMix64.printed()
        for cells in [64, 128, 1024] {
            let region = try Self.ring(cells: cells)
            var writer = try MarketRing.Writer(in: region)
            var reader = try MarketRing.Reader(in: region)
            let sent = RecordBuffer()
            let got = RecordBuffer()
            var sequence: UInt64 = 0
            var read: UInt64 = 0
            for _ in 0..<5_000 {
                var sizes: [Int] = []
                var waiting = 0
                while waiting < cells / 2, random.below(8) > 0 {
                    let size = Self.size(&random)
                    sequence += 1
                    writer.stage(sent.fill(sequence: sequence, size: size))
                    waiting += (size + 63) / 64
                    sizes.append(size)
                }
                #expect(reader.next(into: got.bytes) == .empty, "staged is not published")
                writer.commit()
                for size in sizes {
                    try #require(reader.next(into: got.bytes) == .record(size))
                    read += 1
                    try #require(got.sequence == read && got.isWhole(size))
                }
                #expect(reader.next(into: got.bytes) == .empty)
            }
            #expect(writer.head > UInt64(cells) * 10, "it went round")
            #expect(reader.counters.records == read && writer.counters.records == sequence)
            #expect(reader.counters.lapped == 0)
        }
    }

    @Test func aLappedReaderIsToldAndGoesOn() throws {
        var random = SplitMix64.printed()
        let region = try Self.ring(cells: 64)
        var writer = try MarketRing.Writer(in: region)
        var reader = try MarketRing.Reader(in: region, from: .beginning)
        let sent = RecordBuffer()
        let got = RecordBuffer()
        var sequence: UInt64 = 0
        var laps: UInt64 = 0
        var lost: UInt64 = 0
        var readCells: UInt64 = 0
        for _ in 0..<2_000 {
            for _ in 0..<random.below(100) {
                sequence += 1
                writer.publish(sent.fill(sequence: sequence, size: Self.size(&random)))
            }
            reading: while true {
                switch reader.next(into: got.bytes) {
                case .record(let size):
                    try #require(got.isWhole(size))
                    readCells += UInt64((size + 63) / 64)
                case .lapped:
                    laps += 1
                    #expect(reader.next(into: got.bytes) == .lapped, "it stays lapped until it resumes")
                    let cells = reader.resumeAtHead()
                    #expect(cells > 56, "it was lapped with room to spare")
                    lost += cells
                case .empty: break reading
                case .corrupt:
                    Issue.record("corrupt")
                    break reading
                }
            }
            #expect(readCells + lost == writer.head)
        }
        #expect(laps > 100)
        #expect(reader.counters.lapped == laps && reader.counters.lost == lost)
    }

    @Test func readersBeginAtTheHead() throws {
        let region = try Self.ring(cells: 64)
        var writer = try MarketRing.Writer(in: region)
        let buffer = RecordBuffer()
        writer.publish(buffer.fill(sequence: 1, size: 64))
        var late = try MarketRing.Reader(in: region)
        #expect(late.next(into: buffer.bytes) == .empty && !late.hasMore)
        writer.publish(buffer.fill(sequence: 2, size: 128))
        #expect(late.hasMore && late.depth == 2)
        #expect(late.next(into: buffer.bytes) == .record(128))
        #expect(buffer.sequence == 2)
    }

    @Test func whatIsNoRecordIsNeitherPublishedNorRead() throws {
        let region = try Self.ring(cells: 64)
        var writer = try MarketRing.Writer(in: region)
        var reader = try MarketRing.Reader(in: region)
        let buffer = RecordBuffer()
        let record = buffer.fill(sequence: 1, size: 64)
        writer.publish(UnsafeRawBufferPointer(rebasing: record[0..<56]))
        writer.publish(UnsafeRawBufferPointer(rebasing: record[0..<8]))
        writer.publish(UnsafeRawBufferPointer(start: nil, count: 0))
        writer.publish(buffer.fill(sequence: 1, size: 64 * 40))
        #expect(writer.head == 0 && writer.counters.refused == 4)
        writer.publish(buffer.fill(sequence: 1, size: 512))
        let small = UnsafeMutableRawBufferPointer(rebasing: buffer.bytes[0..<64])
        #expect(reader.next(into: small) == .corrupt)
        #expect(reader.next(into: buffer.bytes) == .record(512))
    }

    /// What the writing thread tells the reading one.
    private final class Progress: Sendable {
        let isEnough = Atomic(false)
        let isDone = Atomic(false)
        let head = Atomic<UInt64>(0)
    }

    /// A writer at full speed, a reader that is sometimes slow: no record is ever torn, the order
    /// never breaks, and every cell is either read or counted as lost.
    @Test(arguments: [64, 4096]) func noTornRecordAtFullSpeed(cells: Int) throws {
        var random = SplitMix64.printed()
        let held = Held(try Self.ring(cells: cells))
        let seed = random.next()
        let goal: UInt64 = 100_000
        let progress = Progress()
        var reader = try MarketRing.Reader(in: held.region, from: .beginning)
        let thread = TestThread {
            guard var writer = try? MarketRing.Writer(in: held.region) else { return }
            var random = SplitMix64(seed: seed)
            let buffer = RecordBuffer()
            var sequence: UInt64 = 0
            while !progress.isEnough.load(ordering: .relaxed) {
                sequence += 1
                writer.publish(buffer.fill(sequence: sequence, size: Self.size(&random)))
            }
            progress.head.store(writer.head, ordering: .relaxed)
            progress.isDone.store(true, ordering: .releasing)
        }
        let got = RecordBuffer()
        var (last, read, readCells): (UInt64, UInt64, UInt64) = (0, 0, 0)
        var (torn, disordered, gapsUntold) = (0, 0, 0)
        var mayJump = false
        reading: while true {
            let wasDone = progress.isDone.load(ordering: .acquiring)
            switch reader.next(into: got.bytes) {
            case .record(let size):
                if !got.isWhole(size) { torn += 1 }
                if got.sequence <= last { disordered += 1 }
                if got.sequence != last + 1, !mayJump { gapsUntold += 1 }
                mayJump = false
                last = got.sequence
                read += 1
                readCells += UInt64((size + 63) / 64)
                if read >= goal, reader.counters.lapped > 0 { progress.isEnough.store(true, ordering: .relaxed) }
                if read % 10_000 == 0 { for _ in 0..<2_000 { _ = got.isWhole(size) } }
            case .lapped:
                reader.resumeAtHead()
                mayJump = true
            case .empty:
                if wasDone { break reading }
            case .corrupt:
                torn += 1
                break reading
            }
        }
        // Whatever ended the reading: a writer that nobody stops would never be joined.
        progress.isEnough.store(true, ordering: .relaxed)
        thread.join()
        #expect(torn == 0)
        #expect(disordered == 0)
        #expect(gapsUntold == 0)
        #expect(readCells + reader.counters.lost == progress.head.load(ordering: .relaxed))
        print("market ring of \(cells) cells: \(read) of \(last) read, \(reader.counters.lapped) laps")
    }
}
