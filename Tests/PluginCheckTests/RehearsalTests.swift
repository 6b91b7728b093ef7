// Dry runs on a generated day: what is counted is what was done, and the same seed does the same.
import Backtest
import EngineLink
import Foundation
import MarketData
import PluginCheck
import Risk
import TestSupport
import Testing
import Workers

@Suite(.serialized) struct RehearsalTests {
    private func run(
        _ library: String, symbols: [String] = ["*"], _ change: (inout RehearsalPlan) -> Void = { _ in }
    ) throws -> RehearsalReport {
        let scratch = TemporaryDirectory()
        var request = DeployRequest(name: "fixture", library: library, symbols: symbols)
        request.parameters = [("every", .integer(3)), ("quantity", .integer(100))]
        var plan = RehearsalPlan(
            worker: Program.built("tectra-worker"), deployment: request,
            day: DayPlan(messages: 4000, symbols: 4, seed: 5, regime: .trend), scratch: scratch.path)
        change(&plan)
        return try Rehearsal.run(plan)
    }

    @Test func theReportAddsUp() throws {
        let report = try run(try Bench.fixture())
        let strategy = try #require(report.strategy)
        #expect(strategy.lost == nil)
        #expect(report.tally.orders > 100 && report.symbols.count == 4)
        #expect(report.tally.orders == report.tally.accepted + report.tally.rejectedInAll)
        #expect(strategy.fills > 0 && report.tally.fills == Int(strategy.fills))
        #expect(report.worker?.facts.name == "fixture" && report.worker.map { "\($0.tier)" }?.count == 1)
        let times = try #require(report.tally.times)
        #expect(times.total > UInt64(report.tally.orders))
        #expect(try #require(times.quantile(0.5)) <= #require(times.quantile(1)))
    }

    @Test func theSameSeedDoesTheSame() throws {
        let library = try Bench.fixture()
        let (one, other) = (try run(library), try run(library))
        #expect(one.strategy?.net == other.strategy?.net && one.tally.orders == other.tally.orders)
        let third = try run(library) { $0.day.seed = 6 }
        #expect(third.strategy?.net != one.strategy?.net)
    }

    @Test func aLimitRejectsWithItsReason() throws {
        let report = try run(try Bench.fixture()) { $0.limits.orderQuantityMax = 99 }
        // TECTRA_REASON_MAX_QUANTITY.
        #expect(report.tally.rejected == [2: report.tally.orders] && report.tally.accepted == 0)
        #expect(report.strategy?.fills == 0)
    }

    @Test func symbolsOfOnesOwnAreInTheDay() throws {
        let report = try run(try Bench.fixture(), symbols: ["AAPL", "MSFT"])
        #expect(report.symbols.prefix(2) == ["AAPL", "MSFT"] && report.symbols.count == 4)
        #expect(report.tally.orders > 0)
    }

    @Test func aLostStrategyIsTold() throws {
        let fixture = Checkout.root.appending(path: "Tests/PluginCheckTests/Fixtures/strategy.c")
        let text = try String(contentsOf: fixture, encoding: .utf8)
            .replacing("self->count++ %", with: "self->count == 50 ? (__builtin_trap(), 1) : self->count++ %")
        let report = try run(try Bench.compile(text, "lost"))
        #expect(report.strategy?.lost?.hasPrefix("trap") == true)
        #expect(report.tally.orders == 17)
    }

    // MARK: - The commands

    private func tectractl(_ arguments: [String]) throws -> (status: Int32, output: String) {
        try Program.run([Program.built("tectractl")] + arguments)
    }

    @Test func theCommandsEndAsTheySay() throws {
        let sound = try Bench.fixture()
        let check = try tectractl(["plugin", "check", sound, "--only", "exports", "--only", "state", "--json"])
        #expect(check.status == 0 && check.output.contains("\"is_sound\" : true"), "\(check.output)")
        let odd = try tectractl(["plugin", "check", try Bench.fixture("-DTWO_SYMBOLS"), "--only", "exports"])
        #expect(odd.status == 1 && odd.output.contains("tectra_strategy_second"), "\(odd.output)")
        #expect(odd.output.contains("check: not sound passed=0 warned=0 failed=1 skipped=0 seed=1"))
        let misspelt = try tectractl(["plugin", "check", sound, "--only", "export"])
        #expect(misspelt.status == 2 && misspelt.output.contains("exports"), "\(misspelt.output)")
        let dry = try tectractl(["sandbox", sound, "--messages", "2000", "--symbols", "2"])
        #expect(dry.status == 0 && dry.output.contains("sandbox: messages="), "\(dry.output)")
        let missing = try tectractl(["sandbox", "/nowhere/lib.so"])
        #expect(missing.status == 2 && missing.output.contains("there is no such file"), "\(missing.output)")
    }
}
