// Damage: a tail that was being written is cut at the last whole record; anything else is found, with
// its place.
import Foundation
import Journal
import TestSupport
import Testing

@Suite struct DamageTests {
    /// The last frame was half copied when the process died: wherever it was cut.
    @Test func aTornTailIsCutAtTheLastWholeRecord() throws {
        var random = SplitMix64.printed()
        for _ in 0..<12 {
            let journal = try Scratch(&random, count: 100 + random.below(400))
            let places = try journal.read().places
            let last = try #require(places.last)
            let length = journal.written[journal.written.count - 1].record.count
            let kept = random.below(length)
            try journal.edit(last.segment) { bytes in
                // The checksum is written last.
                for at in 0..<4 { bytes[last.offset + at] = 0 }
                for at in kept..<length { bytes[last.offset + 24 + at] = 0 }
            }
            let (frames, _, end) = try journal.read()
            #expect(frames == Array(journal.written.dropLast()))
            #expect(end == .torn(path: journal.path(last.segment), offset: last.offset))
            let found = try JournalVerification(journal.directory)
            #expect(
                found.problems == [
                    "\(journal.path(last.segment)) ends inside a frame at byte "
                        + "\(last.offset): the engine died while it wrote"
                ])
        }
    }

    /// One bit, anywhere in a frame that is not the last.
    @Test func aFlippedBitIsFoundWithItsPlace() throws {
        var random = SplitMix64.printed()
        for _ in 0..<60 {
            let journal = try Scratch(&random, count: 60)
            let places = try journal.read().places
            let index = random.below(places.count - 1)
            let place = places[index]
            let length = 24 + journal.written[index].record.count
            let at = place.offset + random.below(length)
            let bit = UInt8(1 << random.below(8))
            try journal.edit(place.segment) { $0[at] ^= bit }
            let found = try JournalVerification(journal.directory)
            #expect(found.frames == UInt64(index))
            let problem = try #require(found.problems.first, "bit \(bit) of byte \(at) is not missed")
// A length that now reaches behind the last frame looks like a tail; it is told with the same place.
            #expect(problem.contains(journal.path(place.segment)) && problem.contains("at byte \(place.offset)"))
        }
    }

    @Test func aSegmentThatIsNotOneIsSaidToBeNone() throws {
        var random = SplitMix64(seed: 3)
        let journal = try Scratch(&random, count: 2000)
        try journal.edit(2) { $0[0] ^= 1 }
        let found = try JournalVerification(journal.directory)
        #expect(found.problems.first?.contains("does not begin as segment 2") == true)
        try Data([1, 2, 3]).write(to: URL(filePath: journal.path(1)))
        #expect(throws: JournalError.corrupt(path: journal.path(1), offset: 0, reason: "it is too short for a segment"))
        {
            _ = try JournalReader(journal.directory)
        }
    }

    /// Whatever stands in the file, a reader comes to an end and does not trap.
    @Test func noBytesTrapAReader() throws {
        var random = SplitMix64.printed()
        for _ in 0..<60 {
            let journal = try Scratch(&random, count: 40)
            try journal.edit(1) { bytes in
                for _ in 0..<(1 + random.below(30)) {
                    bytes[4096 + random.below(12_000)] = UInt8(truncatingIfNeeded: random.next())
                }
            }
            let found = try JournalVerification(journal.directory)
            #expect(found.frames <= 60)
        }
    }
}
