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

    /// Whoever trades: the tier and the filter that stand on an order are those of its worker.
    @Test func everyOrderCarriesTheFilterOfItsWorker() throws {
        let floor = try Floor.trading()
        var deploy = tectra_deploy.blank
        deploy.strategy = 5
        deploy.tier = 2
        deploy.wants = 15
        withUnsafeMutableBytes(of: &deploy.filter_sha256) { room in
            for at in room.indices { room[at] = UInt8(0x30 + at) }
        }
        floor.input(deploy)
        floor.subscribe(5, "*")
        floor.command(5, TECTRA_COMMAND_START)
        let first = try #require(floor.submit(5, .buy, 100, cents: 9_990).all(tectra_verdict.self).first)
        #expect(first.tier == 2 && first.filter == 0x3031_3233_3435_3637)
        var record = tectra_promote.blank
        record.strategy = 5
        record.tier = 3
        record.filter_sha256 = deploy.filter_sha256
        record.filter_sha256.0 = 0xff
        floor.input(record)
        let second = try #require(floor.submit(5, .buy, 100, cents: 9_990).all(tectra_verdict.self).first)
        #expect(second.tier == 3 && second.filter == 0xff31_3233_3435_3637)
    }

    @Test func whatTheOldVersionStillSendsIsTaken() throws {
        let floor = try Floor.trading()
        floor.submit(1, .buy, 100, cents: 9_990)
        _ = try promote(floor)
        let late = floor.submit(1, .buy, 100, cents: 9_980)
        #expect(late.all(tectra_verdict.self).map(\.accepted) == [1])
        #expect(floor.openOrders(of: 1) == 2)
    }

    @Test func anOrderOfTheTimeInShadowIsDeniedUnlessItIsKnown() throws {
        let floor = try Floor.trading()
        floor.submit(1, .buy, 100, cents: 9_990)
        let sent = floor.lastClientID(of: 1)
        func deny(_ client: UInt64) -> [tectra_order] {
            var record = tectra_deny.blank
            record.strategy = 1
            record.client_id = client
            return floor.input(record).all(tectra_order.self)
        }
        #expect(deny(sent).isEmpty)
        #expect(floor.openOrders(of: 1) == 1)
        let told = try #require(deny(sent + 1).first)
        #expect(told.client_id == sent + 1 && told.state == UInt8(TECTRA_ORDER_REJECTED))
        #expect(told.reason == UInt16(TECTRA_REASON_NOT_RUNNING))
    }
}
