/// tectractl as people run it: the built program, its output, and its exit codes.
import ControlClient
import Foundation
import SharedMemory
import Synchronization
import TestSupport
import Testing

@Suite(.serialized, .timeLimit(.minutes(2))) struct TectractlTests {
    private func run(_ arguments: [String]) async throws -> Program.Result {
        try await blocking { try Program.run(Program.built("tectractl"), arguments) }
    }

    @Test func everyReadingCommandHasATableAndJSON() async throws {
        try await TestHost().serving { host in
            let library = host.directory.file("one.so")
            try Data().write(to: URL(filePath: library))
            let place = ["--directory", host.directory.path]
            let deployed = try await run(["strategy", "deploy", "one", library, "-p", "fast=10"] + place)
            #expect(deployed.status == 0, "\(deployed.error)")
            let commands = [
                ["status"], ["strategy", "list"], ["strategy", "inspect", "one"], ["limits", "show"],
                ["limits", "export"], ["kill", "status"], ["orders"], ["positions"],
                ["positions", "--strategy", "one"],
                ["book", "ALPHA"], ["strategy", "pause", "one"], ["strategy", "resume", "one"],
                ["limits", "set", "one", "position_max=900", "--note", "less"],
                ["kill", "trigger", "--reason", "drill"],
                ["kill", "clear"], ["strategy", "stop", "one"],
            ]
            for command in commands {
                let table = try await run(command + place)
                #expect(table.status == 0, "\(command): \(table.error)")
                #expect(!table.output.isEmpty)
                let json = try await run(command + place + ["--json"])
                #expect(json.status == 0, "\(command): \(json.error)")
                #expect(throws: Never.self) {
                    _ = try JSONSerialization.jsonObject(with: Data(json.output.utf8))
                }
            }
            let limits = try await host.get("/limits", as: LimitsReport.self)
            #expect(limits.rows.last?.limits["position_max"] == "900")
        }
    }

    @Test func anExportedFileIsLoadedAgain() async throws {
        try await TestHost().serving { host in
            let place = ["--directory", host.directory.path]
            let file = host.directory.file("limits.yaml")
            #expect(try await run(["limits", "export", file] + place).status == 0)
            #expect(try await run(["limits", "load", file] + place).status == 0)
            try "firm: {band_bps: x}\nfrm: {}\n".write(toFile: file, atomically: true, encoding: .utf8)
            let wrong = try await run(["limits", "load", file] + place)
            #expect(wrong.status == 2)
            #expect(wrong.error.contains("\(file):1: firm.band_bps"))
            #expect(wrong.error.contains("\(file):2: \"frm\" is not a setting (did you mean firm?)"))
            #expect(try await host.get("/limits", as: LimitsReport.self).version == 2, "the first, and the one loaded")
        }
    }

    @Test func exitCodesSayWhatHappened() async throws {
        let directory = TemporaryDirectory()
        let absent = try await run(["status", "--directory", directory.path])
        #expect(absent.status == 2)
        #expect(absent.error.contains("start one with tectrad"))
        #expect(try await run(["statsu"]).status == 2)
        #expect(try await run(["--help"]).status == 0)
        #expect(try await run(["config", "check", directory.file("none.yaml")]).status == 2)
        try await TestHost().serving { host in
            let refused = try await run(["strategy", "stop", "nobody", "--directory", host.directory.path])
            #expect(refused.status == 1)
            #expect(refused.error.contains("there is no strategy \"nobody\""))
            let wrong = try await run(["feed", "start", "--speed", "fast", "--directory", host.directory.path])
            #expect(wrong.status == 2 && wrong.error.contains("neither max nor a whole number"), "\(wrong)")
        }
    }

    @Test func theKillSwitchIsPulledWithoutTectrad() async throws {
        let directory = TemporaryDirectory()
        let engine = TestEngine(in: directory.path)
        let direct = try await run(["kill", "trigger", "--directory", directory.path])
        #expect(direct.status == 0, "\(direct.error)")
        #expect(direct.output.contains("without tectrad"))
        #expect(engine.state.withLock { $0.killed } == 1)
        engine.stop()
        // The engine's socket is gone too: only the word in shared memory is left.
        let word = try KillWord(creatingAt: directory.file("control.shm"))
        let last = try await run(["kill", "trigger", "--strategy", "5", "--directory", directory.path])
        #expect(last.status == 0, "\(last.error)")
        #expect(last.output.contains("kill word"))
        #expect(word.take() == 1 << 5)
    }

    @Test func aTectradThatHangsIsPassedBy() async throws {
        let directory = TemporaryDirectory()
        let engine = TestEngine(in: directory.path)
        defer { engine.stop() }
        // A listener that never answers.
        let hanging = try HangingListener(directory.file("tectrad.sock"))
        let result = try await run(["kill", "trigger", "--directory", directory.path])
        #expect(result.status == 0, "\(result.error)")
        #expect(result.error.contains("did not answer"))
        #expect(engine.state.withLock { $0.killed } == 1)
        _ = hanging
    }
}
