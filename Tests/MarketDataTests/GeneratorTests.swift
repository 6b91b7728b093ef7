// Days from a seed: the same bytes every time, and what the plan asked for.
import MarketData
import TestSupport
import Testing

@Suite struct GeneratorTests {
    private func day(_ seed: UInt64, _ regime: DayRegime) -> [[UInt8]] {
        var generator = DayGenerator(DayPlan(messages: 2000, symbols: 6, seed: seed, regime: regime))
        var messages: [[UInt8]] = []
        while let message = generator.next() { messages.append(message) }
        return messages
    }

    @Test(arguments: DayRegime.allCases) func theSameSeedGivesTheSameBytes(regime: DayRegime) {
        var random = SplitMix64.printed()
        let seed = random.next()
        let one = day(seed, regime)
        #expect(one == day(seed, regime))
        #expect(one != day(seed &+ 1, regime))
    }

    @Test(arguments: DayRegime.allCases) func everyMessageIsOfItsLengthAndTimeNeverGoesBack(regime: DayRegime) {
        var random = SplitMix64.printed()
        var last: UInt64 = 0
        let messages = day(random.next(), regime)
        for message in messages {
            #expect(ITCHMessageType(rawValue: message[0])?.length == message.count)
            let time = message[5..<11].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
            #expect(time >= last)
            last = time
        }
        let codes = messages.filter { $0[0] == 0x53 }.map { $0[11] }
        #expect(codes == Array("OSQMEC".utf8))
        #expect(messages.count >= 2000)
    }

    /// Auctions open and close each symbol, pauses end in one, nothing is executed in a pause, and only trades that
    /// were made are broken.
    @Test(arguments: DayRegime.allCases) func aDayWithEventsIsADayOfItsOwn(regime: DayRegime) throws {
        var random = SplitMix64.printed()
        let plan = DayPlan(messages: 20_000, symbols: 5, seed: random.next(), regime: regime, hasEvents: true)
        var generator = DayGenerator(plan)
        var books = try MarketBooks(BookCapacity(instruments: 16, orders: 1 << 14, levels: 1 << 14))
        var (last, counts) = (UInt64(0), [UInt8: Int]())
        var (made, paused) = (Set<UInt64>(), Set<UInt32>())
        while let message = generator.next() {
            #expect(ITCHMessageType(rawValue: message[0])?.length == message.count)
            let time = message[5..<11].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
            #expect(time >= last)
            last = time
            counts[message[0], default: 0] += 1
            let event = message.withUnsafeBytes { books.apply($0) }
            #expect(event.kind != .fault)
            let isTrading = books.isTrading(event.instrument)
            switch event.kind {
            case .execute, .trade:
                #expect(isTrading)
                made.insert(event.matchID)
            case .broken: #expect(made.remove(event.matchID) != nil)
            case .status where message[0] == 0x48 && message[19] == 0x50: paused.insert(event.instrument)
            default: break
            }
        }
        for instrument in UInt32(1)...5 {
            let isTrading = books.isTrading(instrument)
            #expect(isTrading)
        }
        let pauses = (counts[0x4A] ?? 0)
        #expect(pauses > 0 && !paused.isEmpty && (counts[0x42] ?? 0) > 0)
        #expect(counts[0x51] == 2 * 5 + pauses, "a cross to open, one to close, and one for each pause")
        #expect((counts[0x59] ?? 0) >= 5 && counts[0x56] == 1)
        #expect((counts[0x49] ?? 0) >= 4 * 5 + pauses)
    }
}
