// What the engine takes from one strategy: so many at once, then so many a second of whichever time goes faster.
import Testing

@testable import Live

@Suite struct RequestBudgetTests {
    private static let second: Int64 = 1_000_000_000
    private static let rate = 10_000

    private static func budget() -> RequestBudget { RequestBudget(perSecond: rate, clock: 7 * second) }

    /// Takes until there is no room, and says how many that were.
    private func take(
        _ budget: inout RequestBudget, of strategy: UInt8 = 3, isShadow: Bool = false, event: Int64 = 0, clock: Int64,
        atMost most: Int = 200_000
    ) -> Int {
        var taken = 0
        while taken < most, budget.hasRoom(for: strategy, isShadow: isShadow, event: event, clock: clock) {
            budget.spend(strategy, isShadow: isShadow)
            taken += 1
        }
        return taken
    }

    @Test func aSecondsWorthGoesThroughAtOnceAndTheRestByTheClock() {
        var budget = Self.budget()
        #expect(take(&budget, clock: 7 * Self.second) == Self.rate)
        #expect(take(&budget, clock: 7 * Self.second + 99_999) == 0)
        #expect(take(&budget, clock: 7 * Self.second + 1_000_000) == 10)
        // However long it was silent, it never has more than a second's worth.
        #expect(take(&budget, clock: 90 * Self.second) == Self.rate)
    }

    /// An engine that looks a little after each interval still gives the whole rate.
    @Test func whatIsLeftOverOfAnIntervalCounts() {
        var budget = Self.budget()
        _ = take(&budget, clock: 7 * Self.second)
        var taken = 0
        for turn in 1...1000 { taken += take(&budget, clock: 7 * Self.second + Int64(turn) * 160_000) }
        #expect(taken == 1600)
    }

    @Test func aDayThatIsPlayedFastHasItsRequestsFast() {
        var budget = Self.budget()
        let clock = 7 * Self.second
        #expect(take(&budget, event: Self.second, clock: clock) == Self.rate)
        #expect(take(&budget, event: Self.second + 500_000_000, clock: clock) == Self.rate / 2)
        #expect(take(&budget, event: 9 * Self.second, clock: clock) == Self.rate)
    }

    @Test func nobodyTakesFromAnotherNorAVersionFromTheOneBesideIt() {
        var budget = Self.budget()
        let clock = 7 * Self.second
        #expect(take(&budget, clock: clock) == Self.rate)
        #expect(take(&budget, of: 4, clock: clock) == Self.rate)
        #expect(take(&budget, isShadow: true, clock: clock) == Self.rate)
        #expect(take(&budget, clock: clock) == 0)
    }

    @Test func itIsHeldBackFromWhenSomethingWaitsUntilItsRingIsEmpty() {
        var budget = Self.budget()
        #expect(!budget.isHeldBack(3))
        budget.holdBack(3, clock: 100)
        budget.holdBack(3, clock: 200)
        #expect(budget.isHeldBack(3))
        #expect(budget.held(3, clock: 350) == 250)
        budget.catchUp(3, clock: 400)
        budget.catchUp(3, clock: 900)
        #expect(!budget.isHeldBack(3))
        #expect(budget.held(3, clock: 5000) == 300)
        #expect(budget.held(4, clock: 5000) == 0)
        budget.begin(3, clock: 6000)
        #expect(budget.held(3, clock: 7000) == 0)
    }

    /// The last that a worker has sent is a ring full at most, and is taken whatever it sent before.
    @Test func aFullBucketHasRoomForARing() {
        var budget = RequestBudget(perSecond: 1, clock: 1)
        _ = take(&budget, clock: 1)
        budget.refill(3)
        #expect(take(&budget, clock: 1) == RequestBudget.ring)
    }

    @Test func withoutALimitNothingIsHeldBack() {
        var budget = RequestBudget(perSecond: 0, clock: 1)
        #expect(take(&budget, clock: 1) == 200_000)
    }

    /// Event time that jumps as far as it can, either way: nothing traps, and it is never more than a second's worth.
    @Test func timeThatJumpsDoesNoHarm() {
        var budget = Self.budget()
        for event in [Int64.min, .max, 0, -1, .max, .min, .min + 1, 5] {
            #expect(take(&budget, event: event, clock: 7 * Self.second) <= Self.rate)
        }
    }
}
