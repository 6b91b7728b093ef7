// The quality of a day: what a market played by hand adds up to, and what no day may do to it.
import MarketData
import Records
import TestSupport
import Testing

@Suite struct QualityTests {
    private static let second: Int64 = 1_000_000_000
    private static let small = BookCapacity(instruments: 16, orders: 256, levels: 512)

    private static func quality(_ messages: [[UInt8]], stale: Int64 = 10) throws -> [InstrumentQuality] {
        var quality = try DayQuality(small, stale: stale * second)
        for message in messages { message.withUnsafeBytes { quality.apply($0) } }
        quality.finish()
        return quality.instruments
    }

    /// TEST trades from second 100 on, 99.99 to 100.01, regular hours having begun at 90.
    private static let open: [[UInt8]] = [
        ITCHMessage.system("O", time: second), ITCHMessage.directory(1, "TEST", time: 2 * second),
        ITCHMessage.trading(1, "T", time: 3 * second),
        ITCHMessage.add(1, 1, isBuy: true, 500, at: 999_900, time: 4 * second),
        ITCHMessage.system("Q", time: 90 * second),
        ITCHMessage.add(1, 2, isBuy: false, 300, at: 1_000_100, time: 100 * second),
    ]

    @Test func timeCountsInRegularHoursAndContinuousTrading() throws {
        let rows = try Self.quality(
            Self.open + [
                ITCHMessage.trading(1, "H", time: 108 * Self.second),
                ITCHMessage.trading(1, "T", time: 158 * Self.second),
                ITCHMessage.add(1, 3, isBuy: true, 100, at: 999_950, time: 160 * Self.second),
                ITCHMessage.system("M", time: 165 * Self.second),
                ITCHMessage.add(1, 4, isBuy: true, 100, at: 999_960, time: 300 * Self.second),
            ])
        let row = try #require(rows.first)
        #expect(rows.count == 1 && row.symbol == "TEST" && row.messages == 8)
        // 90 to 108, 158 to 165.
        #expect(row.trading == 25 * Self.second && row.oneSided == 10 * Self.second && row.halts == 1)
        #expect(row.stales == 0 && row.crossed == 0 && row.locked == 0)
        // 0.02 for ten seconds, 0.015 for five.
        #expect(row.spread(0.1) == Self.rounded(150) && row.spread(0.9) == Self.rounded(200))
        #expect(row.ticks == 4)
    }

    @Test func silenceCrossesAndLocksAreCounted() throws {
        let rows = try Self.quality(
            Self.open + [
                // Silent for 20 s, then crossed for 2 s, locked for 3 s, apart again.
                ITCHMessage.add(1, 3, isBuy: true, 100, at: 1_000_200, time: 120 * Self.second),
                ITCHMessage.replace(1, 3, by: 4, 100, at: 1_000_100, time: 122 * Self.second),
                ITCHMessage.delete(1, 4, time: 125 * Self.second),
                ITCHMessage.system("M", time: 150 * Self.second),
            ])
        let row = try #require(rows.first)
        #expect(row.crossings == 1 && row.crossed == 2 * Self.second)
        #expect(row.lockings == 1 && row.locked == 3 * Self.second)
        // From the opening 10 s, which is allowed; 20 and 25.
        #expect(row.stales == 2 && row.stale == 45 * Self.second && row.staleLongest == 25 * Self.second)
        #expect(row.degraded == 47.0 / 60)
    }

    @Test(arguments: [true, false])
    func silenceBeforeRegularHoursIsNoFault(isBegun: Bool) throws {
        let begun = isBegun ? [ITCHMessage.system("O", time: Self.second)] : []
        let rows = try Self.quality(
            begun + [
                ITCHMessage.directory(1, "TEST", time: 2 * Self.second),
                ITCHMessage.trading(1, "T", time: 3 * Self.second),
                ITCHMessage.add(1, 1, isBuy: true, 500, at: 1_000_200, time: 4 * Self.second),
                ITCHMessage.add(1, 2, isBuy: false, 300, at: 1_000_100, time: 20_000 * Self.second),
                ITCHMessage.delete(1, 1, time: 20_010 * Self.second),
                ITCHMessage.add(1, 3, isBuy: true, 500, at: 999_900, time: 20_011 * Self.second),
                ITCHMessage.system("Q", time: 30_000 * Self.second),
                ITCHMessage.add(1, 4, isBuy: true, 100, at: 999_910, time: 30_005 * Self.second),
                ITCHMessage.system("M", time: 30_010 * Self.second),
                ITCHMessage.add(1, 5, isBuy: true, 100, at: 999_920, time: 40_000 * Self.second),
            ])
        let row = try #require(rows.first)
        #expect(row.trading == 10 * Self.second && row.stales == 0 && row.stale == 0 && row.staleLongest == 0)
        #expect(row.crossings == 0 && row.crossed == 0 && row.oneSided == 0 && row.degraded == 0)
        #expect(row.ticks == 6 && row.ticksPerSecond == 0.1)
    }

    @Test func behindAGapAllIsDegradedOnce() throws {
        var quality = try DayQuality(Self.small, stale: 10 * Self.second)
        func apply(_ messages: [[UInt8]]) {
            for message in messages { message.withUnsafeBytes { quality.apply($0) } }
        }
        apply(Self.open)
        // Silent from 100 to 120; the gap is told at 115, of which a message of nobody tells.
        apply([ITCHMessage.system("?", time: 115 * Self.second)])
        quality.lose(first: 7, count: 2)
        apply([
            // Crossed from 120 to 125, which is behind the gap already.
            ITCHMessage.add(1, 3, isBuy: true, 100, at: 1_000_200, time: 120 * Self.second),
            ITCHMessage.delete(1, 3, time: 125 * Self.second),
        ])
        quality.lose(first: 11, count: 1)
        apply([ITCHMessage.system("M", time: 130 * Self.second)])
        quality.finish()
        let rows = quality.instruments
        let row = try #require(rows.first)
        #expect(row.trading == 40 * Self.second && row.stale == 20 * Self.second && row.crossed == 5 * Self.second)
        #expect(row.behindGap == 15 * Self.second)
        // 100 to 115 stale, 115 to 130 behind the gap.
        #expect(row.degraded == 30.0 / 40)
    }

    @Test func faultsAreOfTheirInstrument() throws {
        let rows = try Self.quality(
            Self.open + [
                ITCHMessage.delete(1, 77, time: 101 * Self.second), ITCHMessage.delete(2, 1, time: 102 * Self.second),
                ITCHMessage.add(1, 2, isBuy: true, 1, at: 1, time: 103 * Self.second), [0x41, 0, 1], [], [0x7E],
            ])
        #expect(rows.map(\.instrument) == [1, 2])
        #expect(rows[0].faults == [.unknownOrder: 1, .duplicateOrder: 1] && rows[1].faults == [.unknownOrder: 1])
        #expect(rows[0].faultCount == 2 && rows[1].symbol == nil && rows[1].degraded == nil)
    }

    @Test func theBusiestSecondIsThatOfTheEvents() throws {
        var messages = Self.open
        for step in 0..<50 {
            let time = 200 * Self.second + Int64(step) * 30_000_000
            messages.append(ITCHMessage.add(1, UInt64(10 + step), isBuy: true, 1, at: 999_900, time: time))
        }
        let row = try #require(try Self.quality(messages).first)
        // Steps of 30 ms: 34 of them begin in the first second.
        #expect(row.ticksInBusiestSecond == 34 && row.ticks == 52)
        #expect(row.bestShares(1) == 544 && row.levels(0.5) == 1)
    }

    /// What is counted can not be more than there was, whatever the day.
    @Test func aMadeDayAddsUp() throws {
        for regime in DayRegime.allCases {
            var quality = try DayQuality(
                BookCapacity(instruments: 64, orders: 1 << 16, levels: 1 << 17), stale: 5 * Self.second)
            var day = DayGenerator(DayPlan(messages: 20_000, symbols: 8, seed: 3, regime: regime))
            var messages = 0
            while let message = day.next() {
                message.withUnsafeBytes { quality.apply($0) }
                messages += 1
            }
            quality.finish()
            let (rows, seen) = (quality.instruments, quality.messages)
            #expect(seen == messages && rows.count == 8 && rows.allSatisfy { $0.symbol != nil })
            #expect(rows.reduce(0) { $0 + $1.messages } <= messages)
            for row in rows {
                #expect(row.crossed + row.oneSided <= row.trading && row.stale <= row.trading)
                #expect(row.trading <= 24 * 3600 * Self.second && row.staleLongest <= row.stale)
                #expect(row.ticks <= row.messages && row.faultCount == 0)
                #expect((row.spread(0.5) ?? 0) <= (row.spread(0.99) ?? 0))
            }
        }
    }

    /// The least value of the bucket that an amount of ITCH units is in, in 1e-9.
    private static func rounded(_ units: Int64) -> Int64 {
        var step: Int64 = 1
        while units / step >= 128 { step *= 2 }
        return units / step * step * Price.perITCHUnit
    }
}
