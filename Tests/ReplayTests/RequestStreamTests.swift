// Two streams of requests held against each other: order and bytes count, arrival does not.
import TestSupport
import Testing

@testable import Replay

@Suite struct RequestStreamTests {
    /// A request of 32 bytes: number, cause, payload.
    private func record(_ number: UInt64, _ payload: UInt8) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: 32)
        bytes.replaceSubrange(8..<16, with: (0..<8).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) })
        bytes[31] = payload
        return bytes
    }

    private func journaled(_ record: [UInt8], at sequence: UInt64 = 1) -> RequestStream.JournaledRequest {
        .init(record: record, sequence: sequence, segment: 1, offset: 4096)
    }

    @Test func whichStreamComesFirstDoesNotMatter() {
        var random = SplitMix64.printed()
        for _ in 0..<200 {
            var stream = RequestStream()
            let count = random.below(30)
            var (expected, found) = (0, 0)
            while expected < count || found < count {
                if expected < count, found == count || random.below(2) == 0 {
                    stream.expect(journaled(record(UInt64(expected), UInt8(expected))))
                    expected += 1
                } else {
                    stream.found(record(UInt64(found), UInt8(found)))
                    found += 1
                }
            }
            stream.finish(endedInOrder: true)
            #expect(stream.takeDifferences().isEmpty)
            #expect(stream.matched == UInt64(count))
        }
    }

    @Test func otherBytesAreADifferenceWithItsPlace() throws {
        var stream = RequestStream()
        stream.found(record(1, 5))
        stream.expect(journaled(record(1, 6), at: 77))
        guard case .otherBytes(let before, let now) = try #require(stream.takeDifferences().first) else {
            Issue.record("another kind of difference")
            return
        }
        #expect(before.sequence == 77 && before.record == record(1, 6) && now == record(1, 5))
        #expect(stream.takeDifferences().isEmpty)
    }

    @Test func leftOversAreDifferencesAtAnOrderlyEnd() {
        var stream = RequestStream()
        stream.expect(journaled(record(1, 1)))
        stream.finish(endedInOrder: true)
        guard case .missing? = stream.takeDifferences().first else {
            Issue.record("a request that was not made again is missed")
            return
        }
        var other = RequestStream()
        other.found(record(1, 1))
        other.finish(endedInOrder: true)
        guard case .extra? = other.takeDifferences().first else {
            Issue.record("a request that the journal lacks is missed")
            return
        }
    }

    @Test func aKilledStrategyMayHaveAskedForMore() {
        var stream = RequestStream()
        stream.expect(journaled(record(1, 1)))
        for number in 1...3 { stream.found(record(UInt64(number), 1)) }
        stream.finish(endedInOrder: false)
        #expect(stream.takeDifferences().isEmpty)
        #expect(stream.matched == 1)
        #expect(stream.tail == 2)
    }

    @Test func aLapShiftsTheNumbersOfWhatComesBehindIt() {
        var stream = RequestStream()
        stream.expect(journaled(record(1, 1)))
        stream.lapped()
        stream.expect(journaled(record(3, 2)))
        stream.found(record(1, 1))
        stream.found(record(2, 2))
        stream.finish(endedInOrder: true)
        #expect(stream.takeDifferences().isEmpty)
        #expect(!RequestStream.isSame(record(3, 2), record(2, 2), laps: 0))
        #expect(!RequestStream.isSame(record(3, 2), record(2, 9), laps: 1))
    }
}
