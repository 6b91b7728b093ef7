/// One strategy's own configuration file, as a project has it beside its sources: name, library, symbols and
/// parameters, as an entry of a host's configuration.
public import EngineLink
internal import Foundation

extension StrategyEntry {
    /// Reads the file at `path`. A relative library is taken from the working directory.
    ///
    /// - Throws: every mistake in it with its line.
    public init(readingFile path: String) throws(ConfigurationError) { try self.init(path, standard: nil) }

    /// The same of a strategy's folder, where name, library and symbols may be left out.
    public init(readingFile path: String, standard: DeployRequest) throws(ConfigurationError) {
        try self.init(path, standard: standard)
    }

    private init(_ path: String, standard: DeployRequest?) throws(ConfigurationError) {
        let list = ProblemList()
        let root = try ConfigurationSection.root(
            of: ConfigurationSection.contents(of: path), file: path, keys: HostConfiguration.strategyKeys, list: list)
        let entry = HostConfiguration.entry(
            root, PathBase(FileManager.default.currentDirectoryPath), standard: standard)
        guard let entry, list.problems.isEmpty else { throw ConfigurationError(file: path, list.problems) }
        self = entry
    }
}
