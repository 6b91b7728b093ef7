// The private ring's contract: nothing lost, nothing overwritten, a nonsense index is a breach.
import SharedMemory
import Synchronization
import TestSupport
import Testing

@Suite struct PrivateRingTests {
    @Test func everyRecordArrivesAndFullIsFull() throws {
        var random = SplitMix64.printed()
        let pair = try Pair(cells: 64)
        var writer = try PrivateRing.Writer(host: pair.host, worker: pair.worker)
        var reader = try PrivateRing.Reader(host: pair.host, worker: pair.worker)
        let sent = RecordBuffer()
        let got = RecordBuffer()
        var written: UInt64 = 0
        var read: UInt64 = 0
        var waiting: [Int] = []
        var refusals = 0
        for _ in 0..<50_000 {
            if random.below(2) == 0 {
                let size = 24 + 8 * random.below(60)
                let used = waiting.map { ($0 + 63) / 64 }.reduce(0, +)
                let fits = used + (size + 63) / 64 <= 64
                try #require(writer.write(sent.fill(sequence: written + 1, size: size)) == fits)
                if fits {
                    written += 1
                    waiting.append(size)
                } else {
                    refusals += 1
                }
            } else if waiting.isEmpty {
                #expect(reader.nextSequence() == nil && !reader.hasMore)
                #expect(reader.next(into: got.bytes) == .empty)
            } else {
                let size = waiting.removeFirst()
                read += 1
                try #require(reader.nextSequence() == read)
                try #require(reader.next(into: got.bytes) == .record(size))
                try #require(got.sequence == read && got.isWhole(size))
            }
        }
        #expect(refusals > 100 && writer.counters.full == UInt64(refusals))
        #expect(writer.counters.depthHighWater > 56 && writer.counters.depthHighWater <= 64)
    }

    /// The worker's index lies in 8-byte word 16 of its page.
    @Test func anIndexThatCannotBeIsABreachAndNothingIsOverwritten() throws {
        for nonsense in [UInt64.max, 1 << 63, 1_000, 65] {
            let pair = try Pair(cells: 64)
            var writer = try PrivateRing.Writer(host: pair.host, worker: pair.worker)
            var reader = try PrivateRing.Reader(host: pair.host, worker: pair.worker)
            let buffer = RecordBuffer()
            for sequence in 1...64 {
                try #require(writer.write(buffer.fill(sequence: UInt64(sequence), size: 64)) == true)
            }
            #expect(writer.write(buffer.fill(sequence: 65, size: 64)) == false)
            #expect(writer.isPeerCorrupt == false)
            pair.worker.base.storeBytes(of: nonsense, toByteOffset: 128, as: UInt64.self)
            #expect(writer.write(buffer.fill(sequence: 65, size: 64)) == false)
            #expect(writer.isPeerCorrupt && writer.badIndex == nonsense)
            pair.worker.base.storeBytes(of: 64, toByteOffset: 128, as: UInt64.self)
            #expect(writer.write(buffer.fill(sequence: 65, size: 64)) == false, "it stays corrupt")
            for sequence in 1...64 {
                try #require(reader.next(into: buffer.bytes) == .record(64))
                try #require(buffer.sequence == UInt64(sequence) && buffer.isWhole(64))
            }
        }
    }

    @Test func anIndexThatGoesBackIsABreach() throws {
        let pair = try Pair(cells: 64)
        var writer = try PrivateRing.Writer(host: pair.host, worker: pair.worker)
        let buffer = RecordBuffer()
        for sequence in 1...20 { try #require(writer.write(buffer.fill(sequence: UInt64(sequence), size: 64)) == true) }
        pair.worker.base.storeBytes(of: 10, toByteOffset: 128, as: UInt64.self)
        writer.refresh()
        #expect(writer.depth == 10 && !writer.isPeerCorrupt)
        pair.worker.base.storeBytes(of: 9, toByteOffset: 128, as: UInt64.self)
        writer.refresh()
        #expect(writer.isPeerCorrupt == true)
    }

    @Test func twoThreadsLoseNothing() throws {
        let pair = try Pair(cells: 256)
        let goal: UInt64 = 300_000
        let thread = TestThread {
            guard var writer = try? PrivateRing.Writer(host: pair.host, worker: pair.worker) else { return }
            var random = SplitMix64(seed: 3)
            let buffer = RecordBuffer()
            for sequence in 1...goal {
                let record = buffer.fill(sequence: sequence, size: 24 + 8 * random.below(40))
                while !writer.write(record) {
                    if writer.isPeerCorrupt { return }
                }
            }
        }
        var reader = try PrivateRing.Reader(host: pair.host, worker: pair.worker)
        let buffer = RecordBuffer()
        var expected: UInt64 = 1
        var wrong = 0
        while expected <= goal {
            guard case .record(let size) = reader.next(into: buffer.bytes) else { continue }
            if buffer.sequence != expected || !buffer.isWhole(size) { wrong += 1 }
            expected += 1
        }
        thread.join()
        #expect(wrong == 0)
    }
}
