// What strategies are shown: instruments, ticks, trades, depth, bars and timers, and to whom.
import Engine
import PluginABI
import Records
import TestSupport
import Testing

@Suite struct ShownTests {
    @Test func aSymbolAskedForBeforeItsDirectoryIsShownWhenItComes() throws {
        let floor = try Floor()
        floor.run(1, symbols: ["TEST"])
        floor.run(2, symbols: ["OTHER"])
        floor.run(3)
        let outputs = floor.feed(ITCHMessage.directory(1, "TEST", lot: 10))
        #expect(outputs.map(\.template) == [TECTRA_INSTRUMENT, TECTRA_INSTRUMENT])
        #expect(outputs.map(\.strategy) == [1, 3])
        let instrument = try #require(outputs.all(tectra_instrument.self).first)
        #expect(instrument.instrument == 1 && instrument.lot_size == 10)
        // Told once, and a second directory message does not tell it again.
        #expect(floor.feed(ITCHMessage.directory(1, "TEST")).isEmpty)
        // Asked for after it came: told at once.
        #expect(floor.subscribe(2, "TEST").map(\.strategy) == [2])
    }

    @Test func eachKindOfRecordIsMadeOnlyWhenSomebodyWantsIt() throws {
        let kinds = [
            (TECTRA_WANTS_TICKS, TECTRA_TICK), (TECTRA_WANTS_TRADES, TECTRA_TRADE), (TECTRA_WANTS_BOOKS, TECTRA_BOOK),
        ]
        for (wants, template) in kinds {
            let floor = try Floor()
            floor.openMarket()
            floor.run(1, wants: wants)
            // Takes all that is offered at the best price: a trade, a new top, another depth.
            let outputs = floor.feed(ITCHMessage.execute(1, 2, 300, time: 1))
            #expect(outputs.map(\.template) == [template])
            #expect(outputs.allSatisfy { $0.audience == .market })
        }
    }

    @Test func aTickIsTheTopOfTheBook() throws {
        let floor = try Floor.trading()
        let outputs = floor.feed(ITCHMessage.add(1, 10, isBuy: true, 70, at: 1_000_000, time: 7))
        let tick = try #require(outputs.all(tectra_tick.self).first)
        #expect(tick.bid_price == 10_000 * Floor.cent && tick.bid_quantity == 70)
        #expect(tick.ask_price == 10_001 * Floor.cent && tick.ask_quantity == 300)
        #expect(tick.time == Floor.midnight + 7)
        // Deep in the book: depth changes, the top does not.
        let deep = floor.feed(ITCHMessage.add(1, 11, isBuy: true, 70, at: 990_000, time: 8))
        #expect(deep.map(\.template) == [TECTRA_BOOK])
        let book = try #require(deep.all(tectra_book.self).first)
        #expect(book.bids.0.price == 10_000 * Floor.cent && book.bids.2.quantity == 70)
        #expect(book.asks.1.price == Price.none && book.asks.1.quantity == 0)
    }

    @Test func depthIsSentAtMostOnceAnInterval() throws {
        let floor = try Floor.trading(1, Floor.session(depthInterval: 1_000))
        func depths(_ time: Int64, _ reference: UInt64) -> Int {
            floor.feed(ITCHMessage.add(1, reference, isBuy: true, 1, at: 990_000, time: time))
                .all(tectra_book.self).count
        }
        #expect([depths(10_000, 10), depths(10_500, 11), depths(10_999, 12), depths(11_000, 13)] == [1, 0, 0, 1])
    }

    @Test func aBookThatLacksAnOrderSaysSo() throws {
        let floor = try Floor.trading(1, Floor.session(orders: 64))
        floor.feed(ITCHMessage.directory(2, "OTHER"))
        floor.feed(ITCHMessage.trading(2, "T"))
        var reference: UInt64 = 100
        while floor.engine.counters.bookRefused == 0, reference < 2_000 {
            floor.feed(ITCHMessage.add(1, reference, isBuy: true, 1, at: 900_000))
            reference += 1
        }
        #expect(floor.engine.counters.bookRefused == 1 && floor.engine.counters.feedFaults == 1)
        #expect(floor.engine.dataFlags(of: 1) & UInt32(TECTRA_DATA_GAP) != 0)
        #expect(floor.engine.dataFlags(of: 2) & UInt32(TECTRA_DATA_GAP) == 0, "the other's book is whole")
    }

    @Test func barsHoldWhatTradedInTheirInterval() throws {
        let minute: Int64 = 60_000_000_000
        let floor = try Floor.trading()
        var seen: [tectra_bar] = []
        let trades: [(Int64, UInt32, UInt32)] = [
            (1, 1_000_000, 100), (2, 1_020_000, 300), (minute - 1, 990_000, 100), (minute + 5, 1_000_000, 10),
            (3 * minute, 1_010_000, 10),
        ]
        for (time, price, quantity) in trades {
            seen += floor.feed(ITCHMessage.hiddenTrade(1, quantity, at: price, time: time)).all(tectra_bar.self)
        }
        #expect(seen.map(\.time) == [Floor.midnight + minute, Floor.midnight + 2 * minute])
        let bar = try #require(seen.first)
        #expect(bar.open == 10_000 * Floor.cent && bar.high == 10_200 * Floor.cent)
        #expect(bar.low == 9_900 * Floor.cent && bar.close == 9_900 * Floor.cent)
        #expect(bar.volume == 500 && bar.trades == 3)
        // (100 · 100.00 + 300 · 102.00 + 100 · 99.00) / 500
        #expect(bar.vwap == 10_100 * Floor.cent)
    }

    @Test func timersFireInEventTimeOnceInTheirOrder() throws {
        let floor = try Floor.trading(2)
        floor.setTimer(1, 1, due: 300)
        floor.setTimer(2, 2, due: 100)
        floor.setTimer(1, 3, due: 100)
        floor.setTimer(1, 4, due: 200)
        floor.setTimer(1, 4, due: 0)
        floor.setTimer(1, 1, due: 250)
        #expect(floor.engine.nextTimer == Floor.midnight + 100)
        #expect(floor.clock(99).isEmpty)
        let due = floor.clock(1_000)
        #expect(due.all(tectra_timer.self).map(\.timer_id) == [2, 3, 1])
        #expect(due.map(\.strategy) == [2, 1, 1])
        #expect(due.all(tectra_timer.self).map(\.due) == [100, 100, 250].map { Floor.midnight + $0 })
        #expect(floor.engine.nextTimer == nil && floor.clock(2_000).isEmpty)
    }

    @Test func aStrategyHasSixtyFourTimersAndNoMore() throws {
        let floor = try Floor.trading(2)
        for id in 0..<64 { floor.setTimer(1, UInt64(id), due: 1_000 + Int64(id)) }
        let malformed = floor.engine.counters.malformed
        floor.setTimer(1, 64, due: 500)
        #expect(floor.engine.counters.malformed == malformed + 1)
        floor.setTimer(2, 1, due: 700)
        #expect(floor.engine.nextTimer == Floor.midnight + 700)
    }

    @Test func theEndOfTheDayExpiresWhatRests() throws {
        let floor = try Floor.trading(2)
        floor.submit(1, .buy, 10, cents: 9_990)
        floor.submit(2, .sell, 10, cents: 10_020)
        let outputs = floor.feed(ITCHMessage.system("M", time: 9))
        #expect(outputs.orderStates == [TECTRA_ORDER_EXPIRED, TECTRA_ORDER_EXPIRED])
        #expect(outputs.all(tectra_order.self).allSatisfy { Int($0.reason) == TECTRA_REASON_END_OF_DAY })
        #expect(floor.openOrders(of: 1) + floor.openOrders(of: 2) == 0)
    }

    @Test func feesAreThoseOfTheSession() throws {
        let floor = try Floor.trading()
        var fees = tectra_fees.blank
        fees.maker = -2_000_000
        fees.taker = 3_000_000
        floor.input(fees)
        let taken = floor.submit(1, .buy, 100, cents: nil).all(tectra_fill.self)
        #expect(taken.map(\.fee) == [300_000_000])
        floor.submit(1, .sell, 100, cents: 10_001)
        let made = floor.feed(ITCHMessage.add(1, 30, isBuy: true, 500, at: 1_000_100, time: 1)).all(tectra_fill.self)
        #expect(made.map(\.fee) == [-200_000_000])
        #expect(floor.engine.summary(of: 1).fees == 100_000_000)
    }
}
