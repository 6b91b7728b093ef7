/// The SQLite store on real files: versions, roll-back, numbers, runs, and files that are none.
import ControlStores
import Foundation
import Risk
import TestSupport
import Testing

@Suite struct StoreTests {
    private struct Refusal: Error {}

    private func row(_ strategy: UInt8, position: Int64 = 1000) -> LimitRow {
        var row = LimitRow(strategy: strategy)
        for field in LimitField.allCases { row[field] = 1000 }
        row.positionMax = position
        row.creditMax = LimitRow.unlimited
        row.orderNotionalMax = 5_000_000_000
        return row
    }

    @Test func aVersionSurvivesAndKeepsEveryField() throws {
        let directory = TemporaryDirectory()
        let path = directory.file("tectra.sqlite")
        var rows = [row(0), row(3)]
        rows[1].isDryRun = true
        let written = try ControlStore(path: path).replaceLimits(rows, by: "eve", note: "first") { _ in }
        #expect(written.version == 1)
        let again = try ControlStore(path: path)
        #expect(try again.limits() == written)
        #expect(try again.limits()?.rows == rows)
    }

    @Test func whatTheEngineRefusesIsRolledBack() throws {
        let store = try ControlStore()
        _ = try store.replaceLimits([row(0)], by: "eve", note: "") { _ in }
        #expect(throws: Refusal.self) {
            _ = try store.replaceLimits([row(0, position: 5000)], by: "eve", note: "") { _ in throw Refusal() }
        }
        #expect(try store.limits()?.version == 1)
        #expect(try store.limits()?.rows == [row(0)])
        #expect(try store.replaceLimits([row(0)], by: "eve", note: "", above: 41) { _ in }.version == 42)
        #expect(try store.limitsHistory().map(\.version) == [42, 1])
    }

    @Test func contradictionsNeverReachTheEngine() throws {
        let store = try ControlStore()
        let error = #expect(throws: StoreError.self) {
            _ = try store.replaceLimits([row(1)], by: "eve", note: "") { _ in Issue.record("it was committed") }
        }
        #expect(error?.description.contains("firm has no row") == true)
        #expect(try store.limits() == nil)
    }

    @Test func namesKeepTheirNumbers() throws {
        let store = try ControlStore()
        #expect(try store.number(of: "one") == 1)
        #expect(try store.number(of: "two") == 2)
        #expect(try store.number(of: "one") == 1)
        for index in 3...63 { #expect(try store.number(of: "s\(index)") == UInt8(index)) }
        #expect(throws: StoreError.self) { _ = try store.number(of: "one too many") }
    }

    @Test func deploymentsAndRunsAreKept() throws {
        let store = try ControlStore()
        var deployment = Deployment(strategy: try store.number(of: "one"), name: "one")
        deployment.parameters = ["a": "1", "b": "x=y"]
        deployment.symbols = ["ALPHA", "BETA"]
        deployment.loadMicroseconds = 8_000
        try store.record(deployment)
        #expect(try store.deployments(of: "one") == [deployment])
        #expect(try store.deployments(of: "two").isEmpty)
        var run = RunRecord(kind: "backtest", name: "demo")
        run.id = try store.record(run)
        try store.finishRun(run.id, result: "{\"sharpe\":1.5}")
        let found = try #require(try store.runs(kind: "backtest").first)
        #expect(found.result == "{\"sharpe\":1.5}")
        #expect(found.finished != nil)
        #expect(try store.runs(kind: "live").isEmpty)
    }

    @Test func aFileThatIsNoDatabaseIsSaidSo() throws {
        let directory = TemporaryDirectory()
        let path = directory.file("tectra.sqlite")
        try String(repeating: "this is text\n", count: 100).write(toFile: path, atomically: true, encoding: .utf8)
        let error = #expect(throws: StoreError.self) { _ = try ControlStore(path: path) }
        #expect(error?.description.contains("move it away") == true)
        #expect(throws: StoreError.self) { _ = try ControlStore(path: "/nowhere/at/all.sqlite") }
    }
}
