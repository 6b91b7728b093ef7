/// A strategy's parameters from outside: what they may be, what is in force, and changes while it trades.
internal import ControlClient
internal import ControlStores
internal import EngineLink
internal import Foundation
internal import HTTPTypes
internal import HostConfiguration
internal import Manifest
internal import PluginABI

extension ControlHost {
    func parameters(_ name: String, _ correlation: UInt64) async throws -> ParametersReport {
        let strategy = try await strategy(name, correlation)
        return try await parameters(of: strategy, correlation)
    }

    /// Held against the schema first, then given to the strategy, which has the last word: whole or not at all.
    func configure(_ name: String, _ body: ParametersBody, _ correlation: UInt64) async throws -> ParametersReport {
        guard !body.parameters.isEmpty else { throw APIError(.badRequest, "no parameter is named") }
        let strategy = try await strategy(name, correlation)
        let before = try await parameters(of: strategy, correlation)
        let changes = body.parameters.sorted { $0.key < $1.key }.map { (name: $0.key, text: $0.value) }
        let judgement = try schema(of: strategy, told: before)?.judge(typed: changes, isWhole: false)
        let problems = judgement?.problems ?? []
        guard problems.isEmpty else {
            throw APIError(.unprocessableContent, problems.joined(separator: "\n"), hint: "Nothing was changed.")
        }
        var request = ConfigureRequest(
            strategy: strategy.number,
            parameters: judgement?.values ?? changes.map { ($0.name, ParameterValue(parsing: $0.text)) })
        request.by = body.by ?? "operator"
        let sent = request
        let old = Dictionary(before.parameters.map { ($0.name, $0.value) }, uniquingKeysWith: { $1 })
        var event = HistoryEvent(strategy: strategy.number, action: "config", by: request.by)
        event.version = strategy.version
        event.detail = request.parameters.map { parameter in
            "\(parameter.name)=\(parameter.value)" + ((old[parameter.name] ?? nil).map { " (was \($0))" } ?? "")
        }.joined(separator: ", ")
        do {
            let reply = try await gateway.ask { client in try client.configure(sent, correlation: correlation) }
            event.detail += " at \(reply.sequence)"
            guard reply.status == TECTRA_OK else {
                throw APIError(
                    .conflict, "\(strategy.name) refused the change: \(reply.reason)",
                    hint: "Nothing was changed; tectractl strategy logs \(strategy.name) may say more.")
            }
            try store.record(event)
            var after = try await parameters(of: strategy, correlation)
            after.sequence = reply.sequence
            return after
        } catch {
            event.outcome = "refused"
            event.detail += ": \(APIError(error).error)"
            try? store.record(event)
            throw error
        }
    }

    /// The schema of the version that trades, as its manifest had it when it was started.
    func manifest(of strategy: StrategyReport) throws -> Manifest? {
        guard let record = try store.library(strategy.librarySha256), !record.manifest.isEmpty else { return nil }
        return try Manifest(parsing: record.manifest, file: record.path)
    }

    /// Without a manifest, names and kinds are what the strategy itself tells; nil when it tells nothing.
    private func schema(of strategy: StrategyReport, told: ParametersReport) throws -> ParameterSchema? {
        if let manifest = try manifest(of: strategy) { return manifest.parameters }
        guard told.source == "strategy" else { return nil }
        var schema = ParameterSchema()
        schema.properties = told.parameters.compactMap { row in
            ParameterType(rawValue: row.type).map { ParameterProperty(row.name, $0) }
        }
        return schema
    }

    private func parameters(of strategy: StrategyReport, _ correlation: UInt64) async throws -> ParametersReport {
        let number = strategy.number
        let reply = try await gateway.ask { client in
            try client.configure(ConfigureRequest(strategy: number), correlation: correlation)
        }
        var report = ParametersReport()
        report.name = strategy.name
        report.version = strategy.version
        report.sequence = reply.sequence
        var told = Dictionary(reply.parameters.map { ($0.name, $0.value) }, uniquingKeysWith: { $1 })
        if let manifest = try manifest(of: strategy) {
            report.source = "manifest"
            report.parameters = manifest.parameters.properties.map { property in
                ParameterReport(property, told.removeValue(forKey: property.name))
            }
        } else {
            report.source = reply.status == TECTRA_OK ? "strategy" : "none"
        }
        report.parameters += reply.parameters.filter { told[$0.name] != nil }.map { ParameterReport($0.name, $0.value) }
        return report
    }
}

extension ParameterReport {
    init(_ property: ParameterProperty, _ value: ParameterValue?) {
        self.init(name: property.name, type: property.type.rawValue, value: value.map { "\($0)" })
        range = property.range
        standard = property.standard.map { "\($0)" }
        description = property.summary
    }

    init(_ name: String, _ value: ParameterValue) {
        self.init(name: name, type: ParameterType(of: value).rawValue, value: "\(value)")
    }
}
