/// What is checked, with which parameters, and how thoroughly.
public import EngineLink
public import Manifest

public struct CheckPlan: Sendable {
    /// The library.
    public var library: String
    /// The tectra-worker program.
    public var worker: String
    /// Parameters, symbols and seed that it is started with; its name counts for nothing. Symbols of `*` leave
    /// the choice to the check.
    public var deployment: DeployRequest
    /// Of everything random: the feed, the damage, the edges.
    public var seed: UInt64
    /// Messages of activity in each run over a feed.
    public var messages = 20_000
    /// Longest state that is cut at every byte; a longer one is cut at so many places.
    public var cuts = 256
    /// Only these checks; empty makes all.
    public var only: Set<CheckKind> = []
    /// The manifest that lies beside the library; nil when none does.
    public var manifest: ManifestBeside?
    /// A folder for the feed's file; it must be there.
    public var scratch: String

    /// - Parameter library: absolute.
    public init(library: String, worker: String, deployment: DeployRequest? = nil, seed: UInt64, scratch: String) {
        self.library = library
        self.worker = worker
        self.deployment = deployment ?? DeployRequest(name: "checked", library: library, symbols: ["*"])
        self.deployment.library = library
        self.seed = seed
        self.scratch = scratch
    }
}

/// A manifest file and what could be read of it.
public struct ManifestBeside: Sendable {
    public var path: String
    /// Nil when it has mistakes.
    public var manifest: Manifest?
    public var problems: [String]

    public init(path: String, manifest: Manifest?, problems: [String] = []) {
        self.path = path
        self.manifest = manifest
        self.problems = problems
    }
}

/// Why nothing could be checked: the machine, not the library.
public struct CheckError: Error, Hashable, Sendable, CustomStringConvertible {
    public let description: String

    init(_ description: String) { self.description = description }
}
