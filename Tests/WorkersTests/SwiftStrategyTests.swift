// A strategy in Swift under both filters: its runtime needs nothing that they refuse, and a trap
// in it is a plain trap.
import PluginABI
import Testing
import TestSupport
import Workers

@Suite(.serialized) struct SwiftStrategyTests {
    private func spec(trapAt: Int64) throws -> WorkerSpec {
        var spec = Bench.spec(try Builds.shared.swiftLibrary())
        spec.parameters = [tectra_parameter("trap", integer: trapAt)]
        return spec
    }

    @Test func churnRunsUnderTheFilter() throws {
        let trial = try Trial(try spec(trapAt: 0))
        #expect(trial.facts.name == "churn")
        trial.start()
        for thousand in 1...5 {
            for _ in 0..<1000 { trial.tick() }
            #expect(trial.line() == "churned \(thousand)000 ticks")
        }
        trial.command(Int(TECTRA_COMMAND_STOP))
        #expect(trial.end()?.cause == .stopped)
    }

    @Test func aSwiftTrapIsATrap() throws {
        let trial = try Trial(try spec(trapAt: 3))
        trial.start()
        for _ in 0..<5 { trial.tick() }
        let exit = try #require(trial.end())
        guard case .trap = exit.cause else {
            Issue.record("\(exit)")
            return
        }
        #expect(exit.lostCause == UInt8(TECTRA_LOST_TRAP))
    }
}
