// Bars by time, trades, shares and money: when they come, to whom, and what halts and broken trades do.
import Engine
import PluginABI
import Records
import TestSupport
import Testing

@Suite struct BarTests {
    private static let minute: Int64 = 60_000_000_000
    private static let allBars =
        TECTRA_WANTS_BARS | TECTRA_WANTS_TICK_BARS | TECTRA_WANTS_VOLUME_BARS
        | TECTRA_WANTS_NOTIONAL_BARS

    private static func floor(
        ticks: Int64 = 3, volume: Int64 = 1000, notional: Int64 = 50_000, wants: Int = allBars
    ) throws -> Floor {
        let floor = try Floor.trading(0)
        var sizes = tectra_bar_sizes.blank
        sizes.ticks = ticks
        sizes.volume = volume
        sizes.notional = notional * 1_000_000_000
        floor.input(sizes)
        floor.run(1, wants: wants)
        return floor
    }

    private static func trade(
        _ floor: Floor, _ shares: UInt32, cents: UInt32 = 10_000, match: UInt64 = 1, at time: Int64
    ) -> [tectra_bar] {
        floor.feed(ITCHMessage.hiddenTrade(1, shares, at: cents * 100, match: match, time: time)).all(tectra_bar.self)
    }

    @Test func aTimeBarComesWithTheFirstEventAfterItsEnd() throws {
        let floor = try Self.floor(wants: TECTRA_WANTS_BARS)
        #expect(Self.trade(floor, 100, at: 1).isEmpty)
        // Another instrument's message is an event too; so is the clock.
        let other = floor.feed(ITCHMessage.directory(2, "OTHER", time: Self.minute - 1)).all(tectra_bar.self)
        #expect(other.isEmpty)
        let bars = floor.feed(ITCHMessage.directory(2, "OTHER", time: Self.minute)).all(tectra_bar.self)
        #expect(bars.map(\.time) == [Floor.midnight + Self.minute] && bars.map(\.volume) == [100])
        #expect(floor.clock(5 * Self.minute).isEmpty, "an interval without a trade has no bar")
        #expect(Self.trade(floor, 50, at: 5 * Self.minute + 1).isEmpty)
        #expect(floor.clock(6 * Self.minute).all(tectra_bar.self).map(\.time) == [Floor.midnight + 6 * Self.minute])
    }

    @Test func theOtherBarsEndWithTheTradeThatFillsThem() throws {
        let floor = try Self.floor()
        // 100.00 a share: 400 shares are 40,000.
        #expect(Self.trade(floor, 400, at: 1).isEmpty)
        let second = Self.trade(floor, 400, cents: 10_100, at: 2)
        #expect(second.map(\.kind) == [UInt8(TECTRA_BAR_NOTIONAL)])
        #expect(second.map(\.volume) == [800] && second.map(\.trades) == [2])
        #expect(second.map(\.vwap) == [10_050 * Floor.cent] && second.map(\.time) == [Floor.midnight + 2])
        let third = Self.trade(floor, 300, at: 3)
        #expect(third.map(\.kind) == [UInt8(TECTRA_BAR_TICK), UInt8(TECTRA_BAR_VOLUME)])
        #expect(third.map(\.volume) == [1100, 1100] && third.map(\.interval) == [3, 1000])
        #expect(third.allSatisfy { $0.open == 10_000 * Floor.cent && $0.high == 10_100 * Floor.cent })
        // One trade that would fill several is one bar.
        let large = Self.trade(floor, 5000, at: 4)
        #expect(large.map(\.kind) == [UInt8(TECTRA_BAR_VOLUME), UInt8(TECTRA_BAR_NOTIONAL)])
        #expect(large.map(\.trades) == [1, 2])
    }

    @Test func theCloseGivesWhatIsLeft() throws {
        let floor = try Self.floor()
        _ = Self.trade(floor, 10, at: 1)
        let rest = floor.feed(ITCHMessage.system("M", time: 5)).all(tectra_bar.self)
        #expect(rest.map(\.kind) == [TECTRA_BAR_TICK, TECTRA_BAR_VOLUME, TECTRA_BAR_NOTIONAL].map { UInt8($0) })
        #expect(rest.map(\.volume) == [10, 10, 10])
        #expect(floor.feed(ITCHMessage.system("M", time: 6)).all(tectra_bar.self).isEmpty)
    }

    @Test func onlyWhoWantsAKindIsSentIt() throws {
        let floor = try Self.floor(wants: TECTRA_WANTS_TICK_BARS)
        var kinds: [UInt8] = []
        for step in 1...6 { kinds += Self.trade(floor, 1000, at: Int64(step) * Self.minute).map(\.kind) }
        #expect(kinds == [UInt8(TECTRA_BAR_TICK), UInt8(TECTRA_BAR_TICK)])
        let none = try Self.floor(ticks: 0, volume: 0, notional: 0)
        for step in 1...6 { #expect(Self.trade(none, 1000, at: Int64(step)).isEmpty) }
    }

    @Test func aBrokenTradeLeavesTheOpenBars() throws {
        let floor = try Self.floor()
        _ = Self.trade(floor, 100, cents: 10_000, match: 1, at: 1)
        _ = Self.trade(floor, 200, cents: 11_000, match: 2, at: 2)
        let told = floor.feed(ITCHMessage.broken(1, match: 2, time: 3))
        #expect(told.all(tectra_trade.self).isEmpty, "trades are not wanted here")
        _ = Self.trade(floor, 100, cents: 10_200, match: 3, at: 4)
        let bar = try #require(Self.trade(floor, 100, cents: 10_100, match: 4, at: 5).first)
        #expect(bar.trades == 3 && bar.volume == 300 && bar.vwap == 10_100 * Floor.cent)
        #expect(bar.open == 10_000 * Floor.cent && bar.high == 10_200 * Floor.cent)
        #expect(bar.flags & UInt32(TECTRA_DATA_BROKEN) != 0)
        let timed = floor.clock(Self.minute).all(tectra_bar.self)
        #expect(timed.map(\.volume) == [300] && timed.map(\.trades) == [3])
        // The bar that it was in is gone: nothing is taken from the next.
        _ = Self.trade(floor, 10, match: 5, at: Self.minute + 1)
        floor.feed(ITCHMessage.broken(1, match: 3, time: Self.minute + 2))
        #expect(floor.clock(2 * Self.minute).all(tectra_bar.self).map(\.volume) == [10])
    }

    @Test func aBarOfNothingButBrokenTradesIsNone() throws {
        let floor = try Self.floor(wants: TECTRA_WANTS_BARS)
        for round in 0..<20 {
            _ = Self.trade(floor, 10, match: UInt64(round + 1), at: Int64(round) + 1)
            floor.feed(ITCHMessage.broken(1, match: UInt64(round + 1), time: Int64(round) + 1))
        }
        #expect(floor.clock(Self.minute).all(tectra_bar.self).isEmpty)
        _ = Self.trade(floor, 7, match: 99, at: Self.minute + 1)
        #expect(floor.clock(2 * Self.minute).all(tectra_bar.self).map(\.volume) == [7])
    }

    @Test func strategiesAreToldOfABrokenTrade() throws {
        let floor = try Self.floor(wants: TECTRA_WANTS_TRADES)
        _ = Self.trade(floor, 100, match: 5, at: 1)
        let told = floor.feed(ITCHMessage.broken(1, match: 5, time: 2)).all(tectra_trade.self)
        #expect(told.map(\.match_id) == [5] && told.map(\.quantity) == [100])
        #expect(told.allSatisfy { $0.flags & UInt32(TECTRA_DATA_BROKEN) != 0 })
        let again = floor.feed(ITCHMessage.broken(1, match: 5, time: 3))
        #expect(again.all(tectra_trade.self).isEmpty, "it can be broken once")
    }

    @Test func aBarSaysThatItWasHaltedOrInAnAuction() throws {
        let floor = try Self.floor(wants: TECTRA_WANTS_BARS)
        _ = Self.trade(floor, 100, at: 1)
        floor.feed(ITCHMessage.trading(1, "H", time: 2))
        floor.feed(ITCHMessage.cross(1, 500, at: 1_000_000, time: 3))
        floor.feed(ITCHMessage.trading(1, "T", time: 4))
        let bar = try #require(floor.clock(Self.minute).all(tectra_bar.self).first)
        #expect(bar.volume == 600)
        #expect(bar.flags == UInt32(TECTRA_DATA_HALTED) | UInt32(TECTRA_DATA_AUCTION))
        _ = Self.trade(floor, 100, at: Self.minute + 1)
        #expect(floor.clock(2 * Self.minute).all(tectra_bar.self).map(\.flags) == [0])
    }
}
