// Data that can not be believed says so wherever it goes: market records, verdicts, fills, and a word to
// every strategy.
import Engine
import MarketData
import Orders
import PluginABI
import Records
import TestSupport
import Testing

@Suite struct DegradedDataTests {
    private static let gap = UInt32(TECTRA_DATA_GAP)

    private static func event(_ kind: Int, _ first: UInt64, _ end: UInt64, name: UInt8 = 0x53) -> tectra_feed_event {
        var event = tectra_feed_event.blank
        event.event = UInt8(kind)
        event.first = first
        event.end = end
        withUnsafeMutableBytes(of: &event.session) { $0[0] = name }
        return event
    }

    @Test func everythingThatFollowsAGapSaysSo() throws {
        let floor = try Floor.trading()
        let before = floor.submit(1, .buy, 10, cents: 10_001)
        #expect(before.all(tectra_verdict.self).map(\.data_flags) == [0])
        #expect(before.all(tectra_fill.self).map(\.data_flags) == [0])

        let told = floor.input(Self.event(TECTRA_FEED_GAP, floor.engine.feed.next, floor.engine.feed.next + 3))
        let state = try #require(told.all(tectra_feed_state.self).first)
        #expect(told.count == 1 && told[0].audience == .market)
        #expect(state.flags == Self.gap && state.lost == 3 && state.instrument == UInt32.max)

        let ticks = floor.feed(ITCHMessage.add(1, 10, isBuy: true, 70, at: 1_000_000, time: 7))
        #expect(ticks.all(tectra_tick.self).allSatisfy { $0.flags & Self.gap != 0 } && !ticks.isEmpty)
        #expect(ticks.all(tectra_book.self).allSatisfy { $0.flags & Self.gap != 0 })
        let trades = floor.feed(ITCHMessage.execute(1, 2, 20, time: 8)).all(tectra_trade.self)
        #expect(trades.count == 1 && trades[0].flags & Self.gap != 0)
        let after = floor.submit(1, .buy, 10, cents: 10_001)
        #expect(after.all(tectra_verdict.self).map { $0.data_flags & Self.gap } == [Self.gap])
        #expect(after.all(tectra_fill.self).map { UInt32($0.data_flags) & Self.gap } == [Self.gap])
    }

    /// What was done on such data is counted apart, and its profit and loss too.
    @Test func whatIsDoneBehindAGapIsCountedApart() throws {
        let floor = try Floor.trading()
        func signal() {
            var signal = tectra_signal.blank
            signal.instrument = 1
            floor.input(signal, from: 1)
        }
        floor.submit(1, .buy, 10, cents: 10_001)
        signal()
        let sound = floor.engine.summary(of: 1)
        #expect(sound.counters.doubtfulOrders == 0 && sound.counters.doubtfulFills == 0)
        #expect(sound.counters.doubtfulSignals == 0 && sound.doubtfulRealized == 0)
        floor.input(Self.event(TECTRA_FEED_GAP, floor.engine.feed.next, floor.engine.feed.next + 3))
        signal()
        floor.submit(1, .sell, 4, cents: 9_999)
        let resting = try #require(floor.submit(1, .buy, 5, cents: 9_000).all(tectra_order.self).first)
        let doubted = floor.engine.summary(of: 1)
        #expect(doubted.counters.doubtfulOrders == 2 && doubted.counters.doubtfulFills == 1)
        #expect(doubted.counters.signals == 2 && doubted.counters.doubtfulSignals == 1)
        // Bought at 100.01 and sold at 99.99, all of it behind the gap.
        #expect(doubted.doubtfulRealized == doubted.realized && doubted.realized < 0)
        let position = floor.engine.positions.position(of: 1, in: 1)
        #expect(position.fills == 2 && position.doubtfulFills == 1)
        #expect(position.doubtfulRealized == position.realized)
        let found = floor.engine.orders.index(orderID: resting.order_id)
        let index = try #require(found)
        #expect(floor.engine.orders[index].dataFlags & Self.gap != 0)
    }

    @Test func aFreshSessionHasEmptyBooksThatCanBeBelieved() throws {
        let floor = try Floor.trading()
        floor.input(Self.event(TECTRA_FEED_GAP, floor.engine.feed.next, floor.engine.feed.next + 1))
        let told = floor.input(Self.event(TECTRA_FEED_BEGAN, 1, 1, name: 0x54))
        #expect(told.all(tectra_feed_state.self).map(\.flags) == [0])
        #expect(floor.engine.books.restingOrders == 0 && floor.engine.feed.next == 1)
        floor.openMarket()
        #expect(floor.engine.dataFlags(of: 1) == 0)
    }

    /// While books are rebuilt nobody is shown half of them, and no order is judged by them.
    @Test func aRebuildIsQuietAndTakesNoOrders() throws {
        let floor = try Floor.trading()
        let next = floor.engine.feed.next
        floor.input(Self.event(TECTRA_FEED_GAP, next, next + 2))
        #expect(floor.input(Self.event(TECTRA_FEED_REBUILD, 1, next)).isEmpty)
        #expect(floor.feed(ITCHMessage.directory(1, "TEST")).isEmpty)
        #expect(floor.feed(ITCHMessage.trading(1, "T")).isEmpty)
        let order = try #require(floor.submit(1, cents: 9_999).all(tectra_order.self).first)
        #expect(Int(order.state) == TECTRA_ORDER_REJECTED && Int(order.reason) == TECTRA_REASON_NOT_TRADING)
        #expect(floor.feed(ITCHMessage.add(1, 1, isBuy: true, 500, at: 999_900)).isEmpty)
        let last = floor.feed(ITCHMessage.add(1, 2, isBuy: false, 300, at: 1_000_100))
        #expect(last.map(\.template) == [TECTRA_FEED_STATE], "it is sound again, and that is said")
        #expect(floor.engine.books.top(of: 1).askQuantity == 300)
        #expect(floor.submit(1, .buy, 10, cents: 10_001).all(tectra_fill.self).count == 1)
    }

    /// What rebuilds the books of a snapshot is no news: no record, no fill, no number of the feed.
    @Test func aSnapshotIsShownToNobody() throws {
        let floor = try Floor.trading()
        let next = floor.engine.feed.next
        var record = Floor.feedRecord(ITCHMessage.add(1, 30, isBuy: false, 5, at: 1_000_000))
        record.source = UInt8(TECTRA_SOURCE_SNAPSHOT)
        #expect(floor.input(record).isEmpty)
        #expect(floor.engine.feed.next == next && floor.engine.books.top(of: 1).askQuantity == 5)
    }

    /// A minute without a word of an instrument that trades: what it is traded on is old.
    @Test func silenceIsFlaggedUntilItIsBroken() throws {
        let floor = try Floor.trading()
        let stale = UInt32(TECTRA_DATA_STALE)
        let second: Int64 = 1_000_000_000
        floor.feed(ITCHMessage.add(1, 10, isBuy: true, 70, at: 999_800, time: 10 * second))
        floor.clock(70 * second)
        #expect(floor.engine.dataFlags(of: 1) == 0)
        #expect(floor.submit(1, .buy, 10, cents: 10_001).all(tectra_fill.self).map(\.data_flags) == [0])
        floor.clock(70 * second + 1)
        let late = floor.submit(1, .buy, 10, cents: 10_001)
        #expect(late.all(tectra_verdict.self).map(\.data_flags) == [stale])
        #expect(late.all(tectra_fill.self).map { UInt32($0.data_flags) } == [stale])
        // The message that ends the silence says that there was one; the next does not.
        let ending = floor.feed(ITCHMessage.add(1, 11, isBuy: true, 70, at: 1_000_000, time: 80 * second))
        #expect(ending.all(tectra_tick.self).map { $0.flags & stale } == [stale])
        let next = floor.feed(ITCHMessage.add(1, 12, isBuy: true, 70, at: 1_000_000, time: 81 * second))
        #expect(next.all(tectra_tick.self).map { $0.flags & stale } == [0])
        #expect(floor.engine.dataFlags(of: 1) & stale == 0)
        // One that does not trade is halted, not stale.
        floor.feed(ITCHMessage.trading(1, "H", time: 82 * second))
        floor.clock(200 * second)
        #expect(floor.engine.dataFlags(of: 1) & stale == 0)
    }
}
