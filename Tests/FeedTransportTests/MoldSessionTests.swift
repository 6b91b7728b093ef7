// Sessions begin, end, and follow each other.
import FeedTransport
import TestSupport
import Testing

private typealias Probe = SequencerProbe

@Suite struct MoldSessionTests {
    @Test func theEndComesOnceAndAfterTheLastMessage() {
        var probe = Probe()
        _ = probe.take(Probe.packet("S", 1...2))
        #expect(probe.take(Probe.end("S", next: 5)) == [])
        _ = probe.requests(at: 0)
        #expect(probe.requests(at: 1_000_000) == ["3+2"])
        #expect(probe.take(Probe.packet("S", 3...4), on: .b) == ["3", "4", "/S"])
        #expect(probe.hasEnded == true)
        #expect(probe.take(Probe.end("S", next: 5), on: .b) == [])
        #expect(probe.receive(Probe.packet("S", 5...5)) == .stale, "nothing follows the end")
    }

    @Test func anEndBeforeWhatIsKnownIsNone() {
        var probe = Probe()
        _ = probe.take(Probe.packet("S", 1...4))
        #expect(probe.receive(Probe.end("S", next: 3)) == .stale)
        #expect(probe.take(Probe.packet("S", 5...5)) == ["5"])
    }

    @Test func aStrayPacketEndsNoSession() {
        var probe = Probe()
        #expect(probe.take(Probe.packet("S", 1...2), at: 0) == ["+S", "1", "2"])
        #expect(probe.receive(Probe.packet("T", 1...2), at: 1_000) == .stale)
        #expect(probe.counters(of: .a).foreign == 1 && probe.session == MoldSession("S"))
        #expect(probe.take(Probe.packet("S", 3...3), on: .b, at: 2_000) == ["3"])
        // The other's packets do not keep it alive, and its own on either line do.
        #expect(probe.receive(Probe.packet("T", 1...2), at: 3_000_001_999) == .stale)
        #expect(probe.take(Probe.packet("T", 1...2), at: 3_000_002_000) == ["+T", "1", "2"])
    }

    @Test func aNewSessionClosesTheOldOne() {
        var limits = SequencerLimits()
        limits.sessionPatience = 0
        var probe = Probe(limits)
        _ = probe.take(Probe.packet("S", 1...2))
        _ = probe.take(Probe.packet("S", 5...6))
        _ = probe.take(Probe.heartbeat("S", next: 9))
        #expect(probe.take(Probe.packet("T", 1...2)) == ["-3..<5", "5", "6", "-7..<9", "+T", "1", "2"])
        #expect(probe.receive(Probe.packet("S", 3...4), on: .b) == .stale)
        #expect(probe.counters(of: .b).stale == 1)
        #expect(probe.session == MoldSession("T") && probe.totals.sessions == 2)
        #expect(probe.take(Probe.packet("T", 3...3), on: .b) == ["3"])
    }

    @Test func aNewSessionIsTakenFromItsFirstMessage() {
        var limits = SequencerLimits()
        limits.firstSequence = nil
        var probe = Probe(limits)
        #expect(probe.take(Probe.packet("S", 9...9)) == ["+S", "9"])
        #expect(probe.take(Probe.end("S", next: 10)) == ["/S"])
        #expect(probe.take(Probe.packet("T", 3...4)) == ["+T"])
        _ = probe.requests(at: 0)
        #expect(probe.requests(at: 1_000_000) == ["1+2"])
    }

    @Test func theRequestServerBeginsNoSession() {
        var probe = Probe()
        #expect(probe.receive(Probe.packet("S", 1...1), on: .recovery) == .stale)
        #expect(probe.take() == [])
        _ = probe.take(Probe.packet("S", 1...1))
        #expect(probe.receive(Probe.packet("T", 1...1), on: .recovery) == .stale)
        #expect(probe.session == MoldSession("S"))
    }

    @Test func sessionsInARowAreEachExact() throws {
        var random = SplitMix64.printed()
        var sequencer = MoldSequencer()
        for index in 0..<20 {
            var feed = SimulatedFeed(session: "D\(index)", count: 500, random: SplitMix64(seed: random.next()))
            _ = feed.publish(a: LineFaults(loss: 50, reorder: 50), b: LineFaults(loss: 50, duplicate: 50))
            feed.run(&sequencer, server: LineFaults(loss: 20))
            try #require(feed.outputs == feed.perfect)
        }
        #expect(sequencer.totals.sessions == 20)
    }

    @Test func theNameIsReadable() {
        #expect(MoldSession("000000001A").description == "000000001A")
        #expect(MoldSession("S").description == "S")
        #expect(MoldSession("a\u{1}b").description == "a\\x01b")
    }
}
