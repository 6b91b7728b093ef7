// Captures: every format gives the same stream, and every damage has its place.
import FeedTransport
import TestSupport
import Testing

@Suite struct CaptureTests {
    private static let a = Endpoint(address: 0xEF00_0001, port: 9001)
    private static let b = Endpoint(address: 0xEF00_0002, port: 9002)

    private static func steps(_ bytes: [UInt8]) -> (frames: [(time: Int64, payload: [UInt8])], faults: [CaptureFault]) {
        var frames: [(time: Int64, payload: [UInt8])] = []
        var faults: [CaptureFault] = []
        bytes.withUnsafeBytes { bytes in
            do throws(CaptureFault) {
                var reader = try CaptureReader(bytes)
                while true {
                    switch reader.next() {
                    case .end: return
                    case .fault(let fault): faults.append(fault)
                    case .frame(let frame):
                        do throws(CaptureFault) {
                            guard let datagram = try CapturedDatagram(frame) else { continue }
                            frames.append((datagram.time, Array(datagram.payload)))
                        } catch { faults.append(error) }
                    }
                }
            } catch { faults.append(error) }
        }
        return (frames, faults)
    }

    @Test(arguments: CaptureWriter.Format.allCases, [false, true])
    func everyFormatGivesTheSame(format: CaptureWriter.Format, isBigEndian: Bool) {
        for link in CaptureWriter.Link.allCases {
            for tags in 0...(link == .ethernet ? 2 : 0) {
                var writer = CaptureWriter(format, isBigEndian: isBigEndian, link: link, vlanTags: tags)
                let payloads: [[UInt8]] = [[], [1], Array(repeating: 9, count: 100)]
                let times: [Int64] = [1_700_000_000_123_456_000, 1_700_000_000_999_999_000, 1_800_000_001_000_000_000]
                for (payload, time) in zip(payloads, times) { writer.datagram(payload, to: Self.a, at: time) }
                let (frames, faults) = Self.steps(writer.bytes)
                #expect(frames.map(\.payload) == payloads && frames.map(\.time) == times && faults.isEmpty)
            }
        }
    }

    @Test func nanosecondsAreKept() {
        for format in [CaptureWriter.Format.pcapNanoseconds, .pcapng] {
            var writer = CaptureWriter(format)
            writer.datagram([1], to: Self.a, at: 1_700_000_000_123_456_789)
            #expect(Self.steps(writer.bytes).frames.first?.time == 1_700_000_000_123_456_789)
        }
    }

    @Test(arguments: CaptureWriter.Format.allCases)
    func everyCutIsAFaultInsideTheFile(format: CaptureWriter.Format) {
        var writer = CaptureWriter(format)
        for index in 0..<3 { writer.datagram([UInt8(index)], to: Self.a, at: 1_000_000_000) }
        let first = writer.places[0]
        for size in 0..<writer.bytes.count where !writer.places.contains(size) {
            let (frames, faults) = Self.steps(Array(writer.bytes[..<size]))
            let whole = writer.places.filter { $0 < size }.count - 1
            #expect(frames.count == max(whole, 0))
            guard size > first else { continue }
            #expect(faults == [CaptureFault(.recordCut, at: writer.places.last { $0 < size } ?? 0)], "cut to \(size)")
        }
        for place in writer.places { #expect(Self.steps(Array(writer.bytes[..<place])).faults.isEmpty) }
    }

    @Test func damageHasItsPlace() {
        #expect(Self.steps([1, 2, 3, 4, 5]).faults == [CaptureFault(.notACapture, at: 0)])
        #expect(Self.steps([]).faults == [CaptureFault(.headerCut, at: 0)])
        var writer = CaptureWriter(.pcap)
        writer.datagram([1], to: Self.a, at: 1_000_000_000)
        writer.packet(writer.frame([1], to: Self.a), at: 1, snappedTo: 30)
        writer.packet(writer.frame([1], to: Self.a, fragment: 0x2000), at: 1)
        writer.packet(writer.frame([1], to: Self.a, protocolNumber: 6), at: 1)
        writer.packet([1, 2, 3], at: 1)
        let (frames, faults) = Self.steps(writer.bytes)
        #expect(frames.count == 1 && faults.map(\.kind) == [.snapped, .fragment, .packetCut])
        #expect(zip(faults, [1, 2, 4]).allSatisfy { $0.offset > writer.places[$1] })

        var long = writer.bytes
        long.replaceSubrange((writer.places[1] + 8)..<(writer.places[1] + 12), with: [255, 255, 255, 127])
        #expect(Self.steps(long).faults == [CaptureFault(.recordTooLong, at: writer.places[1] + 8)])
        var old = writer.bytes
        old[4] = 1
        #expect(Self.steps(old).faults == [CaptureFault(.version, at: 4)])
    }

    /// Found by mutation: the headers pointed beyond the last byte, and so did the fault.
    @Test func aPacketCutBeforeItsNextHeaderIsAFaultAtItsEnd() {
        let whole = CaptureWriter(.pcap, vlanTags: 1).frame([1], to: Self.a)
        for size in [17, 18, 37, 38, 45] {
            var writer = CaptureWriter(.pcap)
            writer.packet(Array(whole[..<size]), at: 1)
            let faults = Self.steps(writer.bytes).faults
            #expect(faults.count == 1 && faults.allSatisfy { $0.kind == .packetCut && $0.offset <= writer.bytes.count })
        }
    }

    @Test func damagedBlocksHaveTheirPlace() {
        var writer = CaptureWriter(.pcapng)
        writer.block(6) { writer in writer.put(0 as UInt64) }
        let short = writer.bytes.count
        writer.block(6) { writer in
            writer.put(5 as UInt32)
            for _ in 0..<4 { writer.put(0 as UInt32) }
        }
        writer.block(0xBAD) { _ in }
        writer.datagram([7], to: Self.a, at: 5)
        let (frames, faults) = Self.steps(writer.bytes)
        #expect(frames.map(\.payload) == [[7]], "one bad block takes no other with it")
        #expect(faults.map(\.kind) == [.blockBody, .noInterface] && faults[1].offset == short + 8)
        var broken = writer.bytes
        broken[short + 4] = 6
        #expect(Self.steps(broken).faults.last == CaptureFault(.blockLength, at: short + 4))
    }

    @Test func aCaptureOfTwoBadLinesIsSequenced() throws {
        var random = SplitMix64.printed()
        let directory = TemporaryDirectory()
        for format in CaptureWriter.Format.allCases {
            var writer = CaptureWriter(format)
            var packets = MoldPacketWriter(session: MoldSession("CAP"))
            for number in UInt64(1)...1000 {
                packets.begin(at: number)
                #expect(withUnsafeBytes(of: number) { packets.append($0) })
                let packet = Array(packets.finish())
                let isOnA = random.below(10) > 0
                if isOnA { writer.datagram(packet, to: Self.a, at: Int64(number) * 1000) }
                if !isOnA || random.below(10) > 0 {
                    writer.datagram(packet, to: Self.b, at: Int64(number) * 1000 + 500)
                }
                writer.datagram([1, 2, 3], to: .loopback(53), at: Int64(number) * 1000 + 600)
            }
            writer.datagram(Array(packets.endOfSession(next: 1003)), to: Self.a, at: 2_000_000)
            let path = directory.file("capture")
            try BinaryFile.write(writer.bytes, to: path)
            var feed = try CaptureFeed(path, lineA: Self.a, lineB: Self.b)
            var numbers: [UInt64] = []
            var last: [String] = []
            loop: while true {
                switch feed.next() {
                case .message(let sequence, let bytes):
                    #expect(withUnsafeBytes(of: sequence) { $0.elementsEqual(bytes) })
                    numbers.append(sequence)
                case .gap(let gap): last.append("gap \(gap.first) \(gap.end)")
                case .sessionBegan(let session): last.append("\(session)")
                case .sessionEnded: last.append("end")
                case .idle: break loop
                }
            }
            #expect(numbers == Array(1...1000) && last == ["CAP", "gap 1001 1003", "end"])
            #expect(feed.counters.faults == 0 && feed.counters.others == 1000)
        }
    }
}
