// What strategies are told of trading states, imbalances and crosses.
import Engine
import PluginABI
import Records
import TestSupport
import Testing

@Suite struct StatusTests {
    @Test func statesImbalancesAndCrossesAreTold() throws {
        let floor = try Floor.trading(0)
        floor.run(1, wants: TECTRA_WANTS_STATUS)
        floor.run(2, wants: TECTRA_WANTS_TICKS)
        let halted = floor.feed(ITCHMessage.trading(1, "P", time: 10))
        let state = try #require(halted.all(tectra_market_status.self).first)
        #expect(state.kind == UInt8(TECTRA_STATUS_TRADING) && state.state == 0x50)
        #expect(state.flags & UInt32(TECTRA_DATA_HALTED) != 0 && state.instrument == 1)
        #expect(state.time == Floor.midnight + 10)

        let noii = floor.feed(Self.imbalance(paired: 7000, imbalance: 300, reference: 1_000_000, time: 20))
        let told = try #require(noii.all(tectra_market_status.self).first)
        #expect(told.kind == UInt8(TECTRA_STATUS_IMBALANCE) && told.paired == 7000 && told.imbalance == 300)
        #expect(told.direction == 0x42 && told.cross == 0x48)
        #expect(told.reference_price == 10_000 * Floor.cent && told.near_price == 10_001 * Floor.cent)
        #expect(told.state == 0x50, "every field says what is known")

        let crossed = floor.feed(ITCHMessage.cross(1, 500, at: 990_000, time: 30)).all(tectra_market_status.self)
        #expect(crossed.map(\.kind) == [UInt8(TECTRA_STATUS_CROSS)])
        #expect(crossed.map(\.cross_price) == [9_900 * Floor.cent] && crossed.map(\.cross_quantity) == [500])
        #expect(crossed.map(\.cross) == [0x4F])

        // A market-wide circuit breaker is of no instrument.
        let breach = floor.feed(Self.head("W", 0, 40) + [0x32]).all(tectra_market_status.self)
        #expect(breach.map(\.instrument) == [UInt32.max] && breach.map(\.market_wide) == [2])
    }

    @Test func nobodyIsToldWhoDoesNotWantIt() throws {
        let floor = try Floor.trading(0)
        floor.run(1, wants: 15)
        #expect(floor.feed(ITCHMessage.trading(1, "H", time: 1)).all(tectra_market_status.self).isEmpty)
        #expect(floor.feed(Self.head("W", 0, 2) + [0x31]).all(tectra_market_status.self).isEmpty)
    }

    @Test func aStrategyThatBeginsMidDayIsTold() throws {
        let floor = try Floor.trading(0)
        floor.feed(ITCHMessage.directory(2, "OTHER"))
        floor.feed(ITCHMessage.directory(3, "SILENT"))
        floor.feed(ITCHMessage.directory(4, "HALTED"))
        floor.feed(ITCHMessage.trading(2, "P", time: 1))
        floor.feed(ITCHMessage.trading(4, "H", time: 1))
        floor.deploy(1, wants: TECTRA_WANTS_STATUS)
        for symbol in ["TEST", "OTHER", "SILENT"] { floor.subscribe(1, symbol) }
        let started = floor.command(1, TECTRA_COMMAND_START)
        let told = started.all(tectra_market_status.self)
        // What does not trade comes first; nobody has said a word of SILENT, and HALTED is not its own.
        #expect(told.map(\.instrument) == [2, 1] && told.map(\.state) == [0x50, 0x54])
        #expect(told.allSatisfy { $0.kind == UInt8(TECTRA_STATUS_TRADING) && $0.sequence == floor.engine.sequence })
        let mine = started.filter { $0.audience == .strategy && $0.strategy == 1 }
        #expect(mine.map(\.template) == [TECTRA_COMMAND, TECTRA_MARKET_STATUS, TECTRA_MARKET_STATUS])

        // What changed while it was paused it is told of when it goes on.
        floor.command(1, TECTRA_COMMAND_PAUSE)
        floor.feed(Self.head("W", 0, 2) + [0x31])
        floor.feed(ITCHMessage.trading(2, "T", time: 3))
        let resumed = floor.command(1, TECTRA_COMMAND_RESUME).all(tectra_market_status.self)
        #expect(resumed.map(\.instrument) == [UInt32.max, 1, 2] && resumed.allSatisfy { $0.market_wide == 1 })
        #expect(floor.command(1, TECTRA_COMMAND_RESUME).all(tectra_market_status.self).isEmpty)
        floor.run(2, wants: 15)
        #expect(floor.seen.all(tectra_market_status.self).isEmpty, "it is not wanted")
    }

    @Test func ofManyInstrumentsThoseThatDoNotTradeAreTold() throws {
        let floor = try Floor(Floor.session(instruments: 8_192))
        for instrument in UInt16(1)...3_000 {
            floor.feed(ITCHMessage.directory(instrument, "S\(instrument)"))
            floor.feed(ITCHMessage.trading(instrument, instrument % 1_000 == 0 ? "H" : "T"))
        }
        floor.run(1, wants: TECTRA_WANTS_STATUS)
        let told = floor.seen.all(tectra_market_status.self)
        #expect(told.count == 2_048 && told.prefix(4).map(\.instrument) == [1_000, 2_000, 3_000, 1])
        #expect(floor.outputs.dropped == 0)
    }

    private static func head(_ type: Character, _ locate: UInt16, _ time: Int64) -> [UInt8] {
        var bytes: [UInt8] = [type.asciiValue ?? 0, UInt8(locate >> 8), UInt8(locate & 255), 0, 0]
        for shift in stride(from: 40, through: 0, by: -8) { bytes.append(UInt8(truncatingIfNeeded: time >> shift)) }
        return bytes
    }

    private static func imbalance(paired: UInt64, imbalance: UInt64, reference: UInt32, time: Int64) -> [UInt8] {
        var bytes = head("I", 1, time)
        func put(_ value: UInt64, _ count: Int) {
            for index in (0..<count).reversed() { bytes.append(UInt8(truncatingIfNeeded: value >> UInt64(8 * index))) }
        }
        put(paired, 8)
        put(imbalance, 8)
        bytes.append(0x42)
        bytes += [UInt8](repeating: 0x20, count: 8)
        put(UInt64(reference), 4)
        put(UInt64(reference) + 100, 4)
        put(UInt64(reference), 4)
        bytes += [0x48, 0x20]
        return bytes
    }
}
