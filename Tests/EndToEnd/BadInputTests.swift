// What a person gets wrong, given to the built programs: each a message that says what to do, an exit code
// that is not zero, and nothing lost.
import ControlClient
import Foundation
import Glibc
import TestSupport
import Testing

@Suite struct BadInputTests {
    private struct Wrong {
        let name: String
        let bytes: [UInt8]
        let says: String
    }

    /// Libraries that are none, and what is said of each.
    private func libraries(_ host: LiveHost) throws -> [Wrong] {
        let good = [UInt8](try Data(contentsOf: URL(filePath: LiveHost.plugin("passthrough"))))
        var elf32 = Array(good.prefix(4096))
        elf32[4] = 1
        return [
            Wrong(name: "empty", bytes: [], says: "is empty"),
            Wrong(name: "text", bytes: Array("hello\n".utf8), says: "is a text file"),
            Wrong(name: "elf32", bytes: elf32, says: "is a 32-bit library"),
            Wrong(name: "cut", bytes: Array(good.prefix(4000)), says: "is cut off"),
        ]
    }

    @Test func aLibraryThatIsNoneIsRefusedAndTheHostGoesOn() async throws {
        try await blocking {
            let host = try LiveHost(strategies: ["passthrough"])
            try host.start()
            let missing = try host.control("strategy", "deploy", "missing", host.directory.file("missing.so"))
            #expect(missing.status == 1 && missing.error.contains("there is no such file"), "\(missing.error)")
            for wrong in try libraries(host) {
                let path = host.directory.file("\(wrong.name).so")
                try Data(wrong.bytes).write(to: URL(filePath: path))
                let answer = try host.control("strategy", "deploy", wrong.name, path)
                #expect(answer.status == 1 && answer.error.contains(wrong.says), "\(wrong.name): \(answer.error)")
            }
            // A library of C that has not the entry, and one that is of another ABI.
            for (name, code, says) in [
                ("none", "int other(void) { return 0; }", "no symbol tectra_strategy_entry"),
                ("null", "void *tectra_strategy_entry(unsigned host_abi) { return 0; }", "returned NULL"),
                ("abi", Self.wrongABI, "ABI 9"),
            ] {
                let path = try Self.compile(code, name, in: host.directory)
                let answer = try host.control("strategy", "deploy", name, path)
                #expect(answer.status == 1 && answer.error.contains(says), "\(name): \(answer.error)")
            }
            #expect(try host.strategies().filter { $0.state == "running" }.map(\.name) == ["passthrough"])
            try host.playToTheEnd()
            #expect(try host.strategy("passthrough").fills > 0)
            try host.shutDown()
            try expectWholeJournal(host)
        }
    }

    private static let wrongABI = """
        #include <tectra/tectra.h>
        static tectra_strategy_vtable table = { .struct_size = sizeof(tectra_strategy_vtable), .abi_version = 9 << 16 };
        const tectra_strategy_vtable *tectra_strategy_entry(uint32_t host_abi) { return &table; }
        """

    private static func compile(_ code: String, _ name: String, in directory: TemporaryDirectory) throws -> String {
        let source = directory.file("\(name).c")
        try code.write(toFile: source, atomically: true, encoding: .utf8)
        let library = directory.file("\(name)-built.so")
        let built = try Program.run(
            "/usr/bin/env",
            ["clang", "-shared", "-fPIC", "-I", LiveHost.root + "/PluginABI/include", "-o", library, source])
        guard built.status == 0 else { throw LiveHost.Failure(description: built.error) }
        return library
    }

    @Test func aConfigurationWithFiveMistakesNamesAllFiveWithTheirLines() async throws {
        try await blocking {
            let directory = TemporaryDirectory()
            let file = directory.file("five.yaml")
            let text = """
                directory: \(directory.path)/run
                mode: dreaming
                sesion: 2026-01-05
                feed: {speed: warp}
                venue: {maker-fee: cheap}
                engine: {wait: never}
                """
            try text.write(toFile: file, atomically: true, encoding: .utf8)
            let answer = try Program.run(Program.built("tectrad"), [file])
            #expect(answer.status == 2)
            for (line, word) in [(2, "mode"), (3, "did you mean session?"), (4, "warp"), (5, "cheap"), (6, "never")] {
                let told = answer.error.split(separator: "\n").first { $0.contains("\(file):\(line):") }
                #expect(told?.contains(word) == true, "line \(line): \(answer.error)")
            }
            #expect(access(directory.path + "/run/journal", F_OK) != 0, "nothing was begun")
        }
    }

    @Test func limitsThatContradictThemselvesChangeNothing() async throws {
        try await blocking {
            let host = try LiveHost(strategies: ["passthrough"])
            try host.start()
            let before = try host.control("limits", "show", "--json").output
            let file = host.directory.file("limits.yaml")
            let row =
                "{band_bps: 100, order_quantity_max: 600, order_notional_max: 100, position_max: 5, "
                + "credit_max: 10, orders_per_second: 10, orders_burst: 0}"
            try "firm: \(LiveHost.someLimits)\nstrategies:\n  passthrough: \(row)\n".write(
                toFile: file, atomically: true, encoding: .utf8)
            let answer = try host.control("limits", "load", file)
            #expect(answer.status == 2)
            for says in ["orders_burst 0", "is above position_max 5", "is above credit_max 10"] {
                #expect(answer.error.contains(says), "\(answer.error)")
            }
            #expect(answer.error.contains("\(file):3:"))
            #expect(try host.control("limits", "show", "--json").output == before)
        }
    }

    @Test func whatIsInTheWayOfAHostIsNamed() async throws {
        try await blocking {
            let host = try LiveHost(strategies: [])
            try FileManager.default.createDirectory(atPath: host.path, withIntermediateDirectories: true)
            for name in ["tectrad.sock", "engine.sock"] {
                let file = host.path + "/" + name
                try "in the way".write(toFile: file, atomically: true, encoding: .utf8)
                let answer = try Program.run(Program.built("tectrad"), [host.configuration])
                #expect(answer.status == 1 && answer.error.contains("\(file) is in the way"), "\(answer.error)")
                #expect(try String(contentsOfFile: file, encoding: .utf8) == "in the way", "it is not touched")
                try FileManager.default.removeItem(atPath: file)
            }
            try host.start()
            let second = try Program.run(Program.built("tectrad"), [host.configuration])
            #expect(second.status == 1 && second.error.contains("runs in \(host.path) already"), "\(second.error)")
            #expect(try host.status().engine != nil)
        }
    }

    @Test func faultsInAFeedAreNamedAndCountedAndTheDayGoesOn() async throws {
        try await blocking {
            let host = try LiveHost(strategies: ["passthrough"])
            let (messages, faulty) = try Self.damage(host.feed)
            let inspected = try LiveHost.offline("feed", "inspect", host.feed)
            #expect(inspected.status == 1)
            #expect(inspected.output.contains("\(faulty) faults"), "\(inspected.output)")
            try host.start()
            try host.playToTheEnd()
            let feed = try #require(try host.status().feed)
            #expect(feed.faults == UInt64(faulty) && feed.messages >= UInt64(messages) - 1)
            #expect(try host.strategy("passthrough").fills > 0)
            try host.shutDown()
            try expectWholeJournal(host)
        }
    }

    /// Puts an unknown type, a wrong length, an order that does not exist and a cut end into a file.
    private static func damage(_ path: String) throws -> (messages: Int, faults: Int) {
        let bytes = [UInt8](try Data(contentsOf: URL(filePath: path)))
        var out: [UInt8] = []
        var offset = 0
        var number = 0
        while offset + 2 <= bytes.count {
            let length = Int(bytes[offset]) << 8 | Int(bytes[offset + 1])
            let message = Array(bytes[offset..<(offset + 2 + length)])
            // Between good messages, so that no later one misses what was spoilt.
            if number == 1_000 {
                out += [0, 12] + [UInt8(ascii: "z")] + message[3..<13] + [0]
                out += [0, 5] + Array("Dabcd".utf8)
                out += [0, 19, UInt8(ascii: "D")] + message[3..<13] + [UInt8](repeating: 0x7F, count: 8)
            }
            out += message
            offset += 2 + length
            number += 1
        }
        out += [0, 36, 0x41, 0, 1]
        try Data(out).write(to: URL(filePath: path))
        return (number + 3, 4)
    }

    @Test(.enabled(if: SmallDisk.objection == nil, "needs the right to mount a small tmpfs"))
    func aFullDiskStopsTradingAndWhatIsWrittenIsWhole() async throws {
        try await blocking {
            let disk = try SmallDisk(megabytes: 6)
            let host = try LiveHost(
                messages: 60_000, strategies: ["passthrough"], yaml: "journal: {segment: 2MiB}", run: disk.path)
            try host.start()
            try host.play("max")
            try host.wait(for: "the engine's end", seconds: 40) { !LiveHost.isAlive(host.engineProcess) }
            let log = try String(contentsOfFile: host.path + "/logs/engine.log", encoding: .utf8)
            #expect(log.contains("the disk is full: no room for"), "\(log)")
            #expect(log.contains("the kill switch is pulled"))
            try host.wait(for: "tectrad to say so") { try host.status().problem != nil }
            try expectWholeJournal(host)
            host.end()
        }
    }
}
