// The fast books against naive ones: every regime of the generator, and random messages of ill will.
import MarketData
import Records
import TestSupport
import Testing

@Suite struct BookPropertyTests {

    @Test(arguments: DayRegime.allCases) func everyRegime(regime: DayRegime) throws {
        var random = SplitMix64.printed()
        var day = DayGenerator(DayPlan(messages: 6000, symbols: 7, seed: random.next(), regime: regime))
        let books = try BookProbe(instruments: 8, orders: 4096, levels: 8192)
        var naive = ReferenceBooks(instruments: 8)
        var count = 0
        while let message = day.next() {
            let event = books.apply(message)
            let isTaken = naive.apply(message)
            #expect(isTaken, "message \(count): a reference is not valid")
            #expect(event.kind != .fault, "message \(count): \(event.fault)")
            if !books.isTrading(event.instrument) { continue }
            #expect(!books.isCrossed(event.instrument), "message \(count) crosses a book")
            count += 1
            if count % 500 == 0 {
                #expect(books.isEqual(to: naive), "after \(count) messages")
                #expect(books.audit.isSound)
            }
        }
        #expect(count > 6000 && books.isEqual(to: naive) && books.audit.isSound)
    }

    /// Valid, doubled, wrong and broken messages over few references, so that they meet often.
    private static func hostile(_ random: inout SplitMix64) -> [UInt8] {
        let locate = UInt16(random.below(5))
        let reference = UInt64(random.below(60)) &* (random.below(4) == 0 ? 0x0100_0000_0000 : 1)
        let shares = [UInt32(0), 1, 5, 100, .max][random.below(5)]
        let price = [UInt32(0), 1, 9_900, 10_000, 10_100, 10_200, .max][random.below(7)]
        var message: [UInt8]
        switch random.below(12) {
        case 0...5:
            let side: Character = ["B", "S", "B", "S", "X"][random.below(5)]
            message = ITCHBytes.add(reference, side, shares, price, locate: locate)
        case 6: message = ITCHBytes.execute(reference, shares, match: random.next(), locate: locate)
        case 7: message = ITCHBytes.cancel(reference, shares, locate: locate)
        case 8: message = ITCHBytes.delete(reference, locate: locate)
        case 9: message = ITCHBytes.replace(reference, by: UInt64(random.below(60)), shares, price, locate: locate)
        case 10: message = ITCHBytes.broken(random.next(), locate: locate)
        default: message = (0..<random.below(60)).map { _ in UInt8(truncatingIfNeeded: random.next()) }
        }
        if random.below(20) == 0, !message.isEmpty { message.removeLast() }
        return message
    }

    @Test func hostileMessages() throws {
        var random = SplitMix64.printed()
        let books = try BookProbe(instruments: 4, orders: 4096, levels: 4096)
        var naive = ReferenceBooks(instruments: 4)
        for round in 0..<20_000 {
            let message = Self.hostile(&random)
            let event = books.apply(message)
            let isTaken = naive.apply(message)
            #expect((event.kind != .fault) == isTaken, "round \(round): \(message) \(event.fault)")
            if round % 1000 == 0 {
                #expect(books.isEqual(to: naive), "round \(round)")
                var audit = books.audit
                audit.crossed = 0
                #expect(audit.isSound, "round \(round): \(audit)")
            }
        }
        #expect(books.faults == UInt64(naive.faults) && naive.faults > 1000)
        #expect(books.isEqual(to: naive))
    }

    @Test func aBadMessageChangesNoOtherBook() throws {
        var random = SplitMix64.printed()
        let books = try BookProbe(instruments: 4, orders: 512, levels: 1024)
        for reference in UInt64(1)...60 {
            let side: Character = reference % 2 == 0 ? "B" : "S"
            let price: UInt32 = side == "B" ? 9_900 : 10_100
            _ = books.apply(ITCHBytes.add(reference, side, 100, price, locate: UInt16(reference % 3)))
        }
        func picture(_ skip: UInt32) -> [[Level]] {
            (UInt32(0)..<4).filter { $0 != skip }.flatMap { [books.levels($0, .buy), books.levels($0, .sell)] }
        }
        for round in 0..<3000 {
            let message = Self.hostile(&random)
            let own = message.count > 2 ? UInt32(message[1]) << 8 | UInt32(message[2]) : 9
            let before = picture(own)
            let all = picture(9)
            let event = books.apply(message)
            #expect(picture(own) == before, "round \(round): \(message) reached another book")
            if event.kind == .fault { #expect(picture(9) == all, "round \(round): a refused message changed a book") }
        }
    }

    @Test func placesInTheQueue() throws {
        var random = SplitMix64.printed()
        var day = DayGenerator(DayPlan(messages: 3000, symbols: 2, seed: random.next(), regime: .meanRevert))
        let books = try BookProbe(instruments: 4, orders: 4096, levels: 4096)
        var naive = ReferenceBooks(instruments: 4)
        while let message = day.next() {
            _ = books.apply(message)
            naive.apply(message)
        }
        #expect(naive.orders.count > 20)
        for reference in naive.orders.keys {
            #expect(books.queuePlace(reference)?.sharesAhead == naive.ahead(reference))
        }
        #expect(books.queuePlace(0) == nil && books.queuePlace(.max) == nil)
    }

    /// What the stretch form showed.
    private struct Log: MarketEventSink {
        var kinds: [MarketEvent.Kind] = []
        var offsets: [Int] = []
        mutating func take(_ event: MarketEvent, at offset: Int, _ books: inout MarketBooks) {
            kinds.append(event.kind)
            offsets.append(offset)
        }
    }

    @Test func aStretchIsItsMessages() throws {
        var random = SplitMix64.printed()
        var messages: [[UInt8]] = []
        var day = DayGenerator(DayPlan(messages: 2000, symbols: 5, seed: random.next(), regime: .trend))
        while let message = day.next() {
            messages.append(message)
            if random.below(10) == 0 { messages.append(Self.hostile(&random)) }
        }
        let one = try BookProbe(instruments: 8, orders: 4096, levels: 8192)
        let other = try BookProbe(instruments: 8, orders: 4096, levels: 8192)
        var (kinds, offsets, offset) = ([MarketEvent.Kind](), [Int](), 0)
        for message in messages {
            kinds.append(one.apply(message).kind)
            offsets.append(offset)
            offset += message.count + 2
        }
        var log = Log()
        let cut = ITCHBytes.framed(messages) + [0, 36, 65]
        let end = cut.withUnsafeBytes { other.apply($0, to: &log) }
        #expect(end == offset && log.kinds == kinds && log.offsets == offsets)
        for instrument in UInt32(0)..<8 {
            for side in Side.allCases { #expect(one.levels(instrument, side) == other.levels(instrument, side)) }
        }
    }
}
