/// Starting strategies: by request, and those of the configuration when the host starts.
internal import ControlClient
internal import ControlStores
internal import EngineLink
internal import Foundation
internal import HTTPTypes
internal import HostConfiguration
internal import Logging
internal import PluginABI
internal import Records
internal import Risk
internal import Synchronization

extension ControlHost {
    func deploy(_ body: DeployBody, _ correlation: UInt64) async throws -> DeployReport {
        var request = DeployRequest(name: body.name, library: body.library, symbols: body.symbols)
        request.seed = body.seed ?? 1
        request.processor = body.processor ?? -1
        request.isDryRun = body.isDryRun ?? false
        request.expectedSHA256 = body.sha256 ?? ""
        request.restarts = body.restarts ?? request.restarts
        request.restartMilliseconds = body.restartMilliseconds ?? request.restartMilliseconds
        request.keepsOrders = body.keepsOrders ?? request.keepsOrders
        request.flattens = body.flattens ?? request.flattens
        request.snapshotSeconds = body.snapshotSeconds ?? request.snapshotSeconds
        if let text = body.onFault {
            guard let action = FaultAction(rawValue: text) else {
                throw APIError(.badRequest, "on_fault \"\(text)\" is neither stop nor kill")
            }
            request.onFault = action
        }
        request.parameters = (body.parameters ?? [:]).sorted { $0.key < $1.key }
            .map { ($0.key, ParameterValue(parsing: $0.value)) }
        let problems = request.problems
        guard problems.isEmpty else { throw APIError(.badRequest, problems.joined(separator: "\n")) }
        return try await deploy(request, typed: body.parameters ?? [:], by: body.by ?? "operator", correlation)
    }

    /// - Parameter typed: its parameters as they were typed, where they were.
    func deploy(
        _ wanted: DeployRequest, typed: [String: String]? = nil, by: String, _ correlation: UInt64
    ) async throws -> DeployReport {
        let admission = try admit(wanted, typed: typed)
        var request = admission.request
        let isNew = try store.strategyNumbers()[request.name] == nil
        let number = try store.number(of: request.name)
        request.strategy = number
        let rows = try store.limits()?.rows ?? []
        let hasLimits = try await ensureLimits(number, request.name, correlation)
        let sent = request
        let reply: DeployReply
        do {
            reply = try await gateway.ask { client in try client.deploy(sent, correlation: correlation) }
        } catch {
            // Nothing came of it: a name that was new leaves neither a number nor limits behind.
            if isNew, case .refused? = error as? LinkError { await forget(request.name, number, rows, correlation) }
            throw error
        }
        guard reply.strategy == number else {
            // Its limits would be another strategy's.
            var stop = tectra_strategy_command.blank
            stop.strategy = reply.strategy
            stop.command = UInt8(TECTRA_COMMAND_STOP)
            let command = stop
            try? await gateway.ask { client in try client.command(command, correlation: correlation) }
            throw APIError(
                .badGateway,
                "the engine started \(request.name) as strategy \(reply.strategy) in place of \(number), "
                    + "under another strategy's limits; it was stopped",
                hint: "Engine and store are not of one directory: end the engine and start tectrad anew.")
        }
        notDeployed.withLock { $0[request.name] = nil }
        try store.record(Deployment(request, reply, by: by))
        var event = HistoryEvent(strategy: number, action: "deploy", by: by)
        event.version = reply.version
        event.detail = request.library + admission.signature
        try store.record(event)
        if let library = admission.library { try store.record(library) }
        var report = DeployReport(request.name, reply)
        if !hasLimits {
            report.warning =
                "no limits are set for \(request.name), and without limits nothing is sent; "
                + "set them with: tectractl limits set \(request.name) NAME=VALUE …"
        }
        return report
    }

    /// Gives a number back, and the limits that were made for it; what can not be given back stays, and does no harm.
    private func forget(_ name: String, _ number: UInt8, _ rows: [LimitRow], _ correlation: UInt64) async {
        let inForce = (try? store.limits()?.rows) ?? []
        if inForce.contains(where: { $0.strategy == number }), !rows.contains(where: { $0.strategy == number }) {
            try? await commit(rows, by: "tectrad", note: "\(name) was refused", correlation)
        }
        try? store.forget(name)
    }

    /// Deploys what the configuration names and the engine has never had. One that fails does not keep
    /// the others from starting, and is in `notDeployed`; one that faulted or was stopped stays down until a person
    /// deploys it.
    func deployConfigured(_ logger: Logger) async throws {
        let known = Dictionary(try await strategies(0).map { ($0.name, $0.state) }, uniquingKeysWith: { $1 })
        for entry in configuration.strategies {
            if let state = known[entry.deployment.name] {
                logger.info(
                    "strategy left as it is",
                    metadata: ["strategy": .string(entry.deployment.name), "state": .string(state)])
                continue
            }
            do {
                let report = try await deploy(entry.deployment, by: "tectrad", 0)
                logger.info(
                    "strategy deployed",
                    metadata: [
                        "strategy": .string(report.name), "number": .stringConvertible(report.number),
                        "tier": .string(report.tier), "load_ms": .string("\(report.loadMilliseconds)"),
                    ])
                if let warning = report.warning { logger.warning("\(warning)") }
            } catch {
                let failure = APIError(error)
                notDeployed.withLock { $0[entry.deployment.name] = failure.error }
                logger.error(
                    "strategy not deployed",
                    metadata: ["strategy": .string(entry.deployment.name), "error": .string(failure.error)])
            }
        }
    }
}

extension Deployment {
    init(_ request: DeployRequest, _ reply: DeployReply, by: String) {
        self.init(strategy: reply.strategy, name: request.name)
        self.by = by
        library = request.library
        librarySHA256 = reply.librarySHA256
        version = reply.version
        tier = reply.tier
        process = reply.process
        loadMicroseconds = reply.loadMicroseconds
        isDryRun = request.isDryRun
        symbols = request.symbols
        for parameter in request.parameters { parameters[parameter.name] = "\(parameter.value)" }
    }
}
