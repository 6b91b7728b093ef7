// A capture of a live feed as the engine's source: the day comes out of it message by message, a gap is an
// event, and a start in the middle passes over what is known.
import EngineLink
import FeedTransport
import Foundation
import MarketData
import PluginABI
import TestSupport
import Testing

@testable import Live

@Suite struct CaptureSourceTests {
    /// A pcap file of bare IPv4 with the day in datagrams of `perPacket` messages, without those dropped.
    static func write(
        _ day: DayFile, to path: String, perPacket: Int = 7, dropping isDropped: (Int) -> Bool = { _ in false }
    ) throws {
        var file = Data()
        func little(_ number: UInt32) { withUnsafeBytes(of: number.littleEndian) { file.append(contentsOf: $0) } }
        little(0xA1B2_C3D4)
        file.append(contentsOf: [2, 0, 4, 0])
        for word: UInt32 in [0, 0, 65_535, 101] { little(word) }
        var writer = MoldPacketWriter(session: MoldSession("CAPTURED"))
        for (number, start) in stride(from: 0, to: day.messages.count, by: perPacket).enumerated() {
            writer.begin(at: UInt64(start + 1))
            for message in day.messages[start..<min(start + perPacket, day.messages.count)] {
                _ = message.withUnsafeBytes { writer.append($0) }
            }
            guard !isDropped(number) else { continue }
            let payload = Array(writer.finish())
            let length = payload.count + 28
            var packet: [UInt8] = [0x45, 0, UInt8(length >> 8), UInt8(length & 255), 0, 0, 0, 0, 64, 17, 0, 0]
            packet += [127, 0, 0, 1, 127, 0, 0, 1, 0x10, 0, 0x20, 0]
            packet += [UInt8((payload.count + 8) >> 8), UInt8((payload.count + 8) & 255), 0, 0]
            for word in [UInt32(1), UInt32(number), UInt32(length), UInt32(length)] { little(word) }
            file.append(contentsOf: packet + payload)
        }
        try file.write(to: URL(filePath: path))
    }

    /// Everything that a source gives at maximum speed.
    private static func drain(_ source: consuming FeedSource) -> (messages: [[UInt8]], events: [tectra_feed_event]) {
        var messages: [[UInt8]] = []
        var events: [tectra_feed_event] = []
        source.start(now: 0, speed: nil)
        while let input = source.next(now: 0) {
            switch input {
            case .message(let record):
                messages.append(withUnsafeBytes(of: record.bytes) { Array($0.prefix(Int(record.length))) })
            case .event(let event): events.append(event)
            }
        }
        let hasEnded = source.hasEnded
        #expect(hasEnded)
        return (messages, events)
    }

    private static func source(_ path: String, from first: UInt64 = 1) throws -> FeedSource {
        FeedSource(
            file: nil, capture: try CaptureFeed(path), lines: nil, speed: .maximum, midnight: 0, from: first)
    }

    @Test func aCaptureIsTheDay() throws {
        var random = SplitMix64.printed()
        let directory = TemporaryDirectory()
        let day = try DayFile(directory.file("day.itch"), messages: 500, seed: random.next())
        let path = directory.file("day.pcap")
        try Self.write(day, to: path)
        let whole = Self.drain(try Self.source(path))
        #expect(whole.messages == day.messages)
        #expect(whole.events.map(\.event) == [UInt8(TECTRA_FEED_BEGAN)])
        let first = 1 + random.below(day.messages.count)
        let rest = Self.drain(try Self.source(path, from: UInt64(first)))
        #expect(rest.messages == Array(day.messages[(first - 1)...]), "from message \(first)")
        let filed = Self.drain(
            FeedSource(file: try ITCHFile(path: day.path), speed: .maximum, midnight: 0, from: UInt64(first)))
        #expect(filed.messages == rest.messages && filed.events.isEmpty)
    }

    @Test func whatACaptureMissesIsAGap() throws {
        var random = SplitMix64.printed()
        let directory = TemporaryDirectory()
        let day = try DayFile(directory.file("day.itch"), messages: 500, seed: random.next())
        let path = directory.file("day.pcap")
        try Self.write(day, to: path) { $0 == 20 || $0 == 21 }
        let read = Self.drain(try Self.source(path))
        #expect(read.messages == Array(day.messages[..<140] + day.messages[154...]))
        let gaps = read.events.filter { $0.event == UInt8(TECTRA_FEED_GAP) }
        #expect(gaps.map(\.first) == [141] && gaps.map(\.end) == [155])
    }
}
