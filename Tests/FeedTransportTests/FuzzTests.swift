// Damaged input of every kind: nothing traps or hangs, nothing outside the input is shown, and
// every fault is at a place inside it.
import FeedTransport
import TestSupport
import Testing

@Suite struct FuzzTests {
    private static func moldCorpus(_ random: inout SplitMix64) -> [[UInt8]] {
        var corpus: [[UInt8]] = []
        for session in ["S", "T"] {
            var writer = MoldPacketWriter(session: MoldSession(session))
            for sequence in [UInt64(1), 5, 17, 60, 200] {
                writer.begin(at: sequence)
                for _ in 0..<random.below(12) {
                    let message = (0..<random.below(53)).map { _ in UInt8(truncatingIfNeeded: random.next()) }
                    _ = message.withUnsafeBytes { writer.append($0) }
                }
                corpus.append(Array(writer.finish()))
            }
            corpus.append(Array(writer.heartbeat(next: 70)))
            corpus.append(Array(writer.endOfSession(next: 260)))
        }
        return corpus
    }

    @Test func moldPackets() throws {
        var random = SplitMix64.printed()
        var mutator = Mutator(Self.moldCorpus(&random), random: random)
        var (sound, refused) = (0, 0)
        for round in 0..<Mutator.iterations {
            mutator.next().withUnsafeBytes { bytes in
                do throws(MoldFault) {
                    let packet = try MoldPacket(bytes, messageBytesMax: 52)
                    var messages = packet.messages
                    var count = 0
                    while let message = messages.next() {
                        count += 1
                        if !message.lies(in: bytes) || message.count > 52 { Issue.record("round \(round)") }
                    }
                    if count != packet.count { Issue.record("round \(round): \(count) of \(packet.count)") }
                    sound += 1
                } catch {
                    refused += 1
                    if error.offset < 0 || error.offset > bytes.count { Issue.record("round \(round): \(error)") }
                }
                if let request = try? MoldRequest(bytes) { #expect(bytes.count == 20 && request.sequence > 0) }
            }
        }
        #expect(sound > 0 && refused > 0)
    }

    @Test func theSequencer() throws {
        var random = SplitMix64.printed()
        var mutator = Mutator(Self.moldCorpus(&random), random: random)
        var limits = SequencerLimits()
        limits.windowMessages = 128
        limits.holesMax = 8
        limits.reorderWait = 10
        limits.requestWait = 100
        limits.requestAttemptsMax = 2
        limits.jumpMax = 10_000
        var sequencer = MoldSequencer(limits)
        var (next, isOpen): (UInt64?, Bool) = (nil, false)
        for round in 0..<Mutator.iterations {
            let bytes = mutator.next()
            let line = FeedLine.allCases[mutator.below(3)]
            let time = Int64(round) * 7
            bytes.withUnsafeBytes { bytes in
                _ = sequencer.receive(bytes, on: line, at: time)
                drain()
            }
            var requests = 0
            while let request = sequencer.nextRequest(at: time) {
                requests += 1
                guard requests <= limits.holesMax, request.count > 0 else {
                    Issue.record("round \(round): \(requests) requests, \(request)")
                    return
                }
            }
            drain()
            func drain() {
                for _ in 0..<1_000 {
                    switch sequencer.next() {
                    case .idle: return
                    case .message(let sequence, let bytes):
                        if !isOpen || bytes.count > 52 || sequence != next ?? sequence {
                            Issue.record("round \(round): \(sequence) after \(next ?? 0)")
                        }
                        next = sequence &+ 1
                    case .gap(let gap):
                        if !isOpen || gap.first != next ?? gap.first || gap.end <= gap.first {
                            Issue.record("round \(round): \(gap) after \(next ?? 0)")
                        }
                        next = gap.end
                    case .sessionBegan: (next, isOpen) = (nil, true)
                    case .sessionEnded: break
                    }
                }
                Issue.record("round \(round): it does not come to an end")
            }
        }
        let totals = sequencer.totals
        #expect(totals.messages > 0 && totals.sessions > 0 && totals.lost > 0)
    }

    @Test(arguments: CaptureWriter.Format.allCases) func captures(format: CaptureWriter.Format) {
        var random = SplitMix64.printed()
        var corpus: [[UInt8]] = []
        for link in CaptureWriter.Link.allCases {
            var writer = CaptureWriter(format, isBigEndian: random.below(2) == 0, link: link, vlanTags: random.below(3))
            for payload in Self.moldCorpus(&random).prefix(3) { writer.datagram(payload, to: .loopback(9), at: 12_345) }
            corpus.append(writer.bytes)
        }
        var mutator = Mutator(corpus, random: random)
        var (datagrams, faults) = (0, 0)
        for round in 0..<Mutator.iterations {
            mutator.next().withUnsafeBytes { bytes in
                let read = Self.read(bytes, round)
                datagrams += read.datagrams
                faults += read.faults
            }
        }
        #expect(datagrams > 0 && faults > 0)
    }

    private static func read(_ bytes: UnsafeRawBufferPointer, _ round: Int) -> (datagrams: Int, faults: Int) {
        var (datagrams, faults) = (0, 0)
        func note(_ fault: CaptureFault) {
            faults += 1
            if fault.offset < 0 || fault.offset > bytes.count { Issue.record("round \(round): \(fault)") }
        }
        guard var reader = reader(bytes, note) else { return (0, faults) }
        for _ in 0...bytes.count {
            switch reader.next() {
            case .end: return (datagrams, faults)
            case .fault(let fault): note(fault)
            case .frame(let frame):
                if !frame.bytes.lies(in: bytes) || frame.time < 0 { Issue.record("round \(round): \(frame)") }
                do throws(CaptureFault) {
                    guard let datagram = try CapturedDatagram(frame) else { continue }
                    datagrams += 1
                    if !datagram.payload.lies(in: frame.bytes) { Issue.record("round \(round): \(datagram)") }
                } catch { note(error) }
            }
        }
        Issue.record("round \(round): more steps than bytes")
        return (datagrams, faults)
    }

    private static func reader(_ bytes: UnsafeRawBufferPointer, _ note: (CaptureFault) -> Void) -> CaptureReader? {
        do throws(CaptureFault) { return try CaptureReader(bytes) } catch {
            note(error)
            return nil
        }
    }
}
