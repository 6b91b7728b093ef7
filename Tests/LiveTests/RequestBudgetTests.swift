// What the engine takes from one strategy: so many at once, then so many a second of whichever time goes faster.
import Testing

@testable import Live

@Suite struct RequestBudgetTests {
    /// Takes until there is no room, and says how many that were.
    private func take(_ budget: inout RequestBudget, event: Int64, clock: Int64, atMost most: Int = 100_000) -> Int {
        var taken = 0
        while taken < most, budget.hasRoom(for: 3, event: event, clock: clock) {
            budget.spend(3)
            taken += 1
        }
        return taken
    }

    private func hasRoom(_ budget: inout RequestBudget, for strategy: UInt8 = 3, clock: Int64) -> Bool {
        budget.hasRoom(for: strategy, event: 0, clock: clock)
    }

    private static let second: Int64 = 1_000_000_000

    @Test func aSecondsWorthGoesThroughAtOnceAndTheRestByTheClock() {
        var budget = RequestBudget(perSecond: 1000)
        #expect(take(&budget, event: 5, clock: 7 * Self.second) == 1000)
        #expect(budget.isUsedUp(3))
        #expect(take(&budget, event: 5, clock: 7 * Self.second + 999_999) == 0)
        #expect(take(&budget, event: 5, clock: 7 * Self.second + 10_000_000) == 10)
        // However long it was silent, it never has more than a second's worth.
        #expect(take(&budget, event: 5, clock: 90 * Self.second) == 1000)
        #expect(budget.exhaustions(of: 3) == 3)
    }

    @Test func aDayThatIsPlayedFastHasItsRequestsFast() {
        var budget = RequestBudget(perSecond: 1000)
        #expect(take(&budget, event: Self.second, clock: 1) == 1000)
        #expect(take(&budget, event: Self.second + 500_000_000, clock: 2) == 500)
        #expect(take(&budget, event: 9 * Self.second, clock: 3) == 1000)
    }

    @Test func oneStrategyTakesNothingFromAnother() {
        var budget = RequestBudget(perSecond: 1000)
        #expect(take(&budget, event: 0, clock: 1) == 1000)
        #expect(hasRoom(&budget, for: 4, clock: 1))
        #expect(!budget.isUsedUp(4))
        #expect(budget.exhaustions(of: 4) == 0)
    }

    @Test func asLongAsItIsUsedUpItIsCountedOnce() {
        var budget = RequestBudget(perSecond: 1000)
        _ = take(&budget, event: 0, clock: 1)
        for _ in 0..<50 { #expect(!hasRoom(&budget, clock: 1)) }
        #expect(budget.exhaustions(of: 3) == 1)
        budget.refill(3)
        #expect(!budget.isUsedUp(3))
        #expect(take(&budget, event: 0, clock: 1) == 1000)
    }

    @Test func withoutALimitNothingIsHeldBack() {
        var budget = RequestBudget(perSecond: 0)
        #expect(take(&budget, event: 0, clock: 0) == 100_000)
        #expect(budget.exhaustions(of: 3) == 0)
    }

    /// Event time that jumps as far as it can, either way: nothing traps, and it is never more than a second's worth.
    @Test func timeThatJumpsDoesNoHarm() {
        var budget = RequestBudget(perSecond: 1000)
        for event in [Int64.min, .max, 0, -1, .max, .min] {
            #expect(take(&budget, event: event, clock: 5) <= 1000)
        }
    }
}
