/// Reading a manifest, JSON or YAML. Everything that is wrong is told at once, each with its line; a member that is not
/// known is refused, because something is meant by it that nobody would look at.
public import EngineLink
internal import Foundation
public import Manifest
internal import Yams

extension Manifest {
    static let keys = [
        "manifest", "name", "version", "author", "library", "state", "symbols", "resources", "parameters",
    ]
    /// What an author writes; the rest is the library's to say.
    static let sourceKeys = ["state", "symbols", "resources", "parameters"]

    /// Reads the manifest at `path`.
    public init(readingFile path: String) throws(ConfigurationError) {
        try self.init(parsing: ConfigurationSection.contents(of: path), file: path)
    }

    /// - Parameters:
    ///   - file: its name, for messages.
    ///   - isSource: whether it is an author's part, without what only the library knows.
    public init(parsing text: String, file: String, isSource: Bool = false) throws(ConfigurationError) {
        self.init()
        let list = ProblemList()
        let keys = isSource ? Self.sourceKeys : Self.keys
        let root = try ConfigurationSection.root(of: text, file: file, keys: keys, list: list)
        if !isSource { readLibrary(root) }
        let state = root.section("state", keys: isSource ? ["accepts"] : ["schema", "accepts"])
        if let schema = state.whole("schema", in: 0...UInt32.max) { stateSchema = schema }
        acceptedSchemas = state.list("accepts").map { Self.revisions($0, state) } ?? (isSource ? [] : [stateSchema])
        if root.has("symbols") { symbols = HostConfiguration.symbols(root) ?? [] }
        let resources = root.section("resources", keys: ["memory", "threads"])
        resources.bytes("memory", in: (1 << 20)...(1 << 40)).map { memory = UInt64($0) }
        resources.whole("threads", in: 1...1024).map { threads = $0 }
        parameters.read(root.section("parameters", keys: ParameterSchema.keywords))
        // A place that could not be read says nothing about what stands there.
        if list.problems.isEmpty {
            let found = isSource ? parameters.problems.map { Problem("parameters." + $0.place, $0.text) } : problems
            for problem in found { list.add(root.line(at: problem.place), "\(problem.place): \(problem.text)") }
        }
        guard list.problems.isEmpty else { throw ConfigurationError(file: file, list.problems) }
    }

    /// The manifest that lies beside a library; nil when none does.
    public static func path(beside library: String) -> String? {
        let folder = URL(filePath: library).deletingLastPathComponent()
        return fileNames.map { folder.appending(path: $0).path }.first { FileManager.default.fileExists(atPath: $0) }
    }

    private mutating func readLibrary(_ root: ConfigurationSection) {
        if let format = root.whole("manifest", in: 1...Int.max), format != Self.format {
            root.problem("manifest", "format \(format) is not known here; this host reads \(Self.format)")
        }
        if !root.has("manifest") { root.list.add(root.line, "manifest is missing; its format is \(Self.format)") }
        root.text("name", required: true).map { name = $0 }
        root.text("version", required: true).map { version = $0 }
        root.text("author").map { author = $0 }
        let library = root.section("library", keys: ["sha256", "abi"])
        library.text("sha256", required: true).map { sha256 = $0 }
        guard let text = library.text("abi", required: true) else { return }
        if let version = ABIVersion(text) { abi = version } else {
            library.problem("abi", "\"\(text)\" is not MAJOR.MINOR")
        }
    }

    private static func revisions(_ nodes: [Node], _ section: ConfigurationSection) -> [UInt32] {
        nodes.compactMap { node in
            guard let text = node.scalar?.string, let revision = UInt32(text) else {
                section.list.add(node.mark?.line, "\(section.name(of: "accepts")): a revision is a whole number")
                return nil
            }
            return revision
        }
    }
}

extension ConfigurationSection {
    /// The line of the innermost member of a dotted place that is there.
    func line(at place: String) -> Int? {
        var found = line
        var node: Node?
        for name in place.split(separator: ".").map(String.init) {
            let next = node == nil ? self.node(name) : node?.mapping?.first { $0.key.scalar?.string == name }?.value
            guard let next else { break }
            found = next.mark?.line ?? found
            node = next
        }
        return found
    }
}
