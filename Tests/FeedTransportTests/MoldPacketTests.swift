// The codec: what is written is read, and every way to be wrong has its place.
import FeedTransport
import TestSupport
import Testing

@Suite struct MoldPacketTests {
    private static func packet(_ messages: [[UInt8]], sequence: UInt64 = 7) -> [UInt8] {
        var writer = MoldPacketWriter(session: MoldSession("S1"))
        writer.begin(at: sequence)
        for message in messages { #expect(message.withUnsafeBytes { writer.append($0) }) }
        return Array(writer.finish())
    }

    private static func fault(_ bytes: [UInt8], messageBytesMax: Int = 64) -> MoldFault? {
        bytes.withUnsafeBytes { bytes in
            do throws(MoldFault) {
                _ = try MoldPacket(bytes, messageBytesMax: messageBytesMax)
                return nil
            } catch { return error }
        }
    }

    @Test func whatIsWrittenIsRead() throws {
        var random = SplitMix64.printed()
        for _ in 0..<500 {
            let messages = (0..<random.below(20)).map { _ in
                (0..<random.below(60)).map { _ in UInt8(truncatingIfNeeded: random.next()) }
            }
            let sequence = UInt64(1 + random.below(1_000_000))
            let bytes = Self.packet(messages, sequence: sequence)
            try bytes.withUnsafeBytes { bytes in
                let packet = try MoldPacket(bytes)
                #expect(packet.session == MoldSession("S1") && packet.sequence == sequence)
                #expect(packet.kind == (messages.isEmpty ? .heartbeat : .messages))
                #expect(packet.end == sequence + UInt64(messages.count))
                var cursor = packet.messages
                var read: [[UInt8]] = []
                while let message = cursor.next() { read.append(Array(message)) }
                #expect(read == messages)
            }
        }
    }

    @Test func theBytesAreThoseOfTheSpecification() {
        #expect(
            Self.packet([[0x41, 0x42], []], sequence: 0x0102_0304_0506_0708)
                == Array("S1        ".utf8) + [1, 2, 3, 4, 5, 6, 7, 8, 0, 2, 0, 2, 0x41, 0x42, 0, 0])
        var writer = MoldPacketWriter(session: MoldSession("0123456789ab"))
        #expect(Array(writer.endOfSession(next: 9)) == Array("0123456789".utf8) + [0, 0, 0, 0, 0, 0, 0, 9, 255, 255])
        #expect(Array(writer.heartbeat(next: 9)) == Array("0123456789".utf8) + [0, 0, 0, 0, 0, 0, 0, 9, 0, 0])
    }

    @Test func everyCutOfAPacketIsAFaultAtItsEnd() {
        let whole = Self.packet([[1, 2, 3], [4], [], [5, 6]])
        #expect(Self.fault(whole) == nil)
        for size in 0..<whole.count {
            let fault = Self.fault(Array(whole[..<size]))
            #expect(fault != nil, "cut to \(size)")
            if let fault { #expect(fault.offset <= size) }
        }
        #expect(Self.fault(whole + [0]) == MoldFault(.trailingBytes, at: whole.count))
        #expect(Self.fault(Array(whole[..<19])) == MoldFault(.header, at: 19))
        #expect(Self.fault(Array(whole[..<21])) == MoldFault(.lengthCut, at: 20))
        #expect(Self.fault(Array(whole[..<24])) == MoldFault(.messageCut, at: 24))
    }

    @Test func boundsAreKept() {
        #expect(Self.fault(Self.packet([[1]], sequence: 0)) == MoldFault(.zeroSequence, at: 10))
        #expect(Self.fault(Self.packet([[1]], sequence: .max)) == MoldFault(.sequenceOverflow, at: 10))
        let long = Self.packet([[1], Array(repeating: 0, count: 9)])
        #expect(Self.fault(long, messageBytesMax: 8) == MoldFault(.messageTooLong, at: 23))
        #expect(Self.fault(long, messageBytesMax: 9) == nil)
    }

    @Test func requestsGoThereAndBack() throws {
        let request = MoldRequest(session: MoldSession("S2"), sequence: 99, count: 12)
        var bytes = [UInt8](repeating: 0, count: 20)
        #expect(bytes.withUnsafeMutableBytes { request.write(to: $0) } == 20)
        #expect(try bytes.withUnsafeBytes { try MoldRequest($0) } == request)
        #expect(throws: MoldFault(.trailingBytes, at: 20)) { try (bytes + [1]).withUnsafeBytes { try MoldRequest($0) } }
        #expect(throws: MoldFault(.header, at: 7)) { try bytes[..<7].withUnsafeBytes { try MoldRequest($0) } }
        #expect(
            bytes.withUnsafeMutableBytes { request.write(to: UnsafeMutableRawBufferPointer(rebasing: $0[..<19])) } == 0)
    }
}
