/// How a library begins: its answer to hosts of other versions, what it says about itself.
internal import PluginABI
internal import Workers

extension PluginCheck {
    /// Bits of `StrategyFacts.callbacks`, in the order of the table.
    enum Callback: UInt32, CaseIterable {
        case `init`, start, onTick, onBook, onTrade, onBar, onOrder, onFill, onTimer, onConfigUpdate, onKill
        case getConfig, saveState, loadState, shutdown, onFeedState, onStatus

        var name: String {
            [
                "init", "start", "on_tick", "on_book", "on_trade", "on_bar", "on_order", "on_fill", "on_timer",
                "on_config_update", "on_kill", "get_config", "save_state", "load_state", "shutdown", "on_feed_state",
                "on_status",
            ][Int(rawValue)]
        }
    }

    func has(_ callback: Callback) -> Bool { (facts?.callbacks ?? 0) & 1 << callback.rawValue != 0 }

    func negotiation() throws(CheckError) -> CheckResult {
        let major = UInt32(TECTRA_ABI_MAJOR)
        let minor = UInt32(TECTRA_ABI_MINOR)
        var findings: [CheckFinding] = []
        for other in [major + 1, UInt32(0x7fff)] {
            let attempt = try worker { $0.announcedABI = other << 16 }
            if let finding = Self.judge(attempt, toMajor: other) { findings.append(finding) }
        }
        if obstacle == nil {
            switch try worker({ $0.announcedABI = major << 16 | (minor + 1) }) {
            case .ready: break
            case .refused(let error):
                findings.append(
                    CheckFinding(
                        .error, "it refuses a host of ABI \(major).\(minor + 1), which runs all older ones: \(error)",
                        advice: "compare the major version alone: host_abi >> 16"))
            }
        }
        return CheckResult(
            .negotiation, "asked by hosts of \(major + 1).0, 32767.0 and \(major).\(minor + 1)", findings)
    }

    private static func judge(_ attempt: consuming Attempt, toMajor major: UInt32) -> CheckFinding? {
        let advice = "return NULL from tectra_strategy_entry when host_abi >> 16 is not TECTRA_ABI_MAJOR"
        switch consume attempt {
        case .ready:
            return CheckFinding(.error, "it does not refuse a host of ABI \(major).0", advice: advice)
        case .refused(.refused(let text)):
            guard !text.contains("returned NULL") else { return nil }
            // Any other refusal is the worker's of the table, so there was a table.
            return CheckFinding(.error, "it gives a host of ABI \(major).0 a table: \(text)", advice: advice)
        case .refused(let error):
            return CheckFinding(.error, "asked by a host of ABI \(major).0: \(error)", advice: advice)
        }
    }

    func descriptor() -> CheckResult {
        guard let facts else {
            let reason = obstacle.map { "\($0)" } ?? "no worker was started"
            let advice =
                reason.contains("init refused") ? "give it its parameters and symbols with --config FILE" : ""
            return CheckResult(.descriptor, "no worker becomes ready", [CheckFinding(.error, reason, advice: advice)])
        }
        var findings: [CheckFinding] = []
        func warn(_ text: String, _ advice: String) { findings.append(CheckFinding(.warning, text, advice: advice)) }
        if !Self.isSemantic(facts.version) {
            warn("version \"\(facts.version)\" is not semantic", "use MAJOR.MINOR.PATCH: operators compare versions")
        }
        if facts.author.isEmpty { warn("it names no author", "set descriptor.author") }
        if has(.saveState) != has(.loadState) {
            findings.append(
                CheckFinding(
                    .error, "it has \(has(.saveState) ? "save_state" : "load_state") without the other",
                    advice: "a state that can not go both ways is lost at the next reload; have both or none"))
        }
        let kinds: [(bit: UInt32, callback: Callback)] = [
            (1, .onTick), (2, .onTrade), (4, .onBook), (8 | 16 | 32 | 64, .onBar), (128, .onStatus),
        ]
        for kind in kinds where (facts.wants & kind.bit != 0) != has(kind.callback) {
            let name = kind.callback.name
            if has(kind.callback) {
                warn(
                    "it has \(name) and does not want its records", "set its bit in descriptor.wants, or leave it NULL")
            } else {
                warn("it wants records for \(name) and has no \(name)", "clear the bit in descriptor.wants")
            }
        }
        let callbacks = Callback.allCases.filter { $0.rawValue > 1 && $0 != .shutdown && has($0) }.map(\.name)
        let abi = "ABI \(facts.abiVersion >> 16).\(facts.abiVersion & 0xffff)"
        findings.append(CheckFinding(.info, "it has " + callbacks.joined(separator: ", ")))
        return CheckResult(
            .descriptor, "\(facts.name) \(facts.version), \(abi), tier \(sandbox.tier)", findings)
    }

    /// MAJOR.MINOR.PATCH, with whatever behind a - or +.
    static func isSemantic(_ version: String) -> Bool {
        let core = version.prefix { $0 != "-" && $0 != "+" }
        let parts = core.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 3 && parts.allSatisfy { !$0.isEmpty && $0.allSatisfy(\.isNumber) }
    }
}
