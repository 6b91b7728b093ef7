// `strategy load` and the commands about keys, as people run them, on a real library.
import ControlClient
import EngineLink
import Foundation
import HostConfiguration
import Manifest
import Synchronization
import TestSupport
import Testing

@Suite(.serialized, .timeLimit(.minutes(2))) struct StrategyLoadTests {
    private static func run(_ arguments: [String]) throws -> Program.Result {
        try Program.run(Program.built("tectractl"), arguments)
    }

    /// A strategy's folder as an author would make it.
    private static func folder(_ directory: TemporaryDirectory) throws -> String {
        let path = directory.file("passthrough")
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        let library = Checkout.root.appending(path: "plugins/passthrough/build/libpassthrough.so").path
        try FileManager.default.copyItem(atPath: library, toPath: path + "/libpassthrough.so")
        let written = try run(["plugin", "manifest", path + "/libpassthrough.so", "--out", path + "/manifest.json"])
        try #require(written.status == 0, "\(written)")
        try "It passes on.".write(toFile: path + "/README.md", atomically: true, encoding: .utf8)
        try "parameters: {every: 3}\nrestarts: 2\n".write(
            toFile: path + "/config.yaml", atomically: true, encoding: .utf8)
        return path
    }

    @Test func aFolderIsJudgedAndDeployed() async throws {
        let directory = TemporaryDirectory()
        let path = try Self.folder(directory)
        let judged = try Self.run(["strategy", "load", path, "--check"])
        #expect(judged.status == 0 && judged.error.isEmpty, "\(judged)")
        #expect(judged.output.contains("passthrough: passthrough 1.0.0") && judged.output.contains("every"))
        try await TestHost().serving { host in
            let place = ["--directory", host.directory.path]
            let loaded = try await blocking { try Self.run(["strategy", "load", path] + place) }
            #expect(loaded.status == 0 && loaded.output.contains("runs as strategy 1"), "\(loaded)")
            let sent = try #require(host.engine.state.withLock { $0.deployments.first })
            #expect(sent.name == "passthrough" && sent.library == path + "/libpassthrough.so" && sent.restarts == 2)
            #expect(sent.parameters.map(\.value) == [.integer(3)] && sent.expected?.version == "1.0.0")
        }
    }

    @Test func readyStrategiesAreInstalledAsFoldersThatLoad() throws {
        let directory = TemporaryDirectory()
        let program = "TECTRACTL=" + Program.built("tectractl")
        let script = Checkout.root.appending(path: "plugins/install").path
        let installed = try Program.run("/usr/bin/env", [program, script, directory.path])
        #expect(installed.status == 0, "\(installed)")
        let names = ["ma-crossover", "market-maker", "mean-reversion", "pairs", "passthrough"]
        #expect(try FileManager.default.contentsOfDirectory(atPath: directory.path).sorted() == names)
        for name in names {
            let judged = try Self.run(["strategy", "load", directory.file(name), "--check"])
            #expect(judged.status == 0 && judged.error.isEmpty, "\(judged)")
        }
        // A second time over the first; and one that there is not.
        let again = try Program.run("/usr/bin/env", [program, script, directory.path, "pairs"])
        #expect(again.status == 0 && again.output == directory.file("pairs") + "\n", "\(again)")
        let wrong = try Program.run("/usr/bin/env", [program, script, directory.path, "pair"])
        #expect(wrong.status == 1 && wrong.error.contains("there is no plugin pair here"), "\(wrong)")
    }

    @Test func everyReasonAgainstItIsToldAtOnce() throws {
        let directory = TemporaryDirectory()
        let path = try Self.folder(directory)
        let manifest = path + "/manifest.json"
        let text = try String(contentsOfFile: manifest, encoding: .utf8)
        try text.replacing("\"1.0.0\"", with: "\"9.9.9\"").replacing("\"quantity\"", with: "\"size\"")
            .write(toFile: manifest, atomically: true, encoding: .utf8)
        try "parameters: {evry: 3}\n".write(toFile: path + "/config.yaml", atomically: true, encoding: .utf8)
        try "nothing".write(toFile: path + "/manifest.sig", atomically: true, encoding: .utf8)
        let refused = try Self.run(["strategy", "load", path, "--check"])
        #expect(refused.status == 1)
        for words in [
            "manifest.sig", "did you mean every?", "version: the manifest says 9.9.9, the library is 1.0.0",
            "the library has a parameter quantity, the manifest none",
            "the manifest has a parameter size, the library none",
        ] {
            #expect(refused.error.contains(words), "\(words) in \(refused.error)")
        }
        let json = try Self.run(["strategy", "load", path, "--check", "--json"])
        #expect(json.status == 1 && json.output.contains("\"problems\""))
    }

    @Test func aFolderThatLacksThingsIsToldWhat() throws {
        let directory = TemporaryDirectory()
        let empty = try Self.run(["strategy", "load", directory.path, "--check"])
        #expect(empty.status == 1 && empty.error.contains("there is no library: lib.so"), "\(empty)")
        let path = try Self.folder(directory)
        try FileManager.default.removeItem(atPath: path + "/manifest.json")
        let bare = try Self.run(["strategy", "load", path, "--check"])
        #expect(bare.status == 1 && bare.error.contains("there is no manifest.json"), "\(bare)")
    }

    @Test func aKeySignsAndTheHostsRuleHolds() throws {
        let directory = TemporaryDirectory()
        let path = try Self.folder(directory)
        let key = directory.file("jane")
        let made = try Self.run(["plugin", "key", "new", key])
        #expect(made.status == 0)
        #expect(try Self.run(["plugin", "key", "new", key]).status == 2, "a key is not written over")
        let attributes = try FileManager.default.attributesOfItem(atPath: key + ".sec")
        #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600)
        let id = String(made.output.prefix(16))
        for end in [".sec", ".pub"] {
            #expect(try Self.run(["plugin", "key", "show", key + end]).output.hasPrefix(id))
        }
        #expect(try Self.run(["plugin", "verify", path, "--trust", key + ".pub"]).status == 1, "not signed yet")
        #expect(try Self.run(["plugin", "sign", path, "--key", key + ".sec"]).status == 0)
        let good = try Self.run(["plugin", "verify", path, "--trust", key + ".pub"])
        #expect(good.status == 0 && good.output.contains("signed by \(id) (jane)"), "\(good)")

        // One byte of the library more, and neither is it signed again nor does it verify.
        let library = try #require(FileHandle(forWritingAtPath: path + "/libpassthrough.so"))
        try library.seekToEnd()
        try library.write(contentsOf: Data([0]))
        try library.close()
        let other = try Self.run(["plugin", "verify", path, "--trust", key + ".pub", "--json"])
        #expect(other.status == 1 && other.output.contains("SHA-256: the manifest says"), "\(other)")
        #expect(try Self.run(["plugin", "sign", path, "--key", key + ".sec"]).status == 1)
        #expect(try Self.run(["plugin", "sign", path, "--key", key + ".pub"]).status == 2)
        #expect(try Self.run(["plugin", "verify", directory.path, "--trust", key + ".pub"]).status == 2)
    }
}
