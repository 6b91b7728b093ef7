/// Where the SDK of a strategy's author lies on this machine.
public import Foundation

public struct SDK: Equatable, Sendable {
    /// Absolute, without symbolic links.
    public let path: String

    /// What every SDK has, the first that is missing is named.
    static let parts = ["Package.swift", "exports.map", "PluginABI/include/tectra/tectra.h", "templates"]

    /// - Throws: when the folder is not an SDK.
    public init(at path: String) throws(ProjectError) {
        let absolute = URL(filePath: path).standardizedFileURL.resolvingSymlinksInPath().path
        for part in Self.parts where !FileManager.default.fileExists(atPath: absolute + "/" + part) {
            throw .notAnSDK(path, missing: part)
        }
        self.path = absolute
    }

    /// The SDK that is named, else that of the environment, else the one that came with this program:
    /// `share/tectra/sdk` or `sdk` in a folder above it.
    public static func find(
        named: String?, environment: [String: String] = ProcessInfo.processInfo.environment,
        program: String = CommandLine.arguments[0]
    ) throws(ProjectError) -> SDK {
        if let named = named ?? environment["TECTRA_SDK"], !named.isEmpty { return try SDK(at: named) }
        let own = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? program
        var folder = URL(filePath: own).deletingLastPathComponent()
        var looked: [String] = []
        for _ in 0..<5 where folder.path != "/" {
            for inside in ["share/tectra/sdk", "sdk"] {
                let candidate = folder.appending(path: inside).path
                if let found = try? SDK(at: candidate) { return found }
                looked.append(candidate)
            }
            folder.deleteLastPathComponent()
        }
        throw .noSDK(looked: looked)
    }

    /// What the archive calls itself; empty when it does not say.
    public var version: String {
        let text = (try? String(contentsOfFile: path + "/VERSION", encoding: .utf8)) ?? ""
        return text.trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
