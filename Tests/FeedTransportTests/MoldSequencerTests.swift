// Each rule of the sequencer by itself.
import FeedTransport
import TestSupport
import Testing

private typealias Probe = SequencerProbe

@Suite struct MoldSequencerTests {
    @Test func theFirstArrivalWins() {
        var probe = Probe()
        #expect(probe.take(Probe.packet("S", 1...3), on: .b) == ["+S", "1", "2", "3"])
        #expect(probe.take(Probe.packet("S", 1...3), on: .a) == [])
        #expect(probe.receive(Probe.packet("S", 1...3), on: .a) == .duplicate)
        #expect(probe.take(Probe.packet("S", 2...5), on: .a) == ["4", "5"])
        let (a, b) = (probe.counters(of: .a), probe.counters(of: .b))
        #expect(b.messages == 3 && b.duplicates == 0)
        #expect(a.messages == 2 && a.duplicates == 8 && a.packets == 3 && a.reordered == 2 && a.gaps == 0)
    }

    @Test func theOtherLineFillsAGapWithoutARequest() {
        var probe = Probe()
        #expect(probe.take(Probe.packet("S", 1...2)) == ["+S", "1", "2"])
        #expect(probe.take(Probe.packet("S", 5...6)) == [])
        #expect(probe.requests(at: 100_000) == [])
        #expect(probe.isRecovering == true && probe.deadline == 500_000)
        #expect(probe.take(Probe.packet("S", 3...4), on: .b, at: 200_000) == ["3", "4", "5", "6"])
        #expect(probe.isRecovering == false && probe.deadline == .max)
        let totals = probe.totals
        #expect(totals.gaps == 1 && totals.late == 2 && totals.requests == 0 && totals.messages == 6)
        #expect(probe.counters(of: .a).gaps == 1 && probe.counters(of: .a).missed == 2)
    }

    @Test func aHeartbeatShowsALossInQuietTimes() {
        var probe = Probe()
        _ = probe.take(Probe.packet("S", 1...2))
        #expect(probe.take(Probe.heartbeat("S", next: 3)) == [] && probe.isRecovering == false)
        #expect(probe.take(Probe.heartbeat("S", next: 5), at: 10) == [])
        #expect(probe.requests(at: 10) == [] && probe.requests(at: 500_009) == [])
        #expect(probe.requests(at: 500_010) == ["3+2"])
        #expect(probe.take(Probe.packet("S", 3...4), on: .recovery, at: 600_000) == ["3", "4"])
        #expect(probe.totals.recovered == 2)
    }

    @Test func requestsBackOffAndThenTheGapIsDeclared() {
        var limits = SequencerLimits()
        limits.reorderWait = 100
        limits.requestWait = 1_000
        limits.requestWaitMax = 3_000
        limits.requestAttemptsMax = 4
        var probe = Probe(limits)
        _ = probe.take(Probe.packet("S", 1...1))
        _ = probe.take(Probe.packet("S", 4...4))
        var asked: [Int64] = []
        var time: Int64 = 0
        while probe.deadline < .max {
            time = probe.deadline
            if !probe.requests(at: time).isEmpty { asked.append(time) }
            #expect(probe.requests(at: time) == [])
            if probe.totals.requests == 4, asked.last != time { break }
        }
        #expect(asked == [100, 1_100, 3_100, 6_100] && time == 9_100)
        #expect(probe.take() == ["-2..<4", "4"])
        #expect(probe.take(Probe.packet("S", 2...3), on: .recovery) == [], "too late")
        let totals = probe.totals
        #expect(totals.lost == 2 && totals.gapsDeclared == 1 && totals.retries == 3 && totals.messages == 2)
    }

    @Test func aCutAnswerIsFollowedUpAtOnce() {
        var limits = SequencerLimits()
        limits.reorderWait = 0
        limits.requestMessagesMax = 10
        limits.holesMax = 2
        var probe = Probe(limits)
        _ = probe.take(Probe.packet("S", 1...1))
        _ = probe.take(Probe.heartbeat("S", next: 9))
        #expect(probe.requests(at: 5) == ["2+7"])
        #expect(probe.take(Probe.packet("S", 2...4), on: .recovery, at: 6) == ["2", "3", "4"])
        #expect(probe.requests(at: 6) == ["5+4"])
        #expect(probe.take(Probe.packet("S", 2...4), on: .recovery, at: 7) == [])
        #expect(probe.requests(at: 7) == [], "an old answer hurries nothing")
        #expect(probe.take(Probe.packet("S", 5...8), on: .recovery, at: 8) == ["5", "6", "7", "8"])
    }

    @Test func aWideGapIsAskedForInParallelUpToTheBound() {
        var limits = SequencerLimits()
        limits.reorderWait = 0
        limits.requestMessagesMax = 100
        limits.requestsInFlightMax = 3
        var probe = Probe(limits)
        _ = probe.take(Probe.packet("S", 1...1))
        _ = probe.take(Probe.heartbeat("S", next: 1_002))
        #expect(probe.requests(at: 5) == ["2+100", "102+100", "202+100"])
        #expect(probe.take(Probe.packet("S", 102...201), on: .recovery, at: 6) == [])
        #expect(probe.requests(at: 6) == ["302+100"])
    }

    @Test func theWindowIsBoundedAndWhatOverflowsIsFetched() {
        var limits = SequencerLimits()
        limits.windowMessages = 64
        limits.reorderWait = 0
        var probe = Probe(limits)
        _ = probe.take(Probe.packet("S", 1...1))
        #expect(probe.take(Probe.packet("S", 3...100)) == [])
        #expect(probe.totals.overflow == 35, "2 to 65 have room")
        #expect(probe.requests(at: 1) == ["2+1"])
        #expect(probe.take(Probe.packet("S", 2...2), on: .recovery, at: 1) == (2...65).map { "\($0)" })
        #expect(probe.requests(at: 2) == ["66+35"])
        #expect(probe.take(Probe.packet("S", 66...100), on: .recovery, at: 3) == (66...100).map { "\($0)" })
        #expect(probe.deadline == .max)
    }

    @Test func joiningLateIsAChoice() {
        var limits = SequencerLimits()
        limits.firstSequence = nil
        var late = Probe(limits)
        #expect(late.take(Probe.packet("S", 40...41)) == ["+S", "40", "41"])
        var whole = Probe()
        #expect(whole.take(Probe.packet("S", 40...41)) == ["+S"])
        _ = whole.requests(at: 0)
        #expect(whole.requests(at: 1_000_000) == ["1+39"])
    }

    @Test func aWildNumberIsBelievedTheSecondTime() {
        var probe = Probe()
        _ = probe.take(Probe.packet("S", 1...1))
        let far: UInt64 = 1 << 40
        #expect(probe.receive(Probe.packet("S", far...far)) == .refused(MoldFault(.sequenceJump, at: 10)))
        #expect(probe.take(Probe.packet("S", 2...2)) == ["2"])
        #expect(probe.receive(Probe.heartbeat("S", next: .max)) == .refused(MoldFault(.sequenceJump, at: 10)))
        #expect(probe.receive(Probe.packet("S", far...far)) == .refused(MoldFault(.sequenceJump, at: 10)))
        #expect(probe.receive(Probe.packet("S", (far + 1)...(far + 1))) == .accepted)
        #expect(probe.counters(of: .a).faults == 3)
    }

    @Test func hotPathAllocatesNothing() {
        var limits = SequencerLimits()
        limits.windowMessages = 256
        limits.reorderWait = 0
        var probe = Probe(limits)
        let packets = stride(from: UInt64(1), to: 801, by: 4).map { Probe.packet("S", $0...($0 + 3)) }
        _ = probe.take(packets[0])
        var messages = 0
        var requests = 0
        func feed(_ index: Int, _ line: FeedLine) {
            packets[index].withUnsafeBytes { bytes in
                _ = probe.sequencer.receive(bytes, on: line, at: Int64(index))
                while case .message = probe.sequencer.next() { messages += 1 }
            }
        }
        func ask(_ time: Int) {
            while probe.sequencer.nextRequest(at: Int64(time)) != nil { requests += 1 }
        }
        feed(1, .a)
        let allocations = AllocationCounter.count {
            for index in 2..<200 where index % 5 != 0 {
                feed(index, .a)
                ask(index)
                feed(index, .b)
                if index % 5 == 1 { feed(index - 1, .recovery) }
            }
        }
        #expect(allocations == 0)
        #expect(requests == 39 && messages == 796, "the first packet was taken before")
    }
}
