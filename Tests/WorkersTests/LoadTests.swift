// From a file to a worker that is locked down and ready; and every way in which it is refused.
import Foundation
import PluginABI
import Sandbox
import SharedMemory
import TestSupport
import Testing
import Workers

@Suite(.serialized) struct LoadTests {
    /// Spawns and returns the error, or nil when it came up.
    private func failure(_ spec: WorkerSpec) throws -> WorkerError? {
        let market = try SharedRegion.create(name: "market", size: RingLayout.marketRegionSize(cells: 64))
        do {
            let worker = try WorkerProcess.spawn(spec, market: market, sandbox: try Bench.sandbox.get())
            _ = worker.pid
            return nil
        } catch let error as WorkerError {
            return error
        }
    }

    @Test func anHonestStrategyBecomesReady() throws {
        let trial = try Trial(Bench.spec(try Bench.library()))
        #expect(trial.facts.name == "fixture")
        #expect(trial.facts.version == "1.2.3")
        #expect(trial.facts.author == "the tests")
        #expect(trial.facts.wants == 1)
        #expect(trial.facts.stateSchema == 3)
        #expect(trial.line() == "init -4 -1")
        trial.start()
        trial.command(Int(TECTRA_COMMAND_STOP))
        #expect(trial.line() == "shutdown after 0 0")
        #expect(trial.end()?.cause == .stopped)
    }

    @Test func aWorkerRunsOnTheProcessorThatItIsGiven() throws {
        func allowed(_ pid: Int32) throws -> String? {
            try String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8).split(separator: "\n")
                .first { $0.hasPrefix("Cpus_allowed_list:") }.map { String($0.split(separator: "\t")[1]) }
        }
        var spec = Bench.spec(try Bench.library())
        let free = try Trial(spec)
        let last = try #require(try allowed(free.worker.pid)?.split(whereSeparator: { "-,".contains($0) }).last)
        spec.processor = try #require(Int32(last))
        let bound = try Trial(spec)
        #expect(try allowed(bound.worker.pid) == String(last))
        spec.processor = 1023
        #expect("\(try #require(try failure(spec)))".contains("processor 1023 can not be had"))
        spec.processor = 5000
        #expect("\(try #require(try failure(spec)))".contains("processor 5000 can not be had"))
    }

    @Test func workersShareOneEmptyNetwork() throws {
        guard let shared = try Bench.sandbox.get().network else { return }
        func namespace(_ name: String, of pid: Int32) throws -> String {
            try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(pid)/ns/\(name)")
        }
        let (one, two) = (try Trial(Bench.spec(try Bench.library())), try Trial(Bench.spec(try Bench.library())))
        #expect(try namespace("net", of: one.worker.pid) == namespace("net", of: two.worker.pid))
        #expect(try namespace("net", of: one.worker.pid) != namespace("net", of: getpid()))
        #expect(shared.holds(one.worker.pid) && !shared.holds(getpid()))
        // An ordinary user's network belongs to the user namespace above the worker's own, root's to the host's own.
        let spaces = try PythonOracle.run("namespaces.py", ["\(one.worker.pid)"]).split(separator: "\n")
        try #require(spaces.count == 3)
        #expect(spaces[0] == (geteuid() == 0 ? spaces[1] : spaces[2]))
        #expect(geteuid() == 0 || spaces[0] != spaces[1])
        // The children that pass through it have the host's memory: what they may do must not count as the host's own.
        let own = try FileManager.default.attributesOfItem(atPath: "/proc/self/maps")
        #expect(own[.ownerAccountID] as? UInt32 == geteuid())
        let devices = try String(contentsOfFile: "/proc/\(one.worker.pid)/net/dev", encoding: .utf8)
        #expect(devices.split(separator: "\n").dropFirst(2).allSatisfy { $0.contains("lo:") })
    }

    @Test func filesThatAreNoLibraryAreNamed() throws {
        let good = try Data(contentsOf: URL(filePath: try Bench.library()))
        var narrow = good
        var foreign = good
        var program = good
        narrow[4] = 1
        foreign[18] = 40
        program[16] = 2
        let cases: [(name: String, bytes: Data, words: String)] = [
            ("empty.so", Data(), "is empty"), ("text.so", Data("int main() {}\n".utf8), "is a text file"),
            ("noise.so", Data([1, 2, 3, 200]), "no ELF header"), ("narrow.so", narrow, "32-bit"),
            ("foreign.so", foreign, "is for arm"), ("program.so", program, "is a program"),
            ("short.so", good.prefix(40), "cut off"),
        ]
        for file in cases {
            let path = Builds.shared.file(file.name)
            try file.bytes.write(to: URL(filePath: path))
            let error = try failure(Bench.spec(path))
            #expect(error?.description.contains(file.words) == true, "\(file.name): \(String(describing: error))")
        }
        #expect(try failure(Bench.spec("/nowhere/x.so"))?.description.contains("there is no such file") == true)
        #expect(try failure(Bench.spec("/dev/null"))?.description.contains("is not a file") == true)
        #expect(try failure(Bench.spec("/tmp"))?.description.contains("is not a file") == true)
    }

    @Test func aTornLibraryIsRefusedByTheWorker() throws {
        let good = try Data(contentsOf: URL(filePath: try Bench.library()))
        for length in [64, 100, 800, good.count / 2] {
            let path = Builds.shared.file("torn-\(length).so")
            try good.prefix(length).write(to: URL(filePath: path))
            let error = try failure(Bench.spec(path))
            #expect(error != nil)
            print("torn at \(length): \(error.map(\.description) ?? "loaded")")
        }
    }

    @Test(arguments: [
        ("-DABI=0x03e70000u", "built for ABI 999.0, this host speaks 1.2"),
        ("-DABI=0x00010009u", "built for ABI 1.9"), ("-DNO_ENTRY", "no symbol tectra_strategy_entry"),
        ("-DBAD_LAYOUT", "bid_price of a tick is 28 in the library and 32 here"),
        ("-DBAD_SIZE", "says it has 0 bytes"), ("-DNO_INIT", "has no init"), ("-DREFUSE_HOST", "returned NULL"),
        ("-DNAME=\"Not A Name\"", "name must be"), ("-DNAME=\"\"", "name must be"),
        ("-lseccomp -Wl,--no-as-needed", "libseccomp.so"),
    ])
    func aLibraryThatBreaksTheContractIsRefusedInWords(flags: String, words: String) throws {
        let split = flags.contains("NAME") ? [flags] : flags.split(separator: " ").reversed().map(String.init)
        let library = try Builds.shared.library(split)
        let error = try failure(Bench.spec(library))
        guard case .refused(let text) = error else {
            Issue.record("\(flags): \(String(describing: error))")
            return
        }
        #expect(text.contains(words), "\(text)")
    }

    @Test func initCanRefuseItsParameters() throws {
        var spec = Bench.spec(try Bench.library())
        spec.parameters = [tectra_parameter("refuse", text: "trading")]
        #expect(try failure(spec) == .refused("init refused: no trading today"))
    }

    @Test func aConstructorThatLoopsMeetsTheDeadline() throws {
        var spec = Bench.spec(try Bench.library("-DCONSTRUCTOR=2"))
        spec.limits.loadMilliseconds = 2000
        let begun = Stopwatch.now()
        guard case .deadline(2000, let phase) = try failure(spec) else {
            Issue.record("no deadline")
            return
        }
        #expect(phase.contains("constructors"))
        print("killed and reaped after \((Stopwatch.now() - begun) / 1_000_000) ms")
    }

    @Test func aMissingProgramIsNamed() throws {
        var spec = Bench.spec(try Bench.library())
        spec.program = "/nowhere/tectra-worker"
        #expect(try failure(spec)?.description.contains("/nowhere/tectra-worker") == true)
        spec.program = try Bench.library()
        #expect(try failure(spec) != nil)
    }

    @Test func aProgramThatDoesNotLockItselfDownIsNeverFed() throws {
        var spec = Bench.spec(try Bench.library())
        spec.program = "/bin/sleep"
        spec.limits.loadMilliseconds = 300
        #expect(try failure(spec) != nil)
    }

    @Test func sayingReadyWithoutTheSecondFilterIsNoUse() throws {
        guard case .attestation(let objections) = try failure(Bench.spec(try Bench.library("-DFAKE_READY"))) else {
            Issue.record("it was believed")
            return
        }
        #expect(objections == ["Seccomp_filters is 1, must be at least 2"])
    }

    @Test func aReplacedLibraryIsNoticed() throws {
        var spec = Bench.spec(try Bench.library())
        let honest = try LibraryImage(reading: spec.library).digest
        spec.expectedDigest = honest
        #expect(try failure(spec) == nil)
        spec.library = try Bench.library("-DCONSTRUCTOR=1")
        #expect(try failure(spec)?.description.contains("it was replaced") == true)
    }
}
