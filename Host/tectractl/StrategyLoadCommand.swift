/// `tectractl strategy load DIR`: a strategy's folder, judged as a whole and then deployed.
internal import ArgumentParser
internal import ControlClient
internal import EngineLink
internal import Foundation
internal import HostConfiguration
internal import Manifest

struct StrategyLoad: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "load", abstract: "Deploys a strategy from its folder: library, manifest, configuration, README.",
        discussion: """
            The folder has lib.so or libNAME.so, manifest.json (tectractl plugin manifest), config.json or config.yaml \
            (parameters, symbols, seed, restarts and what else a strategy of the host's configuration has; all may be \
            left out), a README, and manifest.sig where the host wants a signature. Everything is held against \
            everything before anything is sent, and every reason against it is told at once: manifest and \
            library, which is started in a sandbox for that, parameters and schema. The host judges signature and \
            memory.

            Exit codes: 0 it runs, or --check found nothing; 1 refused, with every reason; 2 no host, wrong arguments.
            """)
    @Argument(help: "The folder, such as strategies/mean-reversion.", completion: .directory) var folder: String
    @Option(help: "A name for it; else the configuration's, else the manifest's.") var name: String?
    @Flag(help: "Judge it and deploy nothing; needs no host.") var check = false
    @OptionGroup var host: HostOptions

    struct Judgement: Encodable {
        let name, library, version, sha256: String
        let parameters: [String: String]
        let symbols: [String]
        let isSigned: Bool
        let problems, warnings: [String]
    }

    func run() throws {
        try Terminal.run {
            var loaded = StrategyFolder(folder, name: name)
            loaded.tryOut()
            if check, host.json { try Terminal.json(Self.judgement(loaded)) }
            guard loaded.problems.isEmpty, let deployment = loaded.deployment else {
                Terminal.complain(loaded.problems.joined(separator: "\n"))
                throw Exit.failed
            }
            if !host.json { Terminal.print(Self.text(loaded)) }
            if !check { try deploy(deployment) }
        }
    }

    private func deploy(_ deployment: DeployRequest) throws {
        var body = DeployBody(name: deployment.name, library: deployment.library, symbols: deployment.symbols)
        body.seed = deployment.seed
        body.processor = deployment.processor < 0 ? nil : deployment.processor
        body.isDryRun = deployment.isDryRun
        body.onFault = deployment.onFault.rawValue
        body.restarts = deployment.restarts
        body.restartMilliseconds = deployment.restartMilliseconds
        body.keepsOrders = deployment.keepsOrders
        body.flattens = deployment.flattens
        body.snapshotSeconds = deployment.snapshotSeconds
        body.sha256 = deployment.expectedSHA256.isEmpty ? nil : deployment.expectedSHA256
        body.by = host.operatorName
        body.parameters = Dictionary(
            deployment.parameters.map { ($0.name, "\($0.value)") }, uniquingKeysWith: { $1 })
        let report = try host.connection().send("POST", "/strategies", body, as: DeployReport.self)
        try host.show(report) { "\n" + StrategyDeploy.text($0) }
    }

    private static func judgement(_ loaded: StrategyFolder) -> Judgement {
        Judgement(
            name: loaded.deployment?.name ?? "", library: loaded.library, version: loaded.manifest?.version ?? "",
            sha256: loaded.package?.digest ?? "",
            parameters: Dictionary(
                (loaded.deployment?.parameters ?? []).map { ($0.name, "\($0.value)") }, uniquingKeysWith: { $1 }),
            symbols: loaded.deployment?.symbols ?? [], isSigned: loaded.package?.signature != nil,
            problems: loaded.problems, warnings: loaded.warnings)
    }

    /// What was understood.
    private static func text(_ loaded: StrategyFolder) -> String {
        guard let manifest = loaded.manifest, let deployment = loaded.deployment else { return "" }
        var facts = FactList()
        facts.add("strategy", "\(deployment.name): \(manifest.name) \(manifest.version), \(manifest.author)")
        facts.add("library", loaded.library)
        facts.add("sha256", manifest.sha256)
        facts.add("ABI", "\(manifest.abi), state schema \(manifest.stateSchema)")
        facts.add("signature", loaded.package?.signature.map { "by \($0.key); the host judges it" } ?? "none")
        facts.add("configuration", loaded.config.isEmpty ? "none" : loaded.config)
        facts.add("symbols", deployment.symbols.joined(separator: " "))
        let set = Dictionary(deployment.parameters.map { ($0.name, "\($0.value)") }, uniquingKeysWith: { $1 })
        for property in manifest.parameters.properties {
            let value = set[property.name] ?? property.standard.map { "\($0) (default)" } ?? "unset"
            facts.add(property.name, value + (property.range.isEmpty ? "" : ", of \(property.range)"))
        }
        return ([facts.text] + loaded.warnings.map { "warning: \($0)" }).joined(separator: "\n")
    }
}
