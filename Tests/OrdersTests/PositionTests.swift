// Average-cost positions: by example, and by conservation of money over random fills.
import Orders
import PluginABI
import Records
import TestSupport
import Testing

@Suite struct PositionTests {
    private static func fills(_ list: [(Side, Int64, Int64)]) -> Position {
        list.reduce(Position()) { $0.after(side: $1.0, price: $1.1, quantity: $1.2, fee: 1) ?? $0 }
    }

    @Test func opensAddsAndCloses() {
        var position = Self.fills([(.buy, 100, 10), (.buy, 110, 10)])
        #expect(position.quantity == 20 && position.averagePrice == 105 && position.realized == 0)
        #expect(position.unrealized(at: 115) == 200)
        #expect(position.unrealized(at: Price.none) == 0)
        position = Self.fills([(.buy, 100, 10), (.buy, 110, 10), (.sell, 115, 5)])
        #expect(position.quantity == 15 && position.averagePrice == 105 && position.realized == 50)
        position = Self.fills([(.buy, 100, 10), (.sell, 90, 10)])
        #expect(position.quantity == 0 && position.averagePrice == 0 && position.realized == -100 && position.cost == 0)
        #expect(position.fees == 2 && position.fills == 2)
    }

    @Test func flipsThroughZero() {
        let position = Self.fills([(.buy, 100, 10), (.sell, 120, 25)])
        #expect(position.quantity == -15 && position.averagePrice == 120 && position.realized == 200)
        #expect(position.unrealized(at: 100) == 300)
        let back = Self.fills([(.buy, 100, 10), (.sell, 120, 25), (.buy, 110, 20)])
        #expect(back.quantity == 5 && back.averagePrice == 110 && back.realized == 200 + 150)
    }

    @Test func thirdsDoNotLeak() {
        // 3 shares for 100 in all: the average is no integer. Closing one at a time gives back exactly 100.
        var position = Self.fills([(.buy, 33, 2), (.buy, 34, 1)])
        #expect(position.cost == 100 && position.averagePrice == 33)
        var taken: [Int128] = []
        for _ in 0..<3 {
            let next = position.after(side: .sell, price: 50, quantity: 1, fee: 0) ?? position
            taken.append(position.cost - next.cost)
            position = next
        }
        #expect(taken == [33, 34, 33] || taken == [33, 33, 34])
        #expect(position.realized == 50 && position.cost == 0)
    }

    @Test func impossibleFillsChangeNothing() {
        let position = Self.fills([(.buy, 100, 10)])
        for (price, quantity) in [(0, 1), (1, 0), (-1, 1), (1, -1), (Int64.max, 1), (1, Int64.max)] as [(Int64, Int64)]
        {
            #expect(position.after(side: .buy, price: price, quantity: quantity, fee: 0) == nil)
        }
        var table = PositionTable(strategies: 2, instruments: 2)
        let nobody = (
            table.apply(strategy: 0, instrument: 0, side: .buy, price: 1, quantity: 1, fee: 0) == nil,
            table.apply(strategy: 3, instrument: 0, side: .buy, price: 1, quantity: 1, fee: 0) == nil,
            table.apply(strategy: 1, instrument: 2, side: .buy, price: 1, quantity: 1, fee: 0) == nil
        )
        #expect(nobody == (true, true, true))
        let totals = table.totals(of: 0)
        #expect(totals == PositionTotals())
    }

    /// The identity that nothing may break: money that flowed, plus what is held at any mark, is the whole
    /// profit and loss, to the last 1e-9. And the realized part is the exact average-cost one, up to half
    /// a unit for every closing fill since the position was last flat.
    @Test(arguments: 0..<8) func moneyIsConserved(round: Int) {
        var random = SplitMix64.printed("\(#function) \(round)")
        // From single shares at odd prices to the largest numbers an order can have.
        let isLarge = round >= 4
        var table = PositionTable(strategies: 3, instruments: 2)
        var cash = [[Int128]](repeating: [0, 0], count: 4)
        var held = [[Int64]](repeating: [0, 0], count: 4)
        for _ in 0..<3000 {
            let strategy = UInt8(1 + random.below(3))
            let instrument = UInt32(random.below(2))
            let side: Side = random.below(2) == 0 ? .buy : .sell
            let price = isLarge ? Order.priceMax - Int64(random.below(1_000_000)) : Int64(1 + random.below(1000))
            let quantity = isLarge ? Order.quantityMax - Int64(random.below(1000)) : Int64(1 + random.below(60))
            let change = table.apply(
                strategy: strategy, instrument: instrument, side: side, price: price, quantity: quantity, fee: 0)
            #expect(change?.quantity == side.sign * quantity)
            for row in [0, Int(strategy)] {
                cash[row][Int(instrument)] -= Int128(side.sign) * Int128(price) * Int128(quantity)
                held[row][Int(instrument)] += side.sign * quantity
                let position = table.position(of: UInt8(row), in: instrument)
                #expect(position.quantity == held[row][Int(instrument)])
                #expect(position.cash == cash[row][Int(instrument)])
                #expect(position.cash + position.cost == position.realized)
                let mark = Int64(random.below(2000))
                let total = cash[row][Int(instrument)] + Int128(position.quantity) * Int128(mark)
                #expect(position.realized + position.unrealized(at: mark) == total)
                #expect(position.quantity != 0 || position.cost == 0)
                #expect(position.quantity == 0 || (position.cost > 0) == (position.quantity > 0))
            }
        }
        // The firm is the net of its strategies, and its total theirs.
        for instrument in 0..<UInt32(2) {
            let all = (1...3).map { table.position(of: UInt8($0), in: instrument) }
            let firm = table.position(of: 0, in: instrument)
            #expect(firm.quantity == all.reduce(0) { $0 + $1.quantity })
            let total = all.reduce(Int128(0)) { $0 + $1.realized + $1.unrealized(at: 777) }
            #expect(firm.realized + firm.unrealized(at: 777) == total)
        }
        for row in 0...3 {
            let both = (0..<2).map { table.position(of: UInt8(row), in: UInt32($0)) }
            let totals = table.totals(of: UInt8(row))
            #expect(totals.realized == both[0].realized + both[1].realized)
            #expect(totals.cash == both[0].cash + both[1].cash)
            #expect(totals.grossCost == both[0].grossCost + both[1].grossCost)
            #expect(totals.fills == both[0].fills + both[1].fills)
        }
    }

    /// Against fractions that are never rounded: cost is a fraction whose denominator is the shares closed from.
    @Test func realizedIsTheExactOneWithinHalfAUnitAClosing() {
        var random = SplitMix64.printed()
        for _ in 0..<2000 {
            var position = Position()
            // Exact average as numerator over denominator, while the position stays on one side.
            var numerator: Int128 = 0
            var denominator: Int128 = 1
            for _ in 0..<(1 + random.below(3)) {
                let price = Int64(1 + random.below(1000))
                let quantity = Int64(1 + random.below(40))
                position = position.after(side: .buy, price: price, quantity: quantity, fee: 0) ?? position
                numerator += Int128(price * quantity)
            }
            denominator = Int128(position.quantity)
            // Closing at average cost leaves the average as it is, so the exact realized part is a sum of
            // (price - average) * quantity.
            var exact: Int128 = 0  // times denominator
            var closings: Int128 = 0
            while position.quantity > 0 {
                let quantity = Int64(1 + random.below(Int(position.quantity)))
                let price = Int64(1 + random.below(1000))
                position = position.after(side: .sell, price: price, quantity: quantity, fee: 0) ?? position
                exact += (Int128(price) * denominator - numerator) * Int128(quantity)
                closings += 1
                // Rounding of one closing shifts the average for the next, never by more than it was off.
                let error = (position.realized * denominator - exact).magnitude
                #expect(error <= UInt128(denominator * closings))
            }
            #expect(position.realized * denominator == exact, "all closed: nothing may be lost")
        }
    }
}
