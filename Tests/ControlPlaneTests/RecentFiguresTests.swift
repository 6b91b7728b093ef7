// What follows from the last trades, against the formulas written out.
import ControlClient
import Foundation
import PluginABI
import Records
import TestSupport
import Testing

@Suite struct RecentFiguresTests {
    @Test func theFiguresAreThoseOfTheFormulas() {
        var random = SplitMix64.printed()
        for _ in 0..<200 {
            let count = Int(random.next() % 17)
            var recent: [(trade: tectra_trade, mid: Int64)] = []
            for number in 0..<count {
                var trade = tectra_trade.blank
                trade.time = Int64(number) * 250_000_000
                trade.price = Int64(9_900 + random.next() % 200) * 10_000_000
                trade.quantity = Int64(1 + random.next() % 500)
                trade.aggressor = [UInt8(TECTRA_BUY), UInt8(TECTRA_SELL), UInt8(TECTRA_SIDE_NONE)][
                    Int(random.next() % 3)]
                if random.next() % 5 == 0 { trade.flags = UInt32(TECTRA_DATA_BROKEN) }
                let mid = random.next() % 6 == 0 ? Price.none : Int64(9_900 + random.next() % 200) * 10_000_000
                recent.insert((trade, mid), at: 0)
            }
            var book = tectra_book.blank
            book.time = 4_000_000_000
            book.bids.0 = tectra_level(price: 99_990_000_000, quantity: 5, orders: 1, reserved: 0)
            book.asks.0 = tectra_level(price: 100_010_000_000, quantity: 5, orders: 1, reserved: 0)
            Self.check(RecentFigures(recent, book), recent, mid: 100)
        }
    }

    private static func check(
        _ figures: RecentFigures, _ recent: [(trade: tectra_trade, mid: Int64)], mid: Double
    ) {
        let sound = recent.map(\.trade).filter { $0.flags == 0 }
        #expect(figures.trades == sound.count)
        guard let oldest = sound.last else { return #expect(figures == RecentFigures()) }
        #expect(figures.seconds == 4 - Double(oldest.time) / 1e9)
        let shares = sound.reduce(0) { $0 + Double($1.quantity) }
        let money = sound.reduce(0) { $0 + Double($1.quantity) * Double($1.price) / 1e9 }
        #expect(abs((figures.vwap ?? 0) - money / shares) < 1e-9)
        let bought = sound.filter { $0.aggressor == UInt8(TECTRA_BUY) }.reduce(0) { $0 + $1.quantity }
        let sold = sound.filter { $0.aggressor == UInt8(TECTRA_SELL) }.reduce(0) { $0 + $1.quantity }
        #expect(figures.bought == bought && figures.sold == sold)
        #expect(figures.tradeFlow == (bought + sold > 0 ? Double(bought - sold) / Double(bought + sold) : nil))
        var mids = recent.reversed().map(\.mid).filter { $0 != Price.none }.map { Double($0) / 1e9 }
        mids.append(mid)
        let squares = (1..<max(1, mids.count)).reduce(0) { $0 + pow(log(mids[$1]) - log(mids[$1 - 1]), 2) }
        #expect((figures.volatility == nil) == (mids.count < 2))
        #expect(abs((figures.volatility ?? 0) - squares.squareRoot()) < 1e-12)
    }
}
