/// The manifest that lies beside a library, held against what the library is and says.
internal import EngineLink
internal import Manifest
internal import Workers

extension PluginCheck {
    func manifest() throws(CheckError) -> CheckResult {
        guard let beside = plan.manifest else {
            return CheckResult(
                .manifest, "none beside the library",
                [CheckFinding(.info, "no manifest", advice: "tectractl plugin manifest writes one")])
        }
        guard let manifest = beside.manifest else {
            return CheckResult(.manifest, beside.path, beside.problems.map { CheckFinding(.error, $0) })
        }
        var differences = manifest.differences(sha256: "\(image.digest)")
        if let facts { differences += manifest.differences(LibrarySelf(facts)) }
        if has(.getConfig), case .ready(var worker) = try worker(), let told = worker.parameters() {
            differences += manifest.differences(reported: told)
        }
        let advice = "write the manifest again: tectractl plugin manifest"
        var findings = differences.map { CheckFinding(.error, $0, advice: advice) }
        let judgement = manifest.parameters.judge(plan.deployment.parameters, isWhole: true)
        findings += judgement.problems.map {
            CheckFinding(.error, "configuration: \($0)", advice: "correct the configuration, or the schema")
        }
        return CheckResult(
            .manifest, "\(manifest.name) \(manifest.version), \(manifest.parameters.properties.count) parameters",
            findings)
    }
}
