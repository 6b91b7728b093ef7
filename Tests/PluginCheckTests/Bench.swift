// Libraries for the validator, built from the fixture, and a plan to check them with.
import EngineLink
import Foundation
import PluginCheck
import TestSupport

enum Bench {
    static let folder = TemporaryDirectory()

    struct BuildFailed: Error { let text: String }

    /// The fixture with one fault, or none.
    static func fixture(_ flags: String...) throws -> String {
        try build(Checkout.root.appending(path: "Tests/PluginCheckTests/Fixtures/strategy.c").path, flags)
    }

    static func compile(_ source: String, _ name: String) throws -> String {
        let file = folder.file("\(name).c")
        try source.write(toFile: file, atomically: true, encoding: .utf8)
        return try build(file, [])
    }

    private static func build(_ source: String, _ flags: [String]) throws -> String {
        let name = URL(filePath: source).deletingPathExtension().lastPathComponent
        let path = folder.file(name + flags.joined() + ".so")
        if FileManager.default.fileExists(atPath: path) { return path }
        let include = Checkout.root.appending(path: "PluginABI/include").path
        // Without the map the linker exports symbols of its own, too.
        let map = flags.contains("-DTWO_SYMBOLS")
            ? [] : ["-Wl,--version-script=" + Checkout.root.appending(path: "sdk/exports.map").path]
        let (status, output) = try Program.run(
            ["clang", "-shared", "-fPIC", "-O2", "-fvisibility=hidden", "-I", include, source, "-o", path] + flags
                + map)
        guard status == 0 else { throw BuildFailed(text: output) }
        return path
    }

    static func check(
        _ library: String, deployment: DeployRequest? = nil, only: Set<CheckKind> = [], seed: UInt64 = 1
    ) throws -> CheckReport {
        let scratch = TemporaryDirectory()
        var request = deployment ?? DeployRequest(name: "checked", library: library, symbols: ["*"])
        if deployment == nil { request.parameters = [("every", .integer(3)), ("quantity", .integer(100))] }
        var plan = CheckPlan(
            library: library, worker: Program.built("tectra-worker"), deployment: request, seed: seed,
            scratch: scratch.path)
        plan.messages = 5_000
        plan.only = only
        return try PluginCheck.run(plan)
    }
}
