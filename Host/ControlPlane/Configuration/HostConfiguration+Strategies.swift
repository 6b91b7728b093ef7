/// The strategies of the configuration: what is deployed when the host starts.
internal import EngineLink
internal import Foundation
internal import Yams

extension HostConfiguration {
    static let strategyKeys = [
        "name", "library", "symbols", "parameters", "seed", "processor", "dry-run", "on-fault", "sha256",
        "restarts", "restart-ms", "keep-orders", "flatten", "snapshot-s",
    ]

    mutating func readStrategies(_ root: ConfigurationSection, _ paths: PathBase) {
        var lineOf: [String: Int] = [:]
        for (index, node) in (root.list("strategies") ?? []).enumerated() {
            let section = ConfigurationSection(
                node, path: "strategies[\(index)]", keys: Self.strategyKeys, list: root.list)
            guard let entry = Self.entry(section, paths) else { continue }
            if let earlier = lineOf[entry.deployment.name] {
                section.problem("name", "\"\(entry.deployment.name)\" is the strategy of line \(earlier) already")
                continue
            }
            lineOf[entry.deployment.name] = entry.line
            strategies.append(entry)
        }
        if strategies.count > 63 {
            root.problem("strategies", "\(strategies.count) are too many; a host runs at most 63")
        }
    }

    /// - Parameter standard: has name, library and symbols where those may be left out.
    static func entry(
        _ section: ConfigurationSection, _ paths: PathBase, standard: DeployRequest? = nil
    ) -> StrategyEntry? {
        let name = section.text("name", required: standard == nil) ?? standard?.name
        let library = section.text("library", required: standard == nil) ?? standard?.library
        if !section.has("symbols"), standard == nil {
            section.list.add(section.line, "\(section.name(of: "symbols")) is missing")
        }
        let symbols = Self.symbols(section) ?? standard?.symbols
        let parameters = Self.parameters(section.section("parameters", keys: nil))
        let seed = section.whole("seed", in: UInt64.min...UInt64.max)
        let processor = section.whole("processor", in: EngineConfiguration.processors)
        let isDryRun = section.flag("dry-run")
        let onFault = section.choice("on-fault", FaultAction.self)
        let digest = section.text("sha256")
        let restarts = section.whole("restarts", in: 0...DeployRequest.restartsMax)
        let wait = section.whole("restart-ms", in: UInt64(1)...30_000)
        let keepsOrders = section.flag("keep-orders")
        let flattens = section.flag("flatten")
        let cadence = section.whole("snapshot-s", in: UInt64(0)...86_400)
        guard let name, let library, let symbols else { return nil }
        var request = DeployRequest(name: name, library: paths.absolute(library), symbols: symbols)
        request.parameters = parameters
        request.seed = seed ?? 1
        request.processor = processor ?? -1
        request.isDryRun = isDryRun ?? false
        request.onFault = onFault ?? .stop
        request.expectedSHA256 = digest ?? ""
        request.restarts = restarts ?? request.restarts
        request.restartMilliseconds = wait ?? request.restartMilliseconds
        request.keepsOrders = keepsOrders ?? request.keepsOrders
        request.flattens = flattens ?? request.flattens
        request.snapshotSeconds = cadence ?? request.snapshotSeconds
        let problems = request.problems
        for problem in problems { section.list.add(section.line, "\(section.path): \(problem)") }
        return problems.isEmpty ? StrategyEntry(deployment: request, line: section.line ?? 0) : nil
    }

    /// A list of symbols, or one symbol alone.
    static func symbols(_ section: ConfigurationSection, _ key: String = "symbols") -> [String]? {
        guard section.has(key) else { return nil }
        if let single = section.node(key)?.scalar?.string { return [single] }
        return section.list(key)?.compactMap { node in
            guard let text = node.scalar?.string else {
                section.list.add(node.mark?.line, "\(section.name(of: key)): a symbol is a word")
                return nil
            }
            return text
        }
    }

    /// Values by their look: a whole number, a decimal number, and text, which quotes always make it.
    private static func parameters(_ section: ConfigurationSection) -> [(name: String, value: ParameterValue)] {
        section.keys.compactMap { key in
            guard let text = section.scalar(key), let scalar = section.node(key)?.scalar else { return nil }
            let isQuoted = scalar.style == .singleQuoted || scalar.style == .doubleQuoted
            return (key, isQuoted ? .text(text) : ParameterValue(parsing: text))
        }
    }
}
