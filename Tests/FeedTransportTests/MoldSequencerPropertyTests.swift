// Whatever the lines do, the stream is exact, or says exactly what is missing.
import FeedTransport
import TestSupport
import Testing

@Suite struct MoldSequencerPropertyTests {
    private static func faults(_ random: inout SplitMix64) -> LineFaults {
        LineFaults(
            loss: random.below(200), duplicate: random.below(100), reorder: random.below(200),
            delay: 1 + random.below(3_000))
    }

    private static func limits(_ random: inout SplitMix64) -> SequencerLimits {
        var limits = SequencerLimits()
        limits.windowMessages = 64 << random.below(6)
        limits.holesMax = 2 + random.below(60)
        limits.requestMessagesMax = 1 + random.below(100)
        limits.requestsInFlightMax = 1 + random.below(8)
        limits.reorderWait = Int64(random.below(1_000_000))
        limits.requestWait = 1_000_000
        limits.requestWaitMax = 8_000_000
        return limits
    }

    @Test func withAServerTheStreamIsExact() throws {
        var random = SplitMix64.printed()
        for round in 0..<150 {
            var limits = Self.limits(&random)
            limits.requestAttemptsMax = 200
            var feed = SimulatedFeed(count: 1 + random.below(2_000), random: SplitMix64(seed: random.next()))
            var sequencer = MoldSequencer(limits)
            _ = feed.publish(a: Self.faults(&random), b: Self.faults(&random))
            feed.run(&sequencer, server: Self.faults(&random))
            try #require(feed.outputs == feed.perfect, "round \(round)")
            let totals = sequencer.totals
            #expect(totals.messages == UInt64(feed.messages.count) && totals.lost == 0)
            let firsts = FeedLine.allCases.map { sequencer.counters(of: $0).messages }.reduce(0, +)
            #expect(firsts == totals.messages, "every message was first on one line")
        }
    }

    @Test func withoutAServerExactlyTheMissingIsDeclared() throws {
        var random = SplitMix64.printed()
        var lost: UInt64 = 0
        for round in 0..<150 {
            var limits = Self.limits(&random)
            limits.windowMessages = 1 << 14
            limits.holesMax = 1024
            limits.requestAttemptsMax = random.below(3)
            limits.reorderWait = 4_000_000
            var feed = SimulatedFeed(count: 1 + random.below(2_000), random: SplitMix64(seed: random.next()))
            var sequencer = MoldSequencer(limits)
            _ = feed.publish(a: Self.faults(&random), b: Self.faults(&random))
            feed.run(&sequencer, server: nil)
            try Self.checkPartition(feed, round)
            #expect(feed.wronglyLost.isEmpty && sequencer.totals.overflow == 0, "round \(round)")
            let missing = (1...UInt64(feed.messages.count)).filter { !feed.delivered.contains($0) }.count
            #expect(sequencer.totals.lost == UInt64(missing), "round \(round)")
            lost += sequencer.totals.lost
        }
        #expect(lost > 0)
    }

    /// With little room and a bad server: not everything, but never a wrong or a doubled message.
    @Test func inLittleRoomTheStreamIsStillPartitioned() throws {
        var random = SplitMix64.printed()
        var declared: UInt64 = 0
        for round in 0..<150 {
            var limits = Self.limits(&random)
            limits.requestAttemptsMax = random.below(4)
            var feed = SimulatedFeed(count: 1 + random.below(2_000), random: SplitMix64(seed: random.next()))
            var sequencer = MoldSequencer(limits)
            _ = feed.publish(a: Self.faults(&random), b: Self.faults(&random))
            feed.run(&sequencer, server: LineFaults(loss: 600))
            try Self.checkPartition(feed, round)
            declared += sequencer.totals.gapsDeclared
        }
        #expect(declared > 0)
    }

    /// Messages and gaps follow each other from 1 to the end without overlap, and messages are theirs.
    private static func checkPartition(_ feed: SimulatedFeed, _ round: Int) throws {
        var next: UInt64 = 1
        try #require(feed.outputs.first == .began(feed.session))
        try #require(feed.outputs.last == .ended(feed.session), "round \(round)")
        for output in feed.outputs.dropFirst().dropLast() {
            switch output {
            case .message(let sequence, let bytes):
                try #require(sequence == next && bytes == feed.messages[Int(sequence) - 1], "round \(round)")
                next += 1
            case .gap(let gap):
                try #require(gap.first == next && gap.end > gap.first, "round \(round)")
                next = gap.end
            case .began, .ended: Issue.record("a session within a session, round \(round)")
            }
        }
        #expect(next == UInt64(feed.messages.count) + 1, "round \(round)")
    }
}
