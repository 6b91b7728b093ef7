// A manifest beside a real library: what the two say differently is found, with both values.
import EngineLink
import Foundation
import HostConfiguration
import Manifest
import PluginCheck
import TestSupport
import Testing

@Suite(.serialized) struct ManifestCheckTests {
    private static func template() throws -> String {
        let source = Checkout.root.appending(path: "sdk/templates/c/strategy.c")
        return try Bench.compile(try String(contentsOf: source, encoding: .utf8), "template")
    }

    private static func run(_ arguments: [String]) throws -> Program.Result {
        try Program.run(Program.built("tectractl"), ["plugin"] + arguments)
    }

    private static func check(_ library: String, _ manifest: Manifest?) throws -> CheckResult {
        let scratch = TemporaryDirectory()
        var plan = CheckPlan(library: library, worker: Program.built("tectra-worker"), seed: 1, scratch: scratch.path)
        plan.only = [.manifest]
        plan.manifest = manifest.map { ManifestBeside(path: "manifest.json", manifest: $0) }
        return try #require(try PluginCheck.run(plan).results.first)
    }

    @Test func aLibraryIsDescribed() throws {
        let library = try Self.template()
        let description = try LibraryDescription(
            of: library, worker: Program.built("tectra-worker"), parameters: [])
        #expect(description.library.name == "my-strategy" && description.library.abi.major == 1)
        #expect(description.areDefaults)
        #expect(description.parameters?.map { "\($0.name)=\($0.value)" } == ["threshold=0.6", "quantity=100"])
    }

    @Test func theCommandWritesWhatTheCheckFindsTrue() throws {
        let folder = TemporaryDirectory()
        let library = folder.file("libmy-strategy.so")
        try FileManager.default.copyItem(atPath: try Self.template(), toPath: library)
        let source = Checkout.root.appending(path: "sdk/templates/c/manifest.source.yaml").path
        let out = folder.file("manifest.json")
        let written = try Self.run(["manifest", library, "--from", source, "--out", out])
        #expect(written.status == 0, "\(written.error)")
        let manifest = try Manifest(readingFile: out)
        #expect(manifest.name == "my-strategy" && manifest.parameters["threshold"]?.range == "0.01 to 1.0")
        let checked = try Self.run(["check", library, "--only", "manifest", "--json"])
        #expect(checked.status == 0, "\(checked.output)")

        // Another library under the same manifest.
        let handle = try FileHandle(forWritingTo: URL(filePath: library))
        try handle.seekToEnd()
        try handle.write(contentsOf: Data([0]))
        try handle.close()
        let other = try Self.run(["check", library, "--only", "manifest"])
        #expect(other.status == 1 && other.output.contains("SHA-256: the manifest says \(manifest.sha256)"), "\(other)")
    }

    @Test func anAuthorsPartThatContradictsTheLibraryIsRefused() throws {
        let folder = TemporaryDirectory()
        let source = folder.file("source.yaml")
        try """
            parameters:
              properties:
                threshold: {type: number, default: 0.7}
                quantity: {type: integer}
            """.write(toFile: source, atomically: true, encoding: .utf8)
        let refused = try Self.run(["manifest", try Self.template(), "--from", source])
        #expect(refused.status == 1)
        let words = "default of threshold: the manifest says 0.7, the library has 0.6"
        #expect(refused.error.contains(words), "\(refused)")
        try "parameters: {properties: {quantity: {type: string}}}".write(
            toFile: source, atomically: true, encoding: .utf8)
        let other = try Self.run(["manifest", try Self.template(), "--from", source])
        #expect(other.error.contains("the library has a parameter threshold, the manifest none"), "\(other)")
        #expect(other.error.contains("type of quantity: the manifest says string, the library is integer"), "\(other)")
    }

    @Test func everyDifferenceFails() throws {
        let library = try Self.template()
        #expect(try Self.check(library, nil).outcome == .pass)
        let printed = try Self.run(["manifest", library])
        #expect(printed.status == 0, "\(printed.error)")
        let truth = try Manifest(parsing: printed.output, file: "manifest.json")
        #expect(try Self.check(library, truth).outcome == .pass)
        let changes: [(String, (inout Manifest) -> Void)] = [
            ("name", { $0.name = "other" }), ("version", { $0.version = "9.0.0" }),
            ("author", { $0.author = "somebody else" }), ("ABI", { $0.abi.minor += 1 }),
            ("state schema", { $0.stateSchema = 77 }), ("SHA-256", { $0.sha256 = String(repeating: "0", count: 64) }),
            ("none", { $0.parameters.properties.removeLast() }),
        ]
        for (words, change) in changes {
            var manifest = truth
            change(&manifest)
            let result = try Self.check(library, manifest)
            #expect(result.outcome == .fail)
            #expect(result.worst?.text.contains(words) == true, "\(words): \(result.findings)")
        }
    }
}
