// What can not be run is said before anything is begun: no worker, no journal.
import Backtest
import EngineLink
import Foundation
import Risk
import TestSupport
import Testing

@Suite struct PlanTests {
    private let folder = TemporaryDirectory()

    private func plan(_ strategies: [DeployRequest], feed: String) -> BacktestPlan {
        var engine = EngineConfiguration()
        engine.feedFile = feed
        return BacktestPlan(
            engine: engine, strategies: strategies, firm: LimitRow(strategy: 0), standard: LimitRow(strategy: 0),
            journal: folder.file("journal"))
    }

    private func complaint(_ plan: BacktestPlan) -> String {
        do throws(BacktestError) {
            _ = try Backtest.prepare(plan)
            return "no complaint"
        } catch {
            return "\(error)"
        }
    }

    @Test func withoutStrategiesThereIsNothingToTest() {
        #expect(complaint(plan([], feed: "/nowhere")).contains("no strategy to test"))
    }

    @Test func aMissingFeedIsNamed() {
        let request = DeployRequest(name: "a", library: "/nowhere/a.so", symbols: ["*"])
        let text = complaint(plan([request], feed: "/nowhere/day.itch"))
        #expect(text.contains("the feed /nowhere/day.itch"))
    }

    @Test func aBadLibraryLeavesNoJournalBehind() throws {
        let feed = folder.file("day.itch")
        try Data([0, 1, 65]).write(to: URL(filePath: feed))
        try Data("not a library".utf8).write(to: URL(filePath: folder.file("a.so")))
        let request = DeployRequest(name: "a", library: folder.file("a.so"), symbols: ["*"])
        #expect(complaint(plan([request], feed: feed)).contains("text file, not a shared library"))
        let missing = DeployRequest(name: "b", library: folder.file("b.so"), symbols: ["*"])
        #expect(complaint(plan([missing], feed: feed)).contains("no such file"))
        #expect(!FileManager.default.fileExists(atPath: folder.file("journal")))
    }

    @Test func everyProblemOfARequestIsTold() throws {
        let feed = folder.file("day.itch")
        try Data([0, 1, 65]).write(to: URL(filePath: feed))
        let text = complaint(plan([DeployRequest(name: "a b", library: "relative.so", symbols: [])], feed: feed))
        #expect(text.contains("letters, digits") && text.contains("absolute path") && text.contains("symbols:"))
    }
}
