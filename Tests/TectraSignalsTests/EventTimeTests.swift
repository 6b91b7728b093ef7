// Indicators over windows of event time, against the same sums made from all that was pushed.
import Foundation
import TectraSignals
import TestSupport
import Testing

@Suite struct EventTimeTests {
    private struct Push {
        let time: Int64
        let price: Double
        let direction: Int
        let shares: Double
    }

    private static func pushes(_ count: Int, _ random: inout SplitMix64) -> [Push] {
        var time: Int64 = 1_000_000_000
        var price = 100.0
        return (0..<count).map { _ in
            // Bursts within a slice, and holes longer than a window.
            time += random.below(10) == 0 ? Int64(random.below(3_000)) : Int64(random.below(30))
            price += Double(random.below(21) - 10) / 100
            return Push(
                time: time, price: max(1, price), direction: random.below(3) - 1, shares: Double(random.below(500)))
        }
    }

    @Test func theVolatilityIsThatOfTheWindow() throws {
        var random = SplitMix64.printed()
        let (window, slices): (Int64, Int64) = (640, 16)
        var volatility = RollingVolatility(window: window, slices: Int(slices))
        let pushes = Self.pushes(5000, &random)
        var told = 0
        for (index, push) in pushes.enumerated() {
            let value = volatility.push(push.price, at: push.time)
            let slice = window / slices
            let current = push.time / slice
            guard current - pushes[0].time / slice >= slices else {
                #expect(value == nil)
                continue
            }
            var sum = 0.0
            for at in stride(from: index, to: 0, by: -1) where pushes[at].time / slice > current - slices {
                let move = log(pushes[at].price) - log(pushes[at - 1].price)
                sum += move * move
            }
            let found = try #require(value)
            #expect(abs(found - sum.squareRoot()) < 1e-9)
            told += 1
        }
        #expect(told > 1000)
        #expect(
            volatility.push(.nan, at: .max) == volatility.value && volatility.push(-1, at: .max) == volatility.value)
        volatility.reset()
        let none = volatility.value
        #expect(none == nil)
    }

    @Test func aSteadyPriceHasNone() {
        var volatility = RollingVolatility(window: 100, slices: 10)
        for time in stride(from: Int64(0), to: 1000, by: 7) { volatility.push(50, at: time) }
        let (value, perSecond) = (volatility.value, volatility.perSecond)
        #expect(value == 0 && perSecond == 0)
    }

    @Test func theFlowIsThatOfTheWindow() throws {
        var random = SplitMix64.printed()
        var flow = TradeFlow(window: 640, slices: 16)
        let pushes = Self.pushes(5000, &random)
        for (index, push) in pushes.enumerated() {
            let value = flow.push(direction: push.direction, volume: push.shares, at: push.time)
            var (bought, sold) = (0.0, 0.0)
            for at in stride(from: index, through: 0, by: -1) where pushes[at].time / 40 > push.time / 40 - 16 {
                if pushes[at].direction > 0 { bought += pushes[at].shares }
                if pushes[at].direction < 0 { sold += pushes[at].shares }
            }
            let wanted = bought + sold > 0 ? (bought - sold) / (bought + sold) : nil
            #expect(value == wanted, "push \(index)")
        }
    }

    @Test func aTradeIsJudgedByTheQuoteThenByTheTick() {
        var direction = TradeDirection()
        #expect(direction.push(price: 10, mid: nil) == 0, "nothing tells yet")
        #expect(direction.push(price: 10, mid: 9.5) == 1)
        #expect(direction.push(price: 10, mid: 10) == 0, "at the mid, and the price never moved")
        #expect(direction.push(price: 11, mid: 11) == 1, "an uptick")
        #expect(direction.push(price: 11, mid: nil) == 1, "a zero tick goes with the last change")
        #expect(direction.push(price: 10, mid: 10) == -1)
        #expect(direction.push(price: 10, mid: 9.99) == 1, "the quote comes first")
        #expect(direction.push(price: .nan, mid: 9) == 0)
    }
}
