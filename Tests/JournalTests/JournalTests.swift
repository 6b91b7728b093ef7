// What is written is what is read, over any number of segments; and who may write where.
import CLinux
import Foundation
import Journal
import TestSupport
import Testing

@Suite struct JournalTests {
    @Test func whatIsWrittenIsRead() throws {
        var random = SplitMix64.printed()
        for longest in [1, 40, 400, 9000] {
            let journal = try Scratch(&random, count: 600, longest: longest)
            let (frames, _, end) = try journal.read()
            #expect(frames == journal.written)
            #expect(end == .clean)
        }
    }

    @Test func aJournalGoesOnInTheNextSegment() throws {
        var random = SplitMix64(seed: 1)
        let journal = try Scratch(&random, count: 2000)
        #expect(journal.segments > 4)
        let places = try journal.read().places
        #expect(places.last?.segment == journal.segments)
        #expect(Set(places.map(\.segment)).count == journal.segments)
    }

    @Test func framesBeginAtMultiplesOfEightBehindTheHeaderPage() throws {
        var random = SplitMix64(seed: 2)
        let places = try Scratch(&random, count: 300).read().places
        #expect(places.first?.offset == 4096)
        #expect(places.allSatisfy { $0.offset % 8 == 0 })
    }

    @Test func theChecksumIsCRC32C() {
        // The check value of CRC-32C (RFC 3720, and the catalogue of CRC algorithms).
        let text = Array("123456789".utf8)
        #expect(text.withUnsafeBytes { tectra_crc32c(0, $0.baseAddress, $0.count) } == 0xE306_9283)
    }

    @Test func appendingAsksTheAllocatorForNothing() throws {
        let folder = TemporaryDirectory()
        var writer = try JournalWriter(directory: folder.file("journal"), segmentSize: 1 << 20)
        let record = [UInt8](repeating: 7, count: 100)
        let count = try record.withUnsafeBytes { bytes in
            try writer.append(bytes, kind: .input, strategy: 0, sequence: 0, received: 0)
            return try AllocationCounter.count { () throws(JournalError) in
                for sequence in 1...5000 {
                    try writer.append(bytes, kind: .input, strategy: 0, sequence: UInt64(sequence), received: 0)
                }
            }
        }
        #expect(count == 0)
        #expect(writer.frames == 5001)
    }

    @Test func oneJournalHasOneWriterAndIsNeverWrittenOver() throws {
        let folder = TemporaryDirectory()
        let path = folder.file("journal")
        func refusal() -> JournalError? {
            do throws(JournalError) {
                _ = try JournalWriter(directory: path, segmentSize: 65_536)
                return nil
            } catch {
                return error
            }
        }
        do {
            let writer = try JournalWriter(directory: path, segmentSize: 65_536)
            #expect(refusal() == .locked(path: path))
            #expect(writer.frames == 0)
        }
        #expect(refusal() == .exists(path: path))
    }

    @Test func aDirectoryWithoutAJournalSaysSo() {
        let folder = TemporaryDirectory()
        #expect(throws: JournalError.missing(path: folder.path)) { _ = try JournalReader(folder.path) }
        #expect(throws: JournalError.missing(path: folder.file("no"))) { _ = try JournalReader(folder.file("no")) }
    }
}
