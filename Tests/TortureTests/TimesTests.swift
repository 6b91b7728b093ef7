// Tick to order by phase and round: what is compared with what, and when there is too little to tell.
import Testing

@testable import Torture

@Suite struct TimesTests {
    /// A thousand orders of a phase, of which the slowest two took `slowest`.
    private func note(_ phase: Phase, slowest: UInt32, in times: inout TortureTimes) {
        for _ in 0..<998 { times.note(10_000, in: phase) }
        for _ in 0..<2 { times.note(slowest, in: phase) }
    }

    @Test func roundsAreComparedOneByOneAndTogether() throws {
        var times = TortureTimes()
        for (quiet, attacked) in [(100_000, 150_000), (200_000, 100_000), (100_000, 110_000)] as [(UInt32, UInt32)] {
            note(.firstQuiet, slowest: quiet, in: &times)
            note(.secondQuiet, slowest: quiet, in: &times)
            note(.underAttack, slowest: attacked, in: &times)
            times.endTurn()
            times.endRound()
        }
        let moved = try #require(times.underAttack(against: [.firstQuiet, .secondQuiet]))
        #expect(moved.rounds.map { $0.rounded() } == [-50, 10, 50])
        #expect(moved.median?.rounded() == 10)
        // A thousandth: the third slowest of 3000 under attack, the sixth of 6000 in quiet.
        #expect(moved.all.rounded() == 10)
        #expect(times.underAttack(against: [.besideHarmless]) == nil)
    }

    @Test func aThousandthOfFewOrdersIsNotTold() {
        var times = TortureTimes()
        for _ in 0..<999 { times.note(1, in: .underAttack) }
        note(.besideHarmless, slowest: 5, in: &times)
        times.endTurn()
        times.endRound()
        #expect(times.underAttack(against: [.besideHarmless]) == nil)
    }

    @Test func theCalmerHalfIsChosenByWhatIsNotCompared() {
        var times = TortureTimes()
        // Disturbed, calm, disturbed, calm: by the first half of the quiet alone.
        for (first, second, attacked) in [
            (900_000, 20_000, 20_000), (30_000, 50_000, 60_000), (800_000, 20_000, 20_000), (40_000, 100_000, 120_000),
        ] as [(UInt32, UInt32, UInt32)] {
            note(.underAttack, slowest: attacked, in: &times)
            note(.firstQuiet, slowest: first, in: &times)
            note(.secondQuiet, slowest: second, in: &times)
            times.endTurn()
            times.endRound()
        }
        let calm = times.calm
        #expect(calm.quiet.count == 2000 && calm.quiet.p999 == 100_000)
        #expect(calm.underAttack.count == 2000 && calm.underAttack.p999 == 120_000)
        #expect(calm.underAttack.moved(from: calm.quiet)?.rounded() == 20)
        #expect(TortureTimes().calm.quiet.count == 0)
    }

    @Test func whatBelongsToNothingIsNotKept() {
        var times = TortureTimes()
        times.note(7, in: .unmeasured)
        #expect(Phase.allCases.allSatisfy { times.tail(in: $0).count == 0 })
    }
}
