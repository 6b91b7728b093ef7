// What tectrad holds a library to before the engine hears of it: manifest, schema, signature.
import ControlClient
import EngineLink
import Foundation
import HostConfiguration
import Manifest
import Synchronization
import TestSupport
import Testing

/// A folder with a file in place of a library, its manifest and a key.
struct PackageFolder {
    let path: String
    let key: SigningKey
    var library: String { path + "/lib.so" }

    init(in directory: TemporaryDirectory, _ change: (inout Manifest) -> Void = { _ in }) throws {
        path = directory.file("package")
        key = try SigningKey(comment: "test")
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        try Data("a library".utf8).write(to: URL(filePath: library))
        var manifest = Manifest()
        manifest.name = "one"
        manifest.version = "1.0"
        manifest.sha256 = Manifest.digest(of: Array("a library".utf8))
        manifest.abi = ABIVersion(major: 1, minor: 2)
        manifest.acceptedSchemas = [0]
        var fast = ParameterProperty("fast", .integer)
        fast.minimum = .integer(-5)
        fast.maximum = .integer(100)
        fast.standard = .integer(10)
        manifest.parameters.properties = [fast, ParameterProperty("ratio", .number)]
        change(&manifest)
        try write("manifest.json", manifest.text)
    }

    func write(_ file: String, _ text: String) throws {
        try text.write(toFile: path + "/" + file, atomically: true, encoding: .utf8)
    }

    func sign() throws {
        let bytes = Array(try Data(contentsOf: URL(filePath: path + "/manifest.json")))
        try write("manifest.sig", try key.sign(bytes).text(comment: "test"))
    }

    /// As the API takes it.
    func body(_ parameters: String = "{}") -> String {
        "{\"name\":\"one\",\"library\":\"\(library)\",\"symbols\":[\"*\"],\"parameters\":\(parameters)}"
    }
}

@Suite(.serialized, .timeLimit(.minutes(2))) struct AdmissionTests {
    /// The configuration's part that trusts a key.
    private static func trusting(
        _ key: SigningKey, _ policy: String, _ directory: TemporaryDirectory
    ) throws -> String {
        try key.publicKey.text.write(toFile: directory.file("key.pub"), atomically: true, encoding: .utf8)
        return "signatures: {policy: \(policy), trusted: [\(directory.file("key.pub"))]}\n"
    }

    @Test func aManifestIsHeldToEverythingAtOnce() async throws {
        try await TestHost("workers: {memory: 64MiB}\n").serving { host in
            let package = try PackageFolder(in: host.directory) {
                $0.memory = 128 << 20
                $0.sha256 = String(repeating: "0", count: 64)
            }
            let refused = try await host.ask("POST", "/strategies", package.body("{\"fast\":\"900\",\"slow\":\"1\"}"))
            #expect(refused.status == 422)
            let all = ["SHA-256: the manifest says 000", "900 is out of range", "no parameter \\\"slow\\\"", "128 MiB"]
            for words in all {
                #expect(refused.text.contains(words), "\(words) in \(refused.text)")
            }
            host.engine.state.withLock { #expect($0.deployments.isEmpty) }
            #expect(try await host.get("/strategies", as: [StrategyReport].self).isEmpty)
        }
    }

    @Test func whatIsAdmittedReachesTheEngineWithItsClaims() async throws {
        try await TestHost().serving { host in
            let package = try PackageFolder(in: host.directory)
            #expect(try await host.ask("POST", "/strategies", package.body("{\"ratio\":\"2\"}")).status == 201)
            let sent = try #require(host.engine.state.withLock { $0.deployments.first })
            #expect(sent.expectedSHA256 == Manifest.digest(of: Array("a library".utf8)))
            #expect(sent.expected?.name == "one" && sent.expected?.abi.minor == 2)
            #expect(sent.parameters.map(\.value) == [.number(2)], "in the kind of the schema")
        }
    }

    @Test(arguments: ["optional", "required"])
    func aSignatureIsGoodTrustedOrRefused(policy: String) async throws {
        let directory = TemporaryDirectory()
        let package = try PackageFolder(in: directory)
        try await TestHost(try Self.trusting(package.key, policy, directory)).serving { host in
            let bare = try await host.ask("POST", "/strategies", package.body())
            #expect(bare.status == (policy == "required" ? 422 : 201), "\(bare.text)")
            if policy == "required" { #expect(bare.text.contains("no manifest.sig lies beside it")) }

            // By a key that nobody trusts.
            let stranger = try SigningKey(comment: "stranger")
            let bytes = Array(try Data(contentsOf: URL(filePath: package.path + "/manifest.json")))
            try package.write("manifest.sig", try stranger.sign(bytes).text(comment: ""))
            let foreign = try await host.ask("POST", "/strategies", package.body())
            #expect(foreign.status == 422 && foreign.text.contains("\(stranger.publicKey.id), which is not trusted"))

            // Over other bytes.
            try package.write("manifest.sig", try package.key.sign(bytes + [10]).text(comment: ""))
            let altered = try await host.ask("POST", "/strategies", package.body())
            #expect(altered.status == 422 && altered.text.contains("is not of these bytes"), "\(altered.text)")

            try package.sign()
            #expect(try await host.ask("POST", "/strategies", package.body()).status == 201)
            let history = try await host.get("/strategies/one/history", as: [HistoryReport].self)
            #expect(history.first?.detail.contains("signed by \(package.key.publicKey.id)") == true, "\(history)")

            // A change of version is held to the same.
            try package.write("manifest.sig", "damaged\n")
            let reload = try await host.ask("POST", "/strategies/one/reload", "{\"library\":\"\(package.library)\"}")
            #expect(reload.status == 422 && reload.text.contains("manifest.sig"), "\(reload.text)")
            host.engine.state.withLock { #expect($0.reloads.isEmpty) }
        }
    }

    @Test func withoutASignatureNothingIsStartedWhereItIsRequired() async throws {
        let directory = TemporaryDirectory()
        let package = try PackageFolder(in: directory)
        try await TestHost(try Self.trusting(package.key, "required", directory)).serving { host in
            let library = host.directory.file("one.so")
            try Data().write(to: URL(filePath: library))
            let body = "{\"name\":\"one\",\"library\":\"\(library)\",\"symbols\":[\"*\"]}"
            let refused = try await host.ask("POST", "/strategies", body)
            #expect(refused.status == 422 && refused.text.contains("no manifest lies beside the library"))
        }
    }

    @Test func aVersionThatDoesNotTakeTheStateIsRefused() async throws {
        try await TestHost().serving { host in
            let package = try PackageFolder(in: host.directory) {
                $0.stateSchema = 2
                $0.acceptedSchemas = [2]
            }
            #expect(try await host.ask("POST", "/strategies", package.body()).status == 201)
            func reload(_ schema: Int, _ accepts: String) async throws -> HTTPAnswer {
                let text = try String(contentsOfFile: package.path + "/manifest.json", encoding: .utf8)
                let state = "{\"schema\": \(schema), \"accepts\": [\(accepts)]}"
                try package.write(
                    "manifest.json", text.replacing(/"state": \{.*\}/, with: "\"state\": \(state)"))
                return try await host.ask("POST", "/strategies/one/reload", "{\"library\":\"\(package.library)\"}")
            }
            let refused = try await reload(3, "3")
            #expect(refused.status == 422 && refused.text.contains("1.0 saves state of schema 2"), "\(refused.text)")
            let taken = try await reload(3, "2, 3")
            #expect(taken.status == 200, "\(taken.text)")
            #expect(host.engine.state.withLock { $0.reloads.first?.deploy?.expected?.stateSchema } == 3)
        }
    }

    @Test func settingsThatCanNotHoldAreRefused() throws {
        for (yaml, words) in [
            ("signatures: {policy: requird}", "did you mean required?"),
            ("signatures: {policy: required}", "name at least one file"),
            ("signatures: {policy: optional, trusted: [/nowhere]}", "there is no such file"),
            ("signatures: {policy: optional, trusted: [/etc/hostname]}", "signatures.trusted"),
        ] {
            let error = #expect(throws: ConfigurationError.self) {
                try HostConfiguration(parsing: "directory: /tmp/x\n\(yaml)\n", file: "t.yaml")
            }
            #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
        }
    }
}
