/// Who traded when: turns deployments, promotions and losses, as they come in the journal, into lives.
internal import Journal
internal import PluginABI
internal import Records
internal import Sandbox

struct LifeWalk {
    private(set) var lives: [ReplayedLife] = []
    /// Parameters that were noted and belong to what comes next, by strategy.
    private var parameters: [UInt8: [tectra_parameter]] = [:]
    /// Who trades for a strategy, who did before a promotion, and the cut that this promotion named.
    private var trading: [UInt8: Int] = [:]
    private var before: [UInt8: (life: Int, cut: UInt64)] = [:]

    /// A promotion that came to nothing has left its own behind: the latest of a name stands.
    mutating func note(_ parameter: tectra_parameter, of strategy: UInt8) {
        let name = withUnsafeBytes(of: parameter.name) { Array($0) }
        parameters[strategy]?.removeAll { withUnsafeBytes(of: $0.name) { $0.elementsEqual(name) } }
        parameters[strategy, default: []].append(parameter)
    }

    /// Takes an input of the host's.
    mutating func take(_ frame: JournalFrame) {
        if let deploy = tectra_deploy(copying: frame.record) {
            begin(deploy, at: frame.sequence)
        } else if let promote = tectra_promote(copying: frame.record) {
            change(promote, at: frame.sequence)
        } else if let lost = tectra_worker_lost(copying: frame.record) {
            trading[lost.strategy] = nil
            before[lost.strategy] = nil
        }
    }

    private mutating func begin(_ deploy: tectra_deploy, at sequence: UInt64) {
        let digest = withUnsafeBytes(of: deploy.library_sha256) { Digest(copying: $0) }
        guard (1...63).contains(deploy.strategy), let digest else { return }
        trading[deploy.strategy] = lives.count
        before[deploy.strategy] = nil
        lives.append(
            ReplayedLife(
                beginning: .deployed, sequence: sequence, strategy: deploy.strategy,
                name: withUnsafeBytes(of: deploy.name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) },
                library: digest, seed: deploy.seed,
                parameters: parameters.removeValue(forKey: deploy.strategy) ?? [], reigns: [0...UInt64.max]))
    }

    private mutating func change(_ promote: tectra_promote, at sequence: UInt64) {
        let strategy = promote.strategy
        let given = parameters.removeValue(forKey: strategy) ?? []
        let digest = withUnsafeBytes(of: promote.library_sha256) { Digest(copying: $0) }
        guard let model = lives.last(where: { $0.strategy == strategy }), let digest else { return }
        let old = trading[strategy]
        if let old { end(old, at: sequence) }
        if let old, let kept = before[strategy], kept.cut == promote.cut {
            // The two have changed places again: a rollback to the version that was kept.
            lives[kept.life].reigns.append(sequence + 1...UInt64.max)
            trading[strategy] = kept.life
            before[strategy] = (old, promote.cut)
            return
        }
        trading[strategy] = lives.count
        before[strategy] = old.map { ($0, promote.cut) }
        lives.append(
            ReplayedLife(
                beginning: old == nil ? .restarted(state: promote.state_cut) : .reloaded, sequence: promote.cut,
                strategy: strategy, name: model.name, library: digest, seed: model.seed, parameters: given,
                reigns: [sequence + 1...UInt64.max]))
    }

    /// It trades up to this event and no longer.
    private mutating func end(_ life: Int, at sequence: UInt64) {
        guard let last = lives[life].reigns.last else { return }
        lives[life].reigns[lives[life].reigns.count - 1] = last.lowerBound...max(last.lowerBound, sequence)
    }
}
