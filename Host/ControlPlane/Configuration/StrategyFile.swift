/// One strategy's own configuration file, as a project has it beside its sources: name, library, symbols and
/// parameters, as an entry of a host's configuration.
public import EngineLink
internal import Foundation

extension StrategyEntry {
    /// Reads the file at `path`. A relative library is taken from the working directory.
    ///
    /// - Throws: every mistake in it with its line.
    public init(readingFile path: String) throws(ConfigurationError) {
        let list = ProblemList()
        let root = try ConfigurationSection.root(
            of: ConfigurationSection.contents(of: path), file: path, keys: HostConfiguration.strategyKeys, list: list)
        let entry = HostConfiguration.entry(root, PathBase(FileManager.default.currentDirectoryPath))
        guard let entry, list.problems.isEmpty else { throw ConfigurationError(file: path, list.problems) }
        self = entry
    }
}
