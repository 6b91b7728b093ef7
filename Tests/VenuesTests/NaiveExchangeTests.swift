// The venue against the same rules written plainly: a random market that keeps to price and time, and
// random orders of every kind, must bring the same fills in the same order.
import Orders
import Records
import TestSupport
import Testing
import Venues

@Suite struct NaiveExchangeTests {
    @Test func everyFillIsTheNaiveOnes() throws {
        var random = SplitMix64.printed()
        for _ in 0..<12 { try run(&random) }
    }

    /// Eight prices: as many taken levels as the venue remembers.
    private func price(_ random: inout SplitMix64) -> UInt32 { UInt32(100_000 + 100 * random.below(8)) }

    private func run(_ random: inout SplitMix64) throws {
        let pit = try Pit()
        var naive = NaiveExchange()
        var sent: [OrderIndex] = []
        var reference: UInt64 = 0
        var traded = 0
        for step in 0..<400 {
            let side: Side = random.below(2) == 0 ? .buy : .sell
            let price = price(&random)
            let shares = Int64(1 + random.below(60))
            var expected: [Pit.Fill] = []
            var actual: [Pit.Fill] = []
            switch random.below(12) {
            case 0..<4:
                // The market does not cross itself.
                guard naive.front(side.opposite).map({ side == .buy ? price < $0.price : price > $0.price }) ?? true
                else { continue }
                reference += 1
                expected = naive.add(.init(reference: reference, side: side, price: price, shares: shares))
                actual = pit.play(ITCHMessage.add(1, reference, isBuy: side == .buy, UInt32(shares), at: price))
            case 4, 5:
                guard let front = naive.front(side) else { continue }
                let part = min(shares, front.shares)
                expected = naive.execute(front.reference, part)
                actual = pit.play(ITCHMessage.execute(1, front.reference, UInt32(part)))
            case 6:
                guard !naive.displayed.isEmpty else { continue }
                let one = naive.displayed[random.below(naive.displayed.count)]
                let part = min(shares, one.shares)
                naive.cancel(one.reference, part)
                actual = pit.play(ITCHMessage.cancel(1, one.reference, UInt32(part)))
            case 7..<10:
                (expected, actual) = try order(&random, side, shares, price, pit, &naive, &sent)
            case 10:
                guard let index = sent.randomElement(using: &random), pit.order(index).state.isOpen else { continue }
                #expect(pit.venue.cancel(pit.order(index), index) == naive.remove(index.slot))
                try pit.table.apply(.cancel, to: index, reason: .requested, time: 0)
            default:
                guard let index = sent.randomElement(using: &random), pit.order(index).state.isOpen else { continue }
                (expected, actual) = try replace(index, price, shares, pit, &naive)
            }
            traded += actual.count
            #expect(actual == expected, "step \(step)")
            guard actual == expected else { return }
        }
        #expect(traded > 20, "a test of fills must see some")
    }

    private func order(
        _ random: inout SplitMix64, _ side: Side, _ shares: Int64, _ price: UInt32, _ pit: Pit,
        _ naive: inout NaiveExchange, _ sent: inout [OrderIndex]
    ) throws -> (expected: [Pit.Fill], actual: [Pit.Fill]) {
        let limit = random.below(4) == 0 ? nil : price
        let timeInForce = [TimeInForce.day, .day, .immediateOrCancel, .fillOrKill][random.below(4)]
        let isPostOnly = limit != nil && timeInForce == .day && random.below(3) == 0
        let isRefused = isPostOnly && naive.meets(side, price)
        let isKilled = timeInForce == .fillOrKill && naive.available(side, at: limit) < shares
        let order = try pit.send(side, shares, at: limit, timeInForce, isPostOnly: isPostOnly)
        sent.append(order.index)
        #expect((order.answer == .rejected(.wouldCross)) == isRefused)
        let expected =
            isRefused || isKilled
            ? [] : naive.send(order.index.slot, side, shares, at: limit, rests: timeInForce == .day)
        return (expected, order.fills)
    }

    private func replace(
        _ index: OrderIndex, _ price: UInt32, _ shares: Int64, _ pit: Pit, _ naive: inout NaiveExchange
    ) throws -> (expected: [Pit.Fill], actual: [Pit.Fill]) {
        let order = pit.order(index)
        guard let rested = naive.atRest(index.slot) else { return ([], []) }
        var expected: [Pit.Fill] = []
        if price == rested.price, shares <= rested.shares {
            naive.reduce(index.slot, to: shares)
        } else if order.flags & 1 == 0 || !naive.meets(order.side, price) {
            _ = naive.remove(index.slot)
            expected = naive.send(index.slot, order.side, shares, at: price, rests: true)
        }
        let (_, actual) = try pit.replace(index, at: price, order.filled + shares)
        return (expected, actual)
    }
}
