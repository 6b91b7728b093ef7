/// A strategy as a folder: library, manifest, configuration and README in one place, read as a deployment. Everything
/// that is wrong is gathered, so that it is told at once.
internal import EngineLink
internal import Foundation
internal import HostConfiguration
internal import Manifest
internal import PluginCheck
internal import Workers

struct StrategyFolder {
    let path: String
    private(set) var library = ""
    private(set) var config = ""
    private(set) var package: LibraryPackage?
    private(set) var deployment: DeployRequest?
    private(set) var problems: [String] = []
    private(set) var warnings: [String] = []

    var manifest: Manifest? { package?.manifest }

    /// The libraries in a folder, by name.
    static func libraries(in folder: String) -> [String] {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return files.filter { $0.hasSuffix(".so") }.sorted()
    }

    /// - Parameter name: what it is to be called; nil takes the configuration's name, else the manifest's.
    init(_ folder: String, name: String?) {
        let root = URL(filePath: folder).standardizedFileURL
        path = root.path
        findLibrary(root)
        readConfiguration(root, name)
        if !["README.md", "README", "README.txt"].contains(where: isThere) {
            warnings.append("there is no README: whoever operates it has only the manifest to go by")
        }
        guard let manifest else { return }
        if let deployment {
            let judgement = manifest.parameters.judge(deployment.parameters, isWhole: true)
            problems += judgement.problems.map { "\(config.isEmpty ? path : config): \($0)" }
            self.deployment?.parameters = judgement.values
            if manifest.symbols != ["*"], deployment.symbols.contains(where: { !manifest.symbols.contains($0) }) {
                warnings.append(
                    "it is made for \(manifest.symbols.joined(separator: ", ")) and will see "
                        + deployment.symbols.joined(separator: ", "))
            }
        }
    }

    private func isThere(_ file: String) -> Bool { FileManager.default.fileExists(atPath: path + "/" + file) }

    private mutating func findLibrary(_ root: URL) {
        let preferred = ["lib.so", "lib\(root.lastPathComponent).so"].filter(isThere)
        let found = preferred.isEmpty ? Self.libraries(in: path) : preferred
        guard found.count == 1 else {
            problems.append(
                "\(path): " + (found.isEmpty ? "there is no library: lib.so, or lib\(root.lastPathComponent).so"
                    : "there is more than one library: \(found.joined(separator: ", "))"))
            return
        }
        library = path + "/" + found[0]
        let package = LibraryPackage(library: library)
        self.package = package
        problems += package.problems
        if package.path.isEmpty {
            problems.append("\(path): there is no manifest.json; tectractl plugin manifest writes one")
        }
    }

    private mutating func readConfiguration(_ root: URL, _ name: String?) {
        let files = ["config.json", "config.yaml"].filter(isThere)
        guard files.count < 2 else {
            return problems.append("\(path): there are config.json and config.yaml; keep one")
        }
        let standard = DeployRequest(
            name: name ?? manifest?.name ?? root.lastPathComponent, library: library,
            symbols: manifest?.symbols ?? ["*"])
        guard let file = files.first else {
            warnings.append("there is no config.json or config.yaml: it runs with its defaults")
            deployment = standard
            problems += standard.problems.filter { !$0.hasPrefix("library") }
            return
        }
        config = path + "/" + file
        do throws(ConfigurationError) {
            var entry = try StrategyEntry(readingFile: config, standard: standard).deployment
            entry.library = library
            if let name { entry.name = name }
            deployment = entry
        } catch {
            problems += error.description.split(separator: "\n").map(String.init)
        }
    }

    /// Starts the library in a sandbox of its own and holds what it says against the manifest.
    mutating func tryOut() {
        guard let manifest else { return }
        do throws(WorkerError) {
            let description = try LibraryDescription(
                of: library, worker: BacktestPlanning.beside("tectra-worker"), parameters: deployment?.parameters ?? [])
            problems += manifest.differences(description.library).map { "\(library): \($0)" }
            if let told = description.parameters {
                problems += manifest.differences(reported: told).map { "\(library): \($0)" }
            }
        } catch {
            problems.append("\(library): \(error)")
        }
    }
}
