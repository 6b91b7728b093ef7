/// `tectractl plugin manifest FILE.so`: a manifest from what a library says and what its author adds.
internal import ArgumentParser
internal import EngineLink
internal import Foundation
internal import HostConfiguration
internal import Manifest
internal import PluginCheck
internal import Workers

struct PluginManifestCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "manifest",
        abstract: "Writes the manifest of a library: what it is, what it may be set to, what it needs.",
        discussion: """
            The library is started in a worker of its own, locked down as live ones are, and asked for its descriptor \
            and its parameters. What it can not say (ranges, descriptions, symbols, memory, the older states that it \
            takes) is the author's: --from names a YAML or JSON file with any of state.accepts, symbols, resources and \
            parameters. Parameters that the two do not have in common, and defaults that differ, are refused.

            A host looks for manifest.json in the folder of the library.

            Exit codes: 0 written; 1 library and --from contradict each other, or the library does not start; 2 wrong \
            arguments or files.
            """)
    @Argument(help: "The library.", completion: .file(extensions: ["so"])) var library: String
    @Option(help: "The author's part.", completion: .file(extensions: ["yaml", "json"])) var from: String?
    @Option(
        help: "The strategy's configuration, for a library that does not start without parameters.",
        completion: .file(extensions: ["yaml"]))
    var config: String?
    @Option(help: "The file to write; else it is printed.", completion: .file(extensions: ["json"])) var out: String?

    func run() throws {
        try Terminal.run {
            let path = URL(filePath: library).standardizedFileURL.path
            let given = try config.map { try StrategyEntry(readingFile: $0).deployment.parameters } ?? []
            let source = try from.map { file in
                try Manifest(parsing: Self.contents(of: file), file: file, isSource: true)
            }
            let description: LibraryDescription
            do throws(WorkerError) {
                description = try LibraryDescription(
                    of: path, worker: BacktestPlanning.beside("tectra-worker"), parameters: given)
            } catch {
                Terminal.complain("\(error)")
                throw Exit.failed
            }
            let (manifest, problems) = description.manifest(completing: source)
            guard problems.isEmpty else {
                Terminal.complain(problems.map { "\(from ?? library): \($0)" }.joined(separator: "\n"))
                throw Exit.failed
            }
            try write(manifest)
        }
    }

    private static func contents(of file: String) throws -> String {
        guard let text = try? String(contentsOfFile: file, encoding: .utf8) else {
            Terminal.complain("\(file) can not be read as text")
            throw Exit.cannotRun
        }
        return text
    }

    private func write(_ manifest: Manifest) throws {
        guard let out else { return Terminal.print(String(manifest.text.dropLast())) }
        do {
            try Data(manifest.text.utf8).write(to: URL(filePath: out), options: .atomic)
        } catch {
            Terminal.complain("\(out): \(error.localizedDescription)")
            throw Exit.cannotRun
        }
        Terminal.print(
            "\(out): \(manifest.name) \(manifest.version), "
                + "\(Reading.count(manifest.parameters.properties.count, "parameter")), "
                + "SHA-256 \(manifest.sha256.prefix(16))…")
    }
}

extension LibraryDescription {
    /// The manifest of the library: the author's part, the rest from the library itself.
    func manifest(completing source: Manifest?) -> (Manifest, problems: [String]) {
        var manifest = source ?? Manifest()
        manifest.name = library.name
        manifest.version = library.version
        manifest.author = library.author
        manifest.sha256 = "\(digest)"
        manifest.abi = library.abi
        manifest.stateSchema = library.stateSchema
        if !manifest.acceptedSchemas.contains(library.stateSchema) {
            manifest.acceptedSchemas.append(library.stateSchema)
        }
        var problems: [String] = []
        if let parameters {
            if manifest.parameters.properties.isEmpty {
                manifest.parameters.properties = parameters.map {
                    ParameterProperty($0.name, ParameterType(of: $0.value))
                }
            }
            problems = manifest.differences(reported: parameters)
            if areDefaults, problems.isEmpty { problems = manifest.parameters.takeDefaults(parameters) }
        }
        problems += manifest.problems.map { "\($0.place): \($0.text)" }
        return (manifest, problems)
    }
}

extension ParameterSchema {
    /// What a parameter is when nobody sets it, where the schema is silent; a sentence where the two differ.
    fileprivate mutating func takeDefaults(_ told: [(name: String, value: ParameterValue)]) -> [String] {
        var problems: [String] = []
        for index in properties.indices {
            let property = properties[index]
            guard !required.contains(property.name), let value = told.first(where: { $0.name == property.name })?.value
            else { continue }
            if let standard = property.standard, standard != value {
                problems.append("default of \(property.name): the manifest says \(standard), the library has \(value)")
            }
            properties[index].standard = value
        }
        return problems
    }
}
