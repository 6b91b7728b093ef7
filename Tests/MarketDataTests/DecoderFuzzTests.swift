// Damaged days: nothing traps or hangs, and every fault is at a place inside the bytes.
// TECTRA_FUZZ_ITERATIONS sets how many.
import Glibc
import MarketData
import TestSupport
import Testing

@Suite struct DecoderFuzzTests {
    private static var iterations: Int {
        guard let text = getenv("TECTRA_FUZZ_ITERATIONS"), let count = Int(String(cString: text)) else { return 3000 }
        return max(count, 1)
    }

    private struct Faults: ITCHVisitor {
        var count = 0
        var last = -1
        var isAscending = true
        mutating func visit(_ fault: FeedFault, at offset: Int) {
            count += 1
            isAscending = isAscending && offset > last
            last = offset
        }
    }

    private struct Count: MarketEventSink {
        var faults = 0
        mutating func take(_ event: MarketEvent, at offset: Int, _ books: inout MarketBooks) {
            if event.kind == .fault { faults += 1 }
        }
    }

    private static func damage(_ bytes: inout [UInt8], _ random: inout SplitMix64) {
        for _ in 0...random.below(8) where !bytes.isEmpty {
            let place = random.below(bytes.count)
            switch random.below(5) {
            case 0: bytes[place] ^= 1 << UInt8(random.below(8))
            case 1: bytes[place] = [0, 0x7F, 0x80, 0xFF][random.below(4)]
            case 2: bytes.removeSubrange(place..<min(bytes.count, place + 1 + random.below(40)))
            case 3:
                let piece = Array(bytes[place...].prefix(1 + random.below(40)))
                bytes.insert(contentsOf: piece, at: random.below(bytes.count))
            default: bytes[place] = ITCHMessageType.allCases[random.below(23)].rawValue
            }
        }
    }

    @Test func damagedDays() throws {
        var random = SplitMix64.printed()
        var corpus: [[UInt8]] = []
        for regime in DayRegime.allCases {
            var day = DayGenerator(DayPlan(messages: 60, symbols: 2, seed: random.next(), regime: regime))
            var messages: [[UInt8]] = []
            while let message = day.next() { messages.append(message) }
            corpus.append(ITCHBytes.framed(messages))
        }
        let books = try BookProbe(instruments: 8, orders: 512, levels: 1024)
        var (faults, cut) = (0, 0)
        for round in 0..<Self.iterations {
            var bytes = corpus[random.below(corpus.count)]
            Self.damage(&bytes, &random)
            bytes.withUnsafeBytes { raw in
                var seen = Faults()
                let end = ITCHDecoder.decode(raw, into: &seen)
                var count = Count()
                let other = books.apply(raw, to: &count)
                if end != other || end > raw.count || seen.last > raw.count || !seen.isAscending {
                    Issue.record("round \(round): ends at \(end) and \(other) of \(raw.count)")
                }
                if count.faults < seen.count { Issue.record("round \(round): the books took what is no message") }
                faults += seen.count
                if end < raw.count { cut += 1 }
            }
        }
        var audit = books.audit
        audit.crossed = 0
        #expect(audit.isSound && faults > 0 && cut > 0)
    }
}
