/// Parameters and state: the whole of it or nothing, and a refusal that a person can act on.
import TectraStrategy
import TectraTestKit
import TestSupport
import Testing

@Suite struct ConfigurationTests {
    @Test func parametersAreTold() throws {
        let bench = try StrategyBench(Probe.self, parameters: ["limit": 3, "price": "0.01", "word": "höhe"])
        #expect(
            bench.configuration == [
                "limit": .integer(3), "price": .text("0.01"), "word": .text("höhe"), "half": .number(1.5),
            ])
    }

    @Test func aWrongParameterIsRefusedWithItsName() {
        refused(["limit": 11], "limit: must be a whole number from 1 to 10")
        refused(["limit": "3"], "limit: must be a whole number from 1 to 10")
        refused(["price": "1.2.3"], "price: must be a price from 0 to 100")
        refused(["price": 100.5], "price: must be a price from 0 to 100")
        refused(["word": 1], "word: must be a text")
        refused(["wrod": 1], "wrod: there is no such parameter; known are limit, price, word, on-tick")
    }

    private func refused(_ parameters: KeyValuePairs<String, ParameterValue>, _ message: String) {
        #expect { _ = try StrategyBench(Probe.self, parameters: parameters) } throws: {
            ($0 as? StrategyError)?.message == message
        }
    }

    @Test func aStartMayRefuse() {
        #expect(throws: StrategyError.self) { _ = try StrategyBench(Probe.self, parameters: ["word": "stubborn"]) }
    }

    @Test func aChangeIsWholeOrNothing() throws {
        let bench = try StrategyBench(Probe.self, parameters: ["limit": 3])
        #expect(throws: StrategyError.self) { try bench.configure(["limit": 4, "price": "-1"]) }
        #expect(bench.configuration["limit"] == .integer(3))
        try bench.configure(["limit": 4, "price": 2])
        #expect(bench.configuration["limit"] == .integer(4) && bench.configuration["price"] == .text("2"))
    }

    @Test func parametersThatCanNotChangeSaySo() throws {
        let bench = try StrategyBench(Counter.self)
        #expect(throws: StrategyError.self) { try bench.configure(["anything": 1]) }
        try bench.configure([:])
    }

    @Test func stateComesBack() throws {
        let bench = try StrategyBench(Probe.self, parameters: ["limit": 9, "price": "1.5", "word": "saved"])
        let state = bench.save()
        let next = try StrategyBench(Probe.self, start: false)
        try next.load(state)
        #expect(next.configuration == bench.configuration)
        #expect(throws: StrategyError.self) { try next.load(state, schema: 6) }
    }

    /// A state may be anything: cut anywhere, with something behind it, or noise.
    @Test func aBrokenStateIsRefused() throws {
        let bench = try StrategyBench(Probe.self)
        let state = bench.save()
        for length in 0..<state.count {
            #expect(throws: StrategyError.self, "cut at \(length)") { try bench.load(Array(state.prefix(length))) }
        }
        #expect(throws: StrategyError.self) { try bench.load(state + [0]) }
        var random = SplitMix64.printed()
        for _ in 0..<500 {
            let noise = (0..<random.below(64)).map { _ in UInt8(truncatingIfNeeded: random.next()) }
            // 20 bytes and a length that fits could be a state by chance; nothing may trap.
            try? bench.load(noise)
        }
        #expect(throws: StrategyError.self) { try StrategyBench(Counter.self).load([1]) }
    }
}
