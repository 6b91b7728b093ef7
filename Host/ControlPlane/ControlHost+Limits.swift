/// Limits: shown, changed as a whole, and kept the same in the store and in the engine.
internal import ControlClient
internal import ControlStores
internal import EngineLink
internal import Foundation
internal import HTTPTypes
internal import HostConfiguration
internal import PluginABI
internal import Records
internal import Risk

extension ControlHost {
    func limitsReport() throws -> LimitsReport {
        guard let limits = try store.limits() else { return LimitsReport() }
        return LimitsReport(limits, try names())
    }

    /// Changes rows. All of it counts at once, in the store and in the engine, or none of it.
    func setLimits(_ body: LimitsBody, _ correlation: UInt64) async throws -> LimitsReport {
        var problems: [String] = []
        let replacesAll = body.replacesAll ?? false
        var rows = replacesAll ? [] : try store.limits()?.rows ?? []
        for report in body.rows {
            let number = report.scope == "firm" ? 0 : try store.number(of: report.scope)
            var row = rows.first { $0.strategy == number } ?? LimitRow(strategy: number)
            row.isDryRun = report.isDryRun
            problems += Self.apply(report, to: &row)
            rows.removeAll { $0.strategy == number }
            rows.append(row)
        }
        let names = try names()
        problems += LimitRow.contradictions(in: rows).map { Self.named($0.description, names) }
        guard problems.isEmpty else {
            throw APIError(
                .unprocessableContent, problems.joined(separator: "\n"), hint: "Nothing was changed.")
        }
        try await commit(rows, by: body.by ?? "operator", note: body.note ?? "", correlation)
        return try limitsReport()
    }

    private static func apply(_ report: LimitRowReport, to row: inout LimitRow) -> [String] {
        var problems: [String] = []
        for (key, text) in report.limits.sorted(by: { $0.key < $1.key }) {
            guard let field = LimitField(rawValue: key) else {
                let hint = Spelling.hint(for: key, among: LimitField.allCases.map(\.name))
                problems.append("\(report.scope): \"\(key)\" is not a limit\(hint)")
                continue
            }
            do throws(LimitTextError) {
                row[field] = try field.value(parsing: text)
            } catch {
                problems.append("\(report.scope): \(error)")
            }
        }
        return problems
    }

    /// A contradiction with the name in place of the number.
    static func named(_ text: String, _ names: StrategyNames) -> String {
        guard text.hasPrefix("strategy "), let colon = text.firstIndex(of: ":"),
            let number = UInt8(text[..<colon].dropFirst("strategy ".count))
        else { return text }
        return names.name(of: number) + text[colon...]
    }

    /// One transaction: the new version is written, the engine takes it, and only then it counts.
    func commit(_ rows: [LimitRow], by name: String, note: String, _ correlation: UInt64) async throws {
        let store = store
        let path = gateway.path
        _ = try await gateway.off {
            var client = try LinkClient(connectingTo: path)
            let inForce = try client.limits(correlation: correlation).first?.version ?? 0
            return try store.replaceLimits(rows, by: name, note: note, above: inForce) { limits in
                var link = try LinkClient(connectingTo: path)
                try link.commit(
                    limits.rows.map { $0.record(version: limits.version) }, version: limits.version,
                    correlation: correlation)
            }
        }
    }

    /// After a start: the first limits from the configuration when there are none, and the engine
    /// brought to what the store says.
    func reconcileLimits() async throws {
        guard let stored = try store.limits() else {
            guard let file = configuration.limits else { return }
            return try await commit(
                initialRows(file), by: "tectrad", note: "first limits, from the configuration", 0)
        }
        let inForce = try await gateway.ask { client in try client.limits().first?.version ?? 0 }
        if inForce == stored.version { return }
        if inForce < stored.version {
            let rows = stored.rows.map { $0.record(version: stored.version) }
            return try await gateway.ask { client in try client.commit(rows, version: stored.version) }
        }
        try await commit(stored.rows, by: "tectrad", note: "the engine had version \(inForce), from another store", 0)
    }

    private func initialRows(_ file: LimitsFile) throws -> [LimitRow] {
        var rows = [file.firm]
        rows[0].strategy = 0
        // In the order of deployment, so that numbers are the same in every fresh directory.
        let named = Dictionary(file.strategies.map { ($0.name, $0.row) }, uniquingKeysWith: { $1 })
        let deployed = configuration.strategies.map(\.deployment.name)
        let names = deployed + file.strategies.map(\.name).filter { !deployed.contains($0) }
        for name in names {
            let number = try store.number(of: name)
            guard var row = named[name] ?? file.standard else { continue }
            row.strategy = number
            rows.append(row)
        }
        return rows
    }

    /// Whether a strategy has limits; gives it the configured default when it has none.
    func ensureLimits(_ number: UInt8, _ name: String, _ correlation: UInt64) async throws -> Bool {
        let rows = try store.limits()?.rows ?? []
        if rows.contains(where: { $0.strategy == number }) { return true }
        guard !rows.isEmpty, var row = configuration.limits?.standard else { return false }
        row.strategy = number
        try await commit(rows + [row], by: "tectrad", note: "default limits for \(name)", correlation)
        return true
    }
}
