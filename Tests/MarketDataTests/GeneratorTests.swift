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
}
