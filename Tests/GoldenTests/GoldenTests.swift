// The same seed, the same journal, twice. Replay finds nothing; an altered
// journal does not pass.
import Backtest
import Foundation
import Journal
import PluginABI
import Records
import Replay
import TestSupport
import Testing
import Workers

@Suite struct GoldenTests {
    @Test func twoRunsHaveOneRoot() throws {
        let run = try GoldenRun.shared.get()
        let first = try JournalVerification(run.journal)
        let second = try JournalVerification(run.folder.file("second"))
        #expect(first.isClean && second.isClean, "\(first.problems + second.problems)")
        #expect(first.root == second.root)
        #expect(try PortableRoot.of(run.journal) == PortableRoot.of(run.folder.file("second")))
        for (one, other) in zip(run.first.strategies, run.second.strategies) {
            #expect(one.net == other.net && one.equity.values == other.equity.values)
        }
    }

    /// The same on every machine, for all time: a change of what the engine or these strategies do, or of a
    /// record's bytes, shows here. When it is meant, the new root goes here and the reason into the commit.
    @Test func theRootIsTheOneThatWasFoundBefore() throws {
        let root = try PortableRoot.of(GoldenRun.shared.get().journal)
        #expect(root == "092829c55bf5d3b31fa6fc6e0998ab2f2cb86f3f9a01bb192633558269d3e46d")
    }

    @Test func everyStrategyTradedAndLastedToTheEnd() throws {
        let run = try GoldenRun.shared.get()
        #expect(run.first.messages > 12_000)
        #expect(run.first.faults == 0)
        for strategy in run.first.strategies {
            #expect(strategy.lost == nil, "\(strategy.name): \(strategy.lost ?? "")")
            #expect(strategy.fills > 0, "\(strategy.name) never traded")
            #expect(strategy.equity.values.last.map { Int128($0) } == strategy.net)
        }
    }

    @Test func replayFindsNoDifference() throws {
        let run = try GoldenRun.shared.get()
        let report = try EngineReplay.run(run.journal)
        #expect(report.differences == 0, "\(report.first?.reason ?? "")")
        #expect(report.events > 15_000)
    }

    @Test func theStrategiesMakeTheSameRequestsAgain() throws {
        let run = try GoldenRun.shared.get()
        let report = try Self.replayStrategies(run.journal)
        #expect(report.differences == 0, "\(report.first?.reason ?? "")")
        #expect(report.strategies == 3)
        #expect(try report.requests == run.first.events - Self.inputsOfTheHost(run.journal))
        #expect(report.tails.isEmpty)
    }

    @Test func aMissingLibraryIsNamed() throws {
        let run = try GoldenRun.shared.get()
        let scan = try StrategyScan(run.journal)
        #expect {
            _ = try StrategyReplay.run(scan, libraries: [], program: GoldenRun.worker)
        } throws: { error in
            "\(error)".contains("passthrough: no library with SHA-256")
        }
    }

    /// One share more in one order, with a checksum that is right.
    @Test func anAlteredRequestIsFound() throws {
        let run = try GoldenRun.shared.get()
        let altered = run.folder.file("altered")
        var left = 20
        let sequence = try Self.copy(run.journal, to: altered) { frame, record in
            guard frame.kind == .input, Int(frame.template) == TECTRA_SUBMIT else { return false }
            left -= 1
            guard left == 0, let at = MemoryLayout<tectra_submit>.offset(of: \.quantity) else { return false }
            record[at] += 1
            return true
        }
        let changed = try #require(sequence)
        #expect(try JournalVerification(altered).isClean)
        #expect(try JournalVerification(altered).root != JournalVerification(run.journal).root)
        let engine = try EngineReplay.run(altered)
        #expect(engine.differences > 0)
        #expect(engine.first?.sequence == changed)
        let strategies = try Self.replayStrategies(altered)
        #expect(strategies.differences == 1)
        #expect(strategies.first?.sequence == changed)
        #expect(strategies.first?.reason.contains("101") == true)
    }

    /// One price of one tick of a book that somebody saw.
    @Test func anAlteredOutputIsFound() throws {
        let run = try GoldenRun.shared.get()
        let altered = run.folder.file("altered-output")
        var left = 100
        let sequence = try Self.copy(run.journal, to: altered) { frame, record in
            guard frame.kind == .output, Int(frame.template) == TECTRA_TICK else { return false }
            left -= 1
            guard left == 0, let at = MemoryLayout<tectra_tick>.offset(of: \.bid_price) else { return false }
            record[at] ^= 1
            return true
        }
        let report = try EngineReplay.run(altered)
        #expect(report.differences == 1)
        #expect(report.first?.sequence == sequence)
        #expect(report.first?.reason == "the output has other bytes")
    }

    @Test func anOrderIsTracedFromItsTickToItsFill() throws {
        let run = try GoldenRun.shared.get()
        var filled: UInt64?
        var reader = try JournalReader(run.journal)
        while filled == nil, let frame = try reader.next() {
            if frame.kind == .output, let fill = tectra_fill(copying: frame.record) { filled = fill.order_id }
        }
        let order = try #require(filled)
        let found = try OrderTrace(order, in: run.journal)
        let trace = try #require(found)
        let kinds = trace.hops.map(\.kind)
        let wanted: [TraceHop.Kind] = [.tick, .request, .verdict, .order, .fill]
        #expect(
            kinds.filter(wanted.contains).reduce(into: []) { if $0.last != $1 { $0.append($1) } }.starts(with: wanted))
        #expect(trace.hops.map(\.sequence) == trace.hops.map(\.sequence).sorted())
        #expect(try OrderTrace(.max, in: run.journal) == nil)
    }

    // MARK: -

    private static func replayStrategies(_ journal: String) throws -> StrategyReplayReport {
        let names = ["passthrough", "ma-crossover", "market-maker"]
        return try StrategyReplay.run(
            try StrategyScan(journal), libraries: names.map { try LibraryImage(reading: GoldenRun.library($0)) },
            program: GoldenRun.worker)
    }

    /// Inputs that no strategy made, without the session, whose sequence is 0.
    private static func inputsOfTheHost(_ journal: String) throws -> UInt64 {
        var count: UInt64 = 0
        var reader = try JournalReader(journal)
        while let frame = try reader.next() {
            if frame.kind == .input, frame.strategy == 0, frame.sequence > 0 { count += 1 }
        }
        return count
    }

    /// Writes the journal again, frame by frame; returns the sequence of the frame that was changed.
    private static func copy(
        _ journal: String, to directory: String, _ change: (JournalFrame, inout [UInt8]) -> Bool
    ) throws -> UInt64? {
        var changed: UInt64?
        var reader = try JournalReader(journal)
        var writer = try JournalWriter(directory: directory, segmentSize: 4 << 20)
        while let frame = try reader.next() {
            var record = Array(frame.record)
            if changed == nil, change(frame, &record) { changed = frame.sequence }
            try record.withUnsafeBytes { bytes in
                try writer.append(
                    bytes, kind: frame.kind, strategy: frame.strategy, sequence: frame.sequence,
                    received: frame.received)
            }
        }
        return changed
    }
}
