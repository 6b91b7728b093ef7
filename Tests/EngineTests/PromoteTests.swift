// Another version takes a strategy's place: where its client ids begin, whatever was sent before.
import Engine
import PluginABI
import Records
import TestSupport
import Testing

@Suite struct PromoteTests {
    /// What the strategy is told to count from.
    private func promote(_ floor: Floor) throws -> UInt64 {
        var record = tectra_promote.blank
        record.strategy = 1
        record.wants = 15
        let told = floor.input(record).all(tectra_command.self)
        #expect(told.map(\.command) == [UInt8(TECTRA_COMMAND_ADOPT)])
        return try #require(told.first).value
    }

    @Test func everyVersionCountsFromAboveTheLast() throws {
        let floor = try Floor.trading()
        floor.submit(1, .buy, 100, cents: 9_990)
        let sent = floor.lastClientID(of: 1)
        let first = try promote(floor)
        #expect(first > sent)
        // The next shadow is started from here: it must count as the version that trades does, which has
        // been told to begin above `first`, though it has sent nothing.
        #expect(floor.engine.lastClient(of: 1) == first)
        let second = try promote(floor)
        #expect(second > first)
        #expect(floor.engine.lastClient(of: 1) == second)
    }

    @Test func whatTheOldVersionStillSendsIsTaken() throws {
        let floor = try Floor.trading()
        floor.submit(1, .buy, 100, cents: 9_990)
        _ = try promote(floor)
        let late = floor.submit(1, .buy, 100, cents: 9_980)
        #expect(late.all(tectra_verdict.self).map(\.accepted) == [1])
        #expect(floor.openOrders(of: 1) == 2)
    }
}
