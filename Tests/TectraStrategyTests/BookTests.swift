/// What follows from a book, against sums done the long way.
import PluginABI
import TectraStrategy
import TectraTestKit
import TestSupport
import Testing

@Suite struct BookTests {
    @Test func theTopSaysWhereThePriceLeans() {
        let top = TopOfBook(bid: Level(price: "10.00", quantity: 300), ask: Level(price: "10.02", quantity: 100))
        #expect(top.mid == "10.01")
        #expect(top.spread == "0.02")
        #expect(top.imbalance == 0.5)
        #expect(abs(top.microprice - 10.015) < 1e-12)
        let empty = TopOfBook(bid: Level(price: "10.00", quantity: 0), ask: Level(price: "10.02", quantity: 0))
        #expect(empty.imbalance == 0 && empty.microprice == 10.01)
    }

    @Test func levelsAreTheRecords() {
        var random = SplitMix64.printed()
        for _ in 0..<200 {
            var record = tectra_book()
            var levels: [[Level]] = []
            for side in 0..<2 {
                let count = random.below(11)
                let made = (0..<count).map { index in
                    Level(
                        price: Price(billionths: Int64(1000 + (side == 0 ? -index : index + 1)) * 10_000_000),
                        quantity: Int64(1 + random.below(1000)), orders: UInt32(1 + random.below(9)))
                }
                withUnsafeMutableBytes(of: &record) { bytes in
                    for index in 0..<10 {
                        let level =
                            index < count
                            ? tectra_level(
                                price: made[index].price.billionths, quantity: made[index].quantity,
                                orders: made[index].orders, reserved: 0)
                            : tectra_level(price: .min, quantity: 0, orders: 0, reserved: 0)
                        bytes.storeBytes(of: level, toByteOffset: 32 + side * 240 + index * 24, as: tectra_level.self)
                    }
                }
                levels.append(made)
            }
            check(record, levels[0], levels[1], depth: 1 + random.below(10))
        }
    }

    private func check(_ record: tectra_book, _ bids: [Level], _ asks: [Level], depth: Int) {
        withUnsafePointer(to: record) { pointer in
            let book = Book(pointer)
            for index in -1...11 {
                let bid = book.bid(index)
                let ask = book.ask(index)
                #expect(bid == (bids.indices.contains(index) ? bids[index] : nil))
                #expect(ask == (asks.indices.contains(index) ? asks[index] : nil))
            }
            let buying = bids.prefix(depth).reduce(0) { $0 + $1.quantity }
            let selling = asks.prefix(depth).reduce(0) { $0 + $1.quantity }
            let pressure = book.pressure(levels: depth)
            let total = Double(buying + selling)
            #expect(pressure == (total > 0 ? Double(buying - selling) / total : 0))
            let mid = book.mid
            #expect((mid == nil) == (bids.isEmpty || asks.isEmpty))
            let all = asks.reduce(0) { $0 + $1.quantity }
            let cost = asks.reduce(0.0) { $0 + $1.price.units * Double($1.quantity) }
            let average = book.averagePrice(.buy, taking: all)
            #expect((average == nil) == asks.isEmpty)
            if let average { #expect(abs(average - cost / Double(all)) < 1e-9) }
            let tooMuch = book.averagePrice(.buy, taking: all + 1)
            let nothing = book.averagePrice(.sell, taking: 0)
            #expect(tooMuch == nil && nothing == nil)
        }
    }
}
