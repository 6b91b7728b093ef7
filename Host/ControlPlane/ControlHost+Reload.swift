/// Changes of version, and the history of what was done to a strategy.
internal import ControlClient
internal import ControlStores
internal import EngineLink
internal import Foundation
internal import HTTPTypes
internal import HostConfiguration

extension ControlHost {
    func reload(
        _ action: ReloadAction, _ name: String, _ body: ReloadBody, _ correlation: UInt64
    ) async throws -> ReloadReport {
        let strategy = try await strategy(name, correlation)
        var request = ReloadRequest(action, strategy: strategy.number)
        request.by = body.by ?? "operator"
        request.keepSeconds = body.keepSeconds ?? request.keepSeconds
        request.differencesMax = body.differencesMax
        if let text = body.promote {
            guard let promotion = Promotion(text) else {
                throw APIError(
                    .badRequest, "promote \"\(text)\" is neither now, after:EVENTS, when-equal:REQUESTS nor by-hand")
            }
            request.promotion = promotion
        }
        var event = HistoryEvent(strategy: strategy.number, action: action.rawValue, by: request.by)
        event.version = strategy.version
        do {
            let admission = action == .reload ? try admit(body, for: strategy) : nil
            request.deploy = admission?.request
            let sent = request
            let reply = try await gateway.ask { client in try client.reload(sent, correlation: correlation) }
            event.outcome = reply.state.rawValue
            event.version = reply.version
            event.detail =
                reply.state == .promoted
                ? "from \(reply.otherVersion) at \(reply.boundary), pause \(reply.pause) ns, "
                    + "\(reply.equal) equal, \(reply.different) different"
                : reply.otherVersion
            event.detail += admission?.signature ?? ""
            if let library = admission?.library { try store.record(library) }
            try store.record(event)
            return ReloadReport(strategy.name, reply)
        } catch {
            event.outcome = "refused"
            event.detail = APIError(error).error
            try? store.record(event)
            throw error
        }
    }

    /// The new version's library is held to the same rules as a deployment's. What is not named is as it was.
    private func admit(_ body: ReloadBody, for strategy: StrategyReport) throws -> Admission {
        var deploy = DeployRequest(name: strategy.name, library: body.library ?? "", symbols: [])
        deploy.expectedSHA256 = body.sha256 ?? ""
        deploy.processor = body.processor ?? -1
        deploy.parameters = (body.parameters ?? [:]).sorted { $0.key < $1.key }
            .map { ($0.key, ParameterValue(parsing: $0.value)) }
        // Without a path it is the file that what trades was read from; what is judged is what is named to the engine.
        deploy.library = try body.library ?? file(of: strategy)
        if deploy.library.isEmpty {
            guard configuration.signatures.policy == .off else {
                throw APIError(.badRequest, "it is not known here which file \(strategy.name) was read from; name one")
            }
            return Admission(request: deploy)
        }
        return try admit(
            deploy, typed: body.parameters, isWhole: body.parameters != nil, succeeding: try manifest(of: strategy))
    }

    /// Where the library lay that trades; empty when this store did not see it start.
    private func file(of strategy: StrategyReport) throws -> String {
        if let record = try store.library(strategy.librarySha256) { return record.path }
        let deployments = try store.deployments(of: names().name(of: strategy.number))
        return deployments.first { $0.librarySHA256 == strategy.librarySha256 }?.library ?? ""
    }

    func history(_ name: String, _ correlation: UInt64) async throws -> [HistoryReport] {
        let strategy = try await strategy(name, correlation)
        return try store.history(of: strategy.number).map(HistoryReport.init)
    }
}

extension ReloadReport {
    init(_ name: String, _ reply: ReloadReply) {
        self.init()
        self.name = name
        state = reply.state.rawValue
        version = reply.version
        otherVersion = reply.otherVersion
        process = reply.process
        cut = reply.cut
        boundary = reply.boundary
        pauseNanoseconds = reply.pause
        equal = reply.equal
        different = reply.different
        stateBytes = reply.stateBytes
        microseconds = reply.microseconds
    }
}

extension HistoryReport {
    init(_ event: HistoryEvent) {
        self.init()
        at = event.at
        by = event.by
        action = event.action
        outcome = event.outcome
        version = event.version
        detail = event.detail
    }
}
