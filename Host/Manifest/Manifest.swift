/// What a strategy's manifest says: which library it speaks of, what that may be set to, and what it needs. It lies
/// beside the library as `manifest.json`, and a host holds both against each other before anything runs.

public import EngineLink

public struct Manifest: Equatable, Sendable {
    /// The revision of this format.
    public static let format = 1
    /// The names that a host looks for beside a library, in this order.
    public static let fileNames = ["manifest.json", "manifest.yaml"]

    /// As the library's descriptor has them.
    public var name = ""
    public var version = ""
    public var author = ""
    /// Hexadecimal SHA-256 of the library, lower case.
    public var sha256 = ""
    /// Of the headers that the library was built with.
    public var abi = ABIVersion(major: 0, minor: 0)
    /// Revision of what `save_state` writes.
    public var stateSchema: UInt32 = 0
    /// Revisions that `load_state` takes, its own among them.
    public var acceptedSchemas: [UInt32] = []
    /// Symbols that it is made for; `*` alone for any.
    public var symbols: [String] = ["*"]
    /// Private memory that it needs, bytes; 0 says nothing.
    public var memory: UInt64 = 0
    /// A worker has one.
    public var threads = 1
    public var parameters = ParameterSchema()

    public init() {}

    /// What it says that the library says.
    public var library: LibrarySelf {
        LibrarySelf(name: name, version: version, author: author, abi: abi, stateSchema: stateSchema)
    }
}
