// Real libraries under the validator: sound ones pass, and each fault is found by its own check and by no other.
import EngineLink
import Foundation
import HostConfiguration
import PluginCheck
import TestSupport
import Testing

@Suite(.serialized) struct CheckTests {
    /// Faults of the fixture, and the one check that must fail.
    static let faults: [(flag: String, kind: CheckKind)] = [
        ("TWO_SYMBOLS", .exports), ("ANY_HOST", .negotiation), ("DIES_BY_KILL", .lifecycle),
        ("TAKES_ZERO", .configuration), ("FORGETS", .state), ("TRUSTS_STATE", .damagedState),
        ("NONDETERMINISTIC", .determinism), ("READS_CLOCK", .clock), ("ASKS_ENTROPY", .entropy),
        ("NEEDS_SMALL_PRICES", .extremes), ("ORDERS_OTHERS", .symbols), ("LEAKS", .memory),
    ]

    private static func failed(_ report: CheckReport) -> Set<CheckKind> {
        Set(report.results.filter { $0.outcome == .fail }.map(\.kind))
    }

    private static func words(_ report: CheckReport) -> String {
        report.results.filter { $0.outcome != .pass }
            .map { "\($0.kind.rawValue) \($0.outcome.rawValue): \($0.worst?.text ?? $0.summary)" }
            .joined(separator: "\n")
    }

    @Test func theSoundFixturePassesEverything() throws {
        let report = try Bench.check(try Bench.fixture())
        #expect(report.isSound, "\(Self.words(report))")
        #expect(report.results.map(\.kind) == CheckKind.allCases)
        #expect(report.count(.skip) == 0, "\(Self.words(report))")
        #expect(report.name == "fixture" && report.version == "1.0.0" && report.digest.count == 64)
    }

    @Test(arguments: faults.indices)
    func aFaultIsFoundByItsCheckAlone(index: Int) throws {
        let fault = Self.faults[index]
        let report = try Bench.check(try Bench.fixture("-D\(fault.flag)"))
        #expect(Self.failed(report) == [fault.kind], "\(fault.flag):\n\(Self.words(report))")
        let finding = report.results.first { $0.kind == fault.kind }?.worst
        #expect(finding?.severity == .error && finding?.advice.isEmpty == false)
    }

    /// It is ended at its deadline, however fast it asks.
    @Test func oneThatNeverStopsAskingIsEnded() throws {
        let report = try Bench.check(try Bench.fixture("-DNEVER_STOPS_ASKING"), only: [.lifecycle])
        #expect(Self.failed(report) == [.lifecycle], "\(Self.words(report))")
        #expect(report.results.first?.worst?.text.contains("deadline") == true, "\(Self.words(report))")
    }

    @Test func whatOnlySurprisesIsAWarning() throws {
        let library = try Bench.fixture("-DODD_VERSION", "-DSILENT")
        let report = try Bench.check(library, only: [.descriptor, .configuration])
        #expect(report.isSound && report.count(.warn) == 2, "\(Self.words(report))")
        #expect(report.results.count == 2)
    }

    @Test func theSameSeedMakesTheSameChecks() throws {
        let library = try Bench.fixture("-DTRUSTS_STATE")
        let texts = try (0..<2).map { _ in try Bench.check(library, only: [.damagedState], seed: 7) }
            .map { $0.results.map { ($0.worst?.text ?? "") + $0.summary } }
        #expect(texts[0] == texts[1])
    }

    // MARK: - Ready strategies

    @Test(arguments: ["passthrough", "market-maker"])
    func aReadyStrategyPasses(name: String) throws {
        let (status, output) = try Program.run([Checkout.root.appending(path: "plugins/build").path, name])
        try #require(status == 0, "\(output)")
        let folder = Checkout.root.appending(path: "plugins/\(name)")
        let entry = try StrategyEntry(readingFile: folder.appending(path: "config.yaml").path)
        let report = try Bench.check(
            folder.appending(path: "build/lib\(name).so").path, deployment: entry.deployment)
        #expect(report.isSound, "\(Self.words(report))")
        #expect(report.name == name)
    }

    // MARK: - What is no strategy

    @Test func whatCanNotBeLoadedFailsAtTheFile() throws {
        let folder = TemporaryDirectory()
        let text = folder.file("text.so")
        try "no library".write(toFile: text, atomically: true, encoding: .utf8)
        for path in [text, folder.file("missing.so")] {
            let report = try Bench.check(path)
            #expect(Self.failed(report) == [.file])
            #expect(report.count(.skip) == CheckKind.allCases.count - 1)
        }
    }

    @Test func aLibraryWithoutTheEntryFailsAtWhatItLacks() throws {
        let report = try Bench.check(try Bench.compile("int other(void) { return 1; }", "other"))
        #expect(Self.failed(report) == [.exports, .negotiation, .descriptor], "\(Self.words(report))")
        #expect(report.results.first { $0.kind == .memory }?.outcome == .skip)
    }

    @Test func damagedTablesOfSymbolsAreNoCrash() throws {
        let library = try Bench.fixture()
        let sound = try [UInt8](Data(contentsOf: URL(filePath: library)))
        var random = SplitMix64.printed()
        let folder = TemporaryDirectory()
        for number in 0..<40 {
            var bytes = sound
            // The section headers, which tell where the tables are.
            let table = Int(bytes[40..<48].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
            for _ in 0..<8 {
                bytes[table + Int(random.next() % UInt64(bytes.count - table))] = UInt8(random.next() & 0xff)
            }
            let path = folder.file("damaged-\(number).so")
            try Data(bytes).write(to: URL(filePath: path))
            let report = try Bench.check(path, only: [.file, .exports, .libraries, .imports])
            #expect(report.results.count == 4)
        }
    }
}
