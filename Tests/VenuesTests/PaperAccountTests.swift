// A stream of requests on paper: filled like real orders at the simulated venue, valued at the mid.
import MarketData
import Orders
import PluginABI
import Records
import TestSupport
import Testing
import Venues

/// A market, and an account that trades in it.
private final class Desk {
    let pit: Pit
    var account = PaperAccount(instruments: 4)
    private var client: UInt64 = 0

    init() throws {
        pit = try Pit()
        pit.show(.sell, 300, at: 100_200)
        pit.show(.buy, 300, at: 100_000)
    }

    func play(_ message: [UInt8]) {
        let event = message.withUnsafeBytes { pit.books.apply($0) }
        account.apply(event, time: 0)
    }

    private func take<Request: Record>(_ request: Request) {
        withUnsafeBytes(of: request) { account.take($0, pit.books, time: 0) }
    }

    @discardableResult
    func submit(_ side: Side, _ quantity: Int64, at price: Int64) -> UInt64 {
        client += 1
        var submit = tectra_submit.blank
        submit.client_id = client
        submit.instrument = Pit.instrument
        submit.side = side.rawValue
        submit.type = UInt8(TECTRA_LIMIT)
        submit.time_in_force = UInt8(TECTRA_DAY)
        submit.price = price * Price.perITCHUnit
        submit.quantity = quantity
        take(submit)
        return client
    }

    func cancel(_ client: UInt64) {
        var cancel = tectra_cancel.blank
        cancel.client_id = client
        take(cancel)
    }

    func modify(_ client: UInt64, to price: Int64, _ quantity: Int64) {
        var modify = tectra_modify.blank
        modify.client_id = client
        modify.price = price * Price.perITCHUnit
        modify.quantity = quantity
        take(modify)
    }

    /// At 1e-4 of the currency unit, with the share at `mark`.
    func profit(mark: Int64) -> Int64 { account.profit { _ in mark * Price.perITCHUnit } / Price.perITCHUnit }
}

@Suite struct PaperAccountTests {
    @Test func aTakerPaysTheSpreadAndARestingOrderWaitsForTheMarket() throws {
        let desk = try Desk()
        desk.submit(.buy, 100, at: 100_200)
        #expect(desk.account.fills == 1 && desk.profit(mark: 100_100) == -100 * 100)
        // At rest behind 300 at the best bid: nothing, until those are gone and one more trades.
        desk.submit(.buy, 100, at: 100_000)
        #expect(desk.account.fills == 1)
        desk.play(ITCHMessage.execute(1, 2, 300, match: 1))
        #expect(desk.account.fills == 1)
        desk.play(ITCHMessage.add(1, 99, isBuy: false, 100, at: 100_000))
        #expect(desk.account.fills == 2 && desk.profit(mark: 100_100) == 0)
        #expect(desk.profit(mark: 100_000) == -200 * 100)
    }

    @Test func whatIsCancelledOrMovedAwayDoesNotTrade() throws {
        let desk = try Desk()
        let first = desk.submit(.sell, 100, at: 100_200)
        let second = desk.submit(.sell, 100, at: 100_200)
        desk.cancel(first)
        desk.cancel(12_345)
        desk.modify(second, to: 100_400, 100)
        desk.play(ITCHMessage.add(1, 99, isBuy: true, 500, at: 100_200))
        #expect(desk.account.fills == 0)
        desk.modify(second, to: 100_000, 150)
        // It meets what is bid there, at the price that is bid.
        #expect(desk.account.fills == 1 && desk.profit(mark: 100_300) == -150 * 100)
    }

    @Test func withoutAMarkWhatIsOpenCountsAtItsCost() throws {
        let desk = try Desk()
        desk.submit(.buy, 100, at: 100_200)
        #expect(desk.account.profit { _ in Price.none } == 0)
    }
}
