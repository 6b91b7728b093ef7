// What strategies are told of trading states, imbalances and crosses.
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

    @Test func whoStartsInTheMiddleOfADayHearsOfWhatDoesNotTrade() throws {
        let floor = try Floor.trading(0)
        floor.feed(ITCHMessage.directory(2, "HALT"))
        floor.feed(ITCHMessage.trading(2, "H", time: 5))
        for strategy in UInt8(1)...2 {
            floor.deploy(strategy, wants: strategy == 1 ? TECTRA_WANTS_STATUS : TECTRA_WANTS_TICKS)
            floor.subscribe(strategy, "*")
        }
        let told = floor.command(1, Int(TECTRA_COMMAND_START))
        // After START, before which a strategy has no callbacks; and of instrument 1, which trades, nothing.
        #expect(told.compactMap { $0.read(tectra_command.self) }.count == 1)
        let status = told.all(tectra_market_status.self)
        #expect(status.map(\.instrument) == [2] && status.map(\.state) == [0x48])
        #expect(told.filter { $0.read(tectra_market_status.self) != nil }.allSatisfy { $0.strategy == 1 })
        #expect(floor.command(2, Int(TECTRA_COMMAND_START)).all(tectra_market_status.self).isEmpty)
        floor.feed(Self.head("W", 0, 6) + [0x32])
        floor.deploy(3, wants: TECTRA_WANTS_STATUS)
        floor.subscribe(3, "*")
        let late = floor.command(3, Int(TECTRA_COMMAND_START)).all(tectra_market_status.self)
        #expect(late.map(\.instrument).first == UInt32.max && late.first?.market_wide == 2)
        #expect(late.allSatisfy { $0.kind == UInt8(TECTRA_STATUS_TRADING) } && late.contains { $0.instrument == 2 })
    }

    @Test func nobodyIsToldWhoDoesNotWantIt() throws {
        let floor = try Floor.trading(0)
        floor.run(1, wants: 15)
        #expect(floor.feed(ITCHMessage.trading(1, "H", time: 1)).all(tectra_market_status.self).isEmpty)
        #expect(floor.feed(Self.head("W", 0, 2) + [0x31]).all(tectra_market_status.self).isEmpty)
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
