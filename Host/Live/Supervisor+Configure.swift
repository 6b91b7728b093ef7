/// Changes of a strategy's parameters: handed to the core as one change, answered when the strategy has said what it
/// made of it. What it took is what it is started with from then on.
internal import CLinux
internal import EngineLink
internal import PluginABI
internal import Records
internal import Workers

/// A change, or a question, that its strategy has not answered yet.
struct PendingConfiguration {
    let request: ConfigureRequest
    /// Nil once whoever asked was told that it takes too long.
    var origin: LinkReturn?
    let deadline: Int64
    /// Parameters in force, as far as they were told.
    var told: [(name: String, value: ParameterValue)] = []
}

extension Supervisor {
    /// For the strategy to answer; an event in hand may take it as long as the watch allows.
    private static let patience: Int64 = 5_000_000_000

    mutating func handle(_ request: ConfigureRequest, _ origin: LinkReturn) {
        let strategy = request.strategy
        guard let entry = strategies[Int(strategy & 63)] else {
            return link.refuse(origin, "there is no strategy \(strategy); tectractl strategy list shows them")
        }
        let name = entry.request.name
        guard entry.phase == .attached else {
            return link.refuse(origin, "\(name) has no worker any more (\(entry.remark)); deploy it again")
        }
        guard configurations[strategy] == nil else {
            return link.refuse(origin, "\(name) has not answered the question before this one; try again")
        }
        if !request.parameters.isEmpty, let reload = reloads[strategy], reload.phase != .kept {
            return link.refuse(
                origin, "\(name) is changing its version; promote or dismiss \(reload.seated.facts.version) first")
        }
        var changed = entry.request
        changed.parameters.merge(request.parameters)
        let problems = changed.problems
        guard problems.isEmpty else { return link.refuse(origin, problems.joined(separator: "\n")) }
        configurations[strategy] = PendingConfiguration(
            request: request, origin: origin, deadline: tectra_clock_monotonic() &+ Self.patience)
        for parameter in request.parameters { tell(tectra_parameter_change(parameter, of: strategy)) }
        var configure = tectra_configure.blank
        configure.strategy = strategy
        configure.rows = UInt32(request.parameters.count)
        withUnsafeMutableBytes(of: &configure.operator_name) { $0.put(request.by) }
        withUnsafeBytes(of: configure) { bytes in
            if let message = CoreMessage(.configure, strategy: strategy, record: bytes) { tell(message) }
        }
    }

    // MARK: - The strategy's answer

    mutating func take(parameter reply: CoreReply) {
        guard let row = ParameterValue.named(reply.load(as: tectra_parameter.self)) else { return }
        configurations[reply.strategy]?.told.append(row)
    }

    mutating func take(configured reply: CoreReply) {
        guard let pending = configurations.removeValue(forKey: reply.strategy) else { return }
        let row = reply.load(as: ConfiguredRow.self)
        let isChange = !pending.request.parameters.isEmpty
        var answer = ConfigureReply()
        answer.status = Int32(truncatingIfNeeded: row.status)
        answer.sequence = row.sequence
        if isChange, answer.status == TECTRA_OK {
            keep(pending.request.parameters, of: reply.strategy)
            Log.info("\(name(of: reply.strategy)) has other parameters from \(row.sequence) on")
        } else if isChange {
            Log.warning("\(name(of: reply.strategy)) refused a change of its parameters: \(answer.reason)")
        } else if answer.status == TECTRA_OK, pending.told.count == Int(row.parameters) {
            answer.parameters = pending.told
        }
        if let origin = pending.origin { link.reply(to: origin, answer.payload) }
    }

    mutating func take(configureRefusal reply: CoreReply) {
        guard let origin = configurations.removeValue(forKey: reply.strategy)?.origin else { return }
        link.refuse(origin, "\(name(of: reply.strategy)) is neither running nor paused")
    }

    /// From now on every process of it starts with them: after a fault, at a reload, and at a rollback as far as the
    /// version before knows the names.
    private mutating func keep(_ parameters: [(name: String, value: ParameterValue)], of strategy: UInt8) {
        strategies[Int(strategy)]?.incumbent.request.parameters.merge(parameters)
        strategies[Int(strategy)]?.predecessor?.request.parameters.replace(parameters)
        reloads[strategy]?.seated.request.parameters.replace(parameters)
    }

    private func name(of strategy: UInt8) -> String { strategies[Int(strategy)]?.request.name ?? "#\(strategy)" }

    /// Nobody waits for a strategy that is gone, or longer than there is patience. A late answer still counts.
    mutating func watchConfigurations() {
        let now = tectra_clock_monotonic()
        for (strategy, pending) in configurations {
            if strategies[Int(strategy)]?.phase != .attached {
                configurations[strategy] = nil
                if let origin = pending.origin {
                    link.refuse(origin, "\(name(of: strategy)) lost its worker before it answered; nothing was changed")
                }
            } else if now > pending.deadline, let origin = pending.origin {
                configurations[strategy]?.origin = nil
                link.refuse(
                    origin, "\(name(of: strategy)) has not answered in time; it may still take the change: look with "
                        + "tectractl strategy config \(name(of: strategy))")
            }
        }
    }
}

extension [(name: String, value: ParameterValue)] {
    /// Other values for names that are there, and what is new behind them.
    mutating func merge(_ changes: Self) {
        replace(changes)
        for change in changes where !contains(where: { $0.name == change.name }) { append(change) }
    }

    /// Other values for names that are there.
    mutating func replace(_ changes: Self) {
        for change in changes {
            if let index = firstIndex(where: { $0.name == change.name }) { self[index] = change }
        }
    }
}

extension tectra_parameter_change {
    init(_ parameter: (name: String, value: ParameterValue), of strategy: UInt8) {
        self = .blank
        self.strategy = strategy
        withUnsafeMutableBytes(of: &name) { $0.put(parameter.name) }
        switch parameter.value {
        case .integer(let value):
            kind = UInt8(TECTRA_INTEGER)
            integer = value
        case .number(let value):
            kind = UInt8(TECTRA_NUMBER)
            number = value
        case .text(let value):
            kind = UInt8(TECTRA_TEXT)
            withUnsafeMutableBytes(of: &text) { $0.put(value) }
        }
    }
}
