// Parameters that change while a strategy trades: taken whole or refused whole by the strategy itself, at one sequence
// of the journal, kept over a fault and a change of version, and the same again in a replay.
import EngineLink
import Foundation
import Journal
import PluginABI
import Records
import Replay
import SharedMemory
import TestSupport
import Testing
import Workers

@Suite(.serialized) struct ConfigureTests {
    private static let library = Checkout.root.appending(path: "plugins/passthrough/build/libpassthrough.so").path

    private static func deploy(_ floor: Floor, _ change: (inout DeployRequest) -> Void = { _ in }) throws {
        var request = DeployRequest(name: "probe", library: library, symbols: ["*"])
        request.strategy = 1
        request.parameters = [("every", .integer(50)), ("quantity", .integer(10))]
        change(&request)
        var client = try floor.client()
        _ = try client.deploy(request)
        _ = try client.feed(FeedRequest(.start))
        try floor.wait(for: "orders") { try floor.row().figures.ordersAccepted > 5 }
    }

    private static func set(
        _ floor: Floor, _ changes: (name: String, value: ParameterValue)...
    ) throws -> ConfigureReply {
        var client = try floor.client()
        var request = ConfigureRequest(strategy: 1, parameters: changes)
        request.by = "tester"
        return try client.configure(request)
    }

    /// What the strategy says is in force.
    private static func inForce(_ floor: Floor) throws -> [String: String] {
        var client = try floor.client()
        let reply = try client.configure(ConfigureRequest(strategy: 1))
        #expect(reply.status == TECTRA_OK)
        return Dictionary(reply.parameters.map { ($0.name, "\($0.value)") }, uniquingKeysWith: { $1 })
    }

    @Test func aChangeIsOneInputAndReplaysWithoutADifference() async throws {
        try await blocking {
            let floor = try Floor(messages: 60_000, speed: 3_000)
            try Self.deploy(floor)
            #expect(try Self.inForce(floor)["every"] == "50")
            let taken = try Self.set(floor, ("every", .integer(7)), ("quantity", .integer(20)))
            #expect(taken.status == TECTRA_OK && taken.sequence > 0)
            let now = try Self.inForce(floor)
            #expect(now["every"] == "7" && now["quantity"] == "20")

            // Refused by the strategy: whole, also the part that it could have taken.
            let refused = try Self.set(floor, ("every", .integer(9)), ("quantity", .integer(-1)))
            #expect(refused.status != TECTRA_OK && refused.sequence > taken.sequence)
            let unknown = try Self.set(floor, ("evry", .integer(9)))
            #expect(unknown.status != TECTRA_OK)
            #expect(try Self.inForce(floor) == now)

            let before = try floor.row().figures.ordersAccepted
            try floor.wait(for: "orders after the change") { try floor.row().figures.ordersAccepted > before + 20 }
            try floor.stop()
            let witness = try Self.witness(floor.journal)
            #expect(witness.changes == [taken.sequence, refused.sequence, unknown.sequence])
            #expect(witness.answers[taken.sequence] == Int32(TECTRA_OK))
            #expect(witness.answers[refused.sequence] == refused.status)
            #expect(witness.told == [taken.sequence: 2, refused.sequence: 2, unknown.sequence: 1])
            #expect(witness.operators == ["tester"])
            // The orders say which parameters were in force when they were sent.
            #expect(witness.quantities.allSatisfy { cause, quantity in quantity == (cause < taken.sequence ? 10 : 20) })
            #expect(Set(witness.quantities.map(\.quantity)) == [10, 20])
            #expect(try EngineReplay.run(floor.journal).differences == 0)
            let scan = try StrategyScan(floor.journal)
            let replay = try StrategyReplay.run(
                scan, libraries: [try LibraryImage(reading: Self.library)], program: Program.built("tectra-worker"))
            #expect(replay.differences == 0 && replay.requests > 25, "\(replay)")
        }
    }

    @Test func itSurvivesAFaultAndAChangeOfVersion() async throws {
        try await blocking {
            let floor = try Floor(messages: 400_000, speed: 1_000)
            try Self.deploy(floor) {
                $0.restarts = 2
                $0.restartMilliseconds = 1
                $0.snapshotSeconds = 1
            }
            #expect(try Self.set(floor, ("every", .integer(11))).status == TECTRA_OK)
            let process = Int32(truncatingIfNeeded: try floor.row().figures.process)
            kill(process, SIGKILL)
            try floor.wait(for: "another process") {
                let row = try floor.row()
                return row.figures.process != 0 && row.figures.process != UInt64(process)
                    && row.figures.state == UInt64(TECTRA_STRATEGY_RUNNING)
            }
            #expect(try Self.inForce(floor)["every"] == "11")
            #expect(try floor.reload(Self.library).state == .promoted)
            #expect(try Self.inForce(floor)["every"] == "11")
            // The version that is kept is told of a change too, and comes back with it.
            #expect(try Self.set(floor, ("every", .integer(12))).status == TECTRA_OK)
            #expect(try floor.ask(.rollback).state == .promoted)
            #expect(try Self.inForce(floor)["every"] == "12")
            #expect(try floor.ask(.dismiss).state == .dismissed)
            #expect(try floor.ask(.rollback).state == .promoted)
            #expect(try Self.inForce(floor)["every"] == "12")
            try floor.stop()
            #expect(try EngineReplay.run(floor.journal).differences == 0)
        }
    }

    @Test func aVersionInShadowIsNotChangedUnderneath() async throws {
        try await blocking {
            let floor = try Floor(messages: 60_000, speed: 1_000)
            try Self.deploy(floor)
            #expect(try floor.reload(Self.library, .byHand).state == .shadow)
            #expect(throws: LinkError.self) { try Self.set(floor, ("every", .integer(7))) }
            #expect(try Self.inForce(floor)["every"] == "50")
            #expect(try floor.ask(.dismiss).state == .dismissed)
            #expect(try Self.set(floor, ("every", .integer(7))).status == TECTRA_OK)
            var client = try floor.client()
            #expect(throws: LinkError.self) { try client.configure(ConfigureRequest(strategy: 9)) }
            try floor.stop()
        }
    }

    // MARK: - The journal as the witness

    struct Witness {
        /// Sequences of the changes, without the questions.
        var changes: [UInt64] = []
        var operators: Set<String> = []
        /// Status by the sequence that it answers.
        var answers: [UInt64: Int32] = [:]
        /// Parameters that the strategy was told, by sequence.
        var told: [UInt64: Int] = [:]
        var quantities: [(cause: UInt64, quantity: Int64)] = []
    }

    private static func witness(_ journal: String) throws -> Witness {
        var witness = Witness()
        var reader = try JournalReader(journal)
        while let frame = try reader.next() {
            switch frame.kind {
            case .input:
                if let configure = tectra_configure(copying: frame.record), configure.rows > 0 {
                    witness.changes.append(frame.sequence)
                    witness.operators.insert(
                        withUnsafeBytes(of: configure.operator_name) {
                            String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
                        })
                } else if let answer = tectra_configured(copying: frame.record) {
                    witness.answers[answer.cause] = answer.status
                } else if let submit = tectra_submit(copying: frame.record) {
                    witness.quantities.append((submit.cause, submit.quantity))
                }
            case .output:
                if tectra_parameter(copying: frame.record) != nil { witness.told[frame.sequence, default: 0] += 1 }
            case .note: break
            }
        }
        return witness
    }
}
