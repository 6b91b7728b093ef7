// What hostile code meets, in its constructors and in its callbacks, and how its end is told.
import Foundation
import PluginABI
import Sandbox
import Testing
import TestSupport
import Workers

/// What a thread leaves for the test that waits for it.
private final class Asked: @unchecked Sendable {
    var trial: Trial?
}

@Suite(.serialized) struct ContainmentTests {
    /// Starts a strategy in a mode and gives it one tick.
    private func provoked(_ mode: Int64, _ change: (inout WorkerSpec) -> Void = { _ in }) throws -> Trial {
        var spec = Bench.spec(try Bench.library(), mode: mode)
        change(&spec)
        let trial = try Trial(spec)
        #expect(trial.line()?.hasPrefix("init") == true)
        trial.start()
        trial.tick()
        return trial
    }

    /// What a constructor found, as the fixture's init says it.
    private func constructor(_ number: Int) throws -> String? {
        let trial = try Trial(Bench.spec(try Bench.library("-DCONSTRUCTOR=\(number)")))
        _ = trial.line()
        return trial.line()
    }

    @Test func aConstructorCanNotOpenAFile() throws {
        #expect(try constructor(1) == "constructor -1 errno 13")
    }

    @Test func aConstructorCanNotFork() throws {
        #expect(try constructor(3) == "constructor -1 errno 11")
    }

    @Test func nothingOfTheHostIsOpen() throws {
        let secret = open("/etc/hostname", O_RDONLY)
        defer { close(secret) }
        // /dev/null, the pipe of last words, the library itself.
        #expect(try constructor(6) == "constructor 14 errno 0")
    }

    @Test(arguments: [(4, "seccomp"), (5, "mmap"), (7, "socket")])
    func aConstructorThatReachesOutEndsTheWorker(number: Int, call: String) throws {
        do {
            _ = try constructor(number)
            Issue.record("it became ready")
        } catch let error as WorkerError {
            guard case .ended(let exit) = error else {
                Issue.record("\(error)")
                return
            }
            #expect(exit.cause == .filter(call: FilterProgram.number(ofCall: call)))
            #expect(exit.description == "filter violation: system call \(call)")
        }
    }

    @Test(arguments: [
        (2, "socket"), (8, "read"), (10, "mmap"), (11, "openat"), (12, "kill"), (17, "futex"),
    ])
    func aCallThatTradingDoesNotNeedEndsTheWorker(mode: Int64, call: String) throws {
        let trial = try provoked(mode)
        let exit = try #require(trial.end())
        #expect(exit.cause == .filter(call: FilterProgram.number(ofCall: call)))
        #expect(exit.lostCause == UInt8(TECTRA_LOST_FILTER))
        #expect(exit.description == "filter violation: system call \(call)")
    }

    #if arch(x86_64)
    @Test func aCallOfTheOldArchitectureEndsTheWorker() throws {
        let trial = try provoked(18)
        #expect(try #require(trial.end()).cause == .filter(call: nil))
    }
    #endif

    @Test func trapsAreTold() throws {
        let trap = try provoked(3)
        #expect(try #require(trap.end()).description == "trap (SIGILL)")
        let abort = try provoked(4)
        let exit = try #require(abort.end())
        #expect(exit.cause == .trap(signal: 4))
        #expect(exit.description == "called abort()")
        let wild = try provoked(7)
        #expect(try #require(wild.end()).cause == .signal(11))
        let left = try provoked(6)
        #expect(try #require(left.end()).cause == .exit(3))
    }

    /// Neither would fault again by itself, and both keep their name and what the worker said of them.
    @Test func aBreakpointAndASignalFromOutsideAreTold() throws {
        let breakpoint = try #require(try provoked(22).end())
        #expect(breakpoint.cause == .trap(signal: 5))
        #expect(breakpoint.account?.place != nil)
        let sent = try provoked(1)
        #expect(kill(sent.worker.pid, SIGSEGV) == 0)
        let end = try #require(sent.end())
        #expect(end.cause == .signal(11))
        #expect(end.account != nil)
    }

    @Test func lastWordsAreKept() throws {
        let trial = try provoked(14)
        #expect(try #require(trial.end()).description == "trap (SIGILL); its last words: so long, world")
    }

    @Test func forkFailsAndPrintingDoesNoHarm() throws {
        let fork = try provoked(5)
        #expect(fork.line() == "fork -1 errno 11")
        let print = try provoked(21)
        #expect(print.line() == "printed 0 0")
        #expect(print.exit() == nil)
    }

    @Test func hoardingMeetsItsLimit() throws {
        let trial = try provoked(13) { $0.limits.memory = 64 << 20 }
        let line = try #require(trial.line())
        let got = try #require(Int(line.split(separator: " ")[1]))
        #expect(got > 16 && got < 64, "\(got) MiB")
    }

    /// The limit on addresses is far away: the control group alone is in the way, and its count is the evidence.
    @Test func aControlGroupOutOfMemoryIsTold() throws {
        guard try Bench.sandbox.get().features.hasControlGroup else { return }
        let trial = try provoked(13) { $0.limits.groupMemory = 40 << 20 }
        let exit = try #require(trial.end())
        #expect(exit.cause == .memory)
        #expect(exit.lostCause == UInt8(TECTRA_LOST_MEMORY))
        #expect(exit.description == "killed by the kernel: out of memory at 40 MiB")
    }

    @Test func aKillFromOutsideIsNotTakenForMemory() throws {
        let trial = try provoked(1)
        #expect(kill(trial.worker.pid, SIGKILL) == 0)
        let exit = try #require(trial.end())
        let hasGroup = try Bench.sandbox.get().features.hasControlGroup
        #expect(exit.cause == (hasGroup ? .signal(9) : .memory))
        #expect(exit.signal == 9)
        #expect(exit.description.contains("SIGKILL"))
    }

    @Test func aLoopIsNoticedAndKilled() throws {
        let trial = try provoked(9)
        trial.tick()
        var watch = StuckDetector(soft: 5_000_000, hard: 30_000_000)
        var verdict = WatchVerdict.well
        var wasSlow = false
        let begun = Stopwatch.now()
        while Stopwatch.now() < begun + 30_000_000_000 {
            verdict = watch.look(
                now: Stopwatch.now(), head: trial.sequence, processed: trial.processed,
                heartbeat: trial.heartbeat)
            if case .slow = verdict { wasSlow = true }
            if case .stuck = verdict { break }
            usleep(1000)
        }
        #expect(wasSlow)
        guard case .stuck = verdict else {
            Issue.record("never stuck: \(verdict)")
            return
        }
        let exit = trial.worker.killAndReap(.deadline)
        #expect(exit.cause == .deadline)
        #expect(trial.exit() == exit)
    }

    @Test func aWorkerDiesWithItsOwner() throws {
        let pid: Int32
        do {
            let trial = try Trial(Bench.spec(try Bench.library()))
            pid = trial.worker.pid
            #expect(kill(pid, 0) == 0)
        }
        // Reaped, not a zombie: the process is gone.
        #expect(kill(pid, 0) == -1 && errno == ESRCH)
    }

    @Test func aWorkerOutlivesTheThreadThatAskedForIt() throws {
        let spec = Bench.spec(try Bench.library(), mode: 0)
        let asked = Asked()
        TestThread { asked.trial = try? Trial(spec) }.join()
        usleep(50_000)
        let trial = try #require(asked.trial)
        #expect(trial.line()?.hasPrefix("init") == true)
        trial.start()
        trial.tick()
        #expect(trial.request()?.template == Int(TECTRA_SUBMIT))
        #expect(trial.exit() == nil)
    }

    /// Not a test of its own: the host that `aWorkerDiesWithItsHost` kills.
    @Test(.enabled(if: ProcessInfo.processInfo.environment["TECTRA_TEST_HOLD"] != nil))
    func holdsAWorker() throws {
        let trial = try Trial(Bench.spec(try Bench.library()))
        FileHandle.standardOutput.write(Data("holding \(trial.worker.pid) \n".utf8))
        sleep(20)
    }

    @Test func aWorkerDiesWithItsHost() throws {
        let host = Process()
        host.executableURL = URL(filePath: CommandLine.arguments[0])
        host.arguments = ["--testing-library", "swift-testing", "--filter", "holdsAWorker"]
        host.environment = ProcessInfo.processInfo.environment.merging(["TECTRA_TEST_HOLD": "1"]) { $1 }
        let pipe = Pipe()
        host.standardOutput = pipe
        try host.run()
        var output = ""
        while !output.contains(" \n"), case let more = pipe.fileHandleForReading.availableData, !more.isEmpty {
            output += String(decoding: more, as: UTF8.self)
        }
        let words = output.split(separator: " ").drop { !$0.hasSuffix("holding") }
        let pid = try #require(words.dropFirst().first.flatMap { Int32($0) }, "\(output)")
        #expect(kill(pid, 0) == 0)
        let begun = Stopwatch.now()
        kill(host.processIdentifier, SIGKILL)
        host.waitUntilExit()
        while stateOf(pid) != nil, Stopwatch.now() < begun + 30_000_000_000 { usleep(200) }
        #expect(stateOf(pid) == nil)
        print("the worker was gone \((Stopwatch.now() - begun) / 1000) us after its host was killed")
    }

    /// The state letter of a process; nil when it is gone or only waits to be reaped.
    private func stateOf(_ pid: Int32) -> Character? {
        guard let text = try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8),
            let end = text.lastIndex(of: ")"), let state = text[end...].dropFirst(2).first, state != "Z"
        else { return nil }
        return state
    }

    @Test func anOrdinaryUserIsEnough() throws {
        // As root this runs another test of this bundle again, as a user without rights.
        let user = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--bounding-set=-all"]
        let fixture = Checkout.root.appending(path: "Tests/WorkersTests/Fixtures/strategy.c").path
        let bundle = CommandLine.arguments[0]
        guard geteuid() == 0, try Program.run(user + ["test", "-r", fixture, "-a", "-x", bundle]).status == 0 else {
            return
        }
        let test = "everyTickBecomesAnOrderThatNamesItsCause"
        let (status, output) = try Program.run(user + [bundle, "--testing-library", "swift-testing", "--filter", test])
        #expect(status == 0, "\(output)")
        #expect(output.contains("Test \(test)() passed"), "\(output)")
    }
}
