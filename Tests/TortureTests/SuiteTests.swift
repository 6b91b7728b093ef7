// The whole suite of attacks, in the real sandbox: every try contained, the strategy beside it untouched. What a
// timing was is printed and never fails.
import Foundation
import TestSupport
import Testing
import Torture

@Suite(.serialized) struct SuiteTests {
    /// The hostile libraries, built once.
    static let libraries = Result {
        let script = Checkout.root.appending(path: "Tests/HostilePlugins/build")
        let process = Process()
        process.executableURL = script
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw ArenaFailure(text: "\(script.path) failed") }
        return Checkout.root.appending(path: "Tests/HostilePlugins/out").path
    }

    struct ArenaFailure: Error { let text: String }

    static func plan(_ scratch: TemporaryDirectory) throws -> TorturePlan {
        var plan = TorturePlan(
            worker: Program.built("tectra-worker"), rig: Program.built("tectra-rig"), libraries: try libraries.get(),
            scratch: scratch.path)
        plan.quiet = 0.05
        // Of a debug build.
        plan.messagesPerSecond = 8000
        var seeds = SplitMix64.printed()
        plan.seed = seeds.next()
        return plan
    }

    @Test func everyAttackHasItsPlace() {
        #expect(Attack.all.map(\.number) == Array(1...46))
        #expect(Attack.all.allSatisfy { !$0.name.isEmpty && !$0.layers.isEmpty })
    }

    @Test func everyAttackIsContained() async throws {
        let scratch = TemporaryDirectory()
        // The thread keeps the attackers' processor.
        let report = try await blocking { try Torture.prepare(try Self.plan(scratch)).run() }
        for row in report.rows {
            for outcome in row.outcomes where !outcome.isContained {
                let seen = outcome.observation
                Issue.record(
                    """
                    \(row.attack.number) \(outcome.probe.name): \(seen.sight), \(seen.text) \
                    \(seen.breaches) \(seen.harms) \(seen.accepted) accepted
                    """)
            }
        }
        #expect(report.ticks > 0)
        // On a machine that has what they need every attack is tried; without it a row says so.
        #expect(report.rows.count == 46)
        for row in report.rows where row.tries == 0 { #expect(row.outcomes.contains { $0.skipped != nil }) }
        #expect(report.rows.reduce(0) { $0 + $1.tries } >= 800)
        print(
            """
            \(report.rows.reduce(0) { $0 + $1.tries }) tries in \(report.seconds) s; tick to order p99.9 \
            \(report.times.quiet.p999) ns quiet, \(report.times.tail(in: .underAttack).p999) ns under attack
            """)
    }
}
