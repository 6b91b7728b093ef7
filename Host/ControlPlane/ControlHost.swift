/// What tectrad can do, apart from how it is asked: every operation that the HTTP API offers, on the
/// store and the engine. It holds no state of its own that matters: the engine and SQLite do.
internal import ControlClient
public import ControlStores
internal import EngineLink
internal import Foundation
internal import HTTPTypes
public import HostConfiguration
internal import KillSwitch
internal import Logging
internal import PluginABI
internal import Records
internal import Risk
internal import SharedMemory
internal import Synchronization
public import TickRecorder

public final class ControlHost: Sendable {
    public let configuration: HostConfiguration
    public let store: ControlStore
    public let gateway: EngineGateway
    /// Fills the tick store; nil when none is configured.
    let recorder: RecorderThread?
    let startedAt = Timestamp.now()
    /// Strategies of the configuration that did not start, with why; until they are deployed.
    let notDeployed = Mutex([String: String]())

    public init(
        configuration: HostConfiguration, store: ControlStore, gateway: EngineGateway, recorder: RecorderThread? = nil
    ) {
        self.recorder = recorder
        self.configuration = configuration
        self.store = store
        self.gateway = gateway
    }

    /// Names by number; numbers that the store does not know are written `#n`.
    func names() throws(StoreError) -> StrategyNames {
        StrategyNames(numbers: try store.strategyNumbers())
    }

    func number(of scope: String) throws -> UInt8 {
        if scope == "firm" { return 0 }
        let names = try names()
        guard let number = names.number(of: scope) else { throw APIError.noStrategy(scope, names) }
        return number
    }

    // MARK: - State

    func status(_ correlation: UInt64) async -> StatusReport {
        var report = StatusReport()
        report.directory = configuration.directory
        report.process = getpid()
        report.startedAt = startedAt
        report.ticks = ticks()
        report.notDeployed = notDeployed.withLock { $0 }
        do {
            let (facts, counters, feed) = try await gateway.ask { client in
                (
                    try client.hello(HelloRequest(program: "tectrad", process: getpid()), correlation: correlation),
                    try client.counters(correlation: correlation),
                    try client.feed(FeedRequest(.status), correlation: correlation)
                )
            }
            report.engine = EngineReport(facts, counters)
            report.feed = feedReport(feed, counters)
            report.isKilled = (counters?.killed ?? 0) != 0
        } catch {
            report.problem = "\(error)"
        }
        return report
    }

    func strategies(_ correlation: UInt64) async throws -> [StrategyReport] {
        let (rows, counters) = try await gateway.ask { client in
            (try client.strategies(correlation: correlation), try client.counters(correlation: correlation))
        }
        return rows.map { StrategyReport($0, killed: counters?.killed ?? 0) }
    }

    func strategy(_ name: String, _ correlation: UInt64) async throws -> StrategyReport {
        let all = try await strategies(correlation)
        guard let found = all.last(where: { $0.name == name }) ?? all.first(where: { "\($0.number)" == name }) else {
            throw APIError.noStrategy(name, all.map(\.name))
        }
        return found
    }

    func detail(_ name: String, _ correlation: UInt64) async throws -> StrategyDetail {
        let strategy = try await strategy(name, correlation)
        let names = try names()
        let limits = try limitsReport()
        return StrategyDetail(
            strategy: strategy, limits: limits.rows.first { $0.number == strategy.number },
            positions: try await positions(strategy.number, correlation),
            orders: try await orders(strategy.number, correlation),
            deployments: try store.deployments(of: names.name(of: strategy.number), count: 10).map(
                DeploymentReport.init))
    }

    func risk(_ name: String, _ correlation: UInt64) async throws -> RiskReport {
        let strategy = try await strategy(name, correlation)
        let number = strategy.number
        let (positions, orders) = try await gateway.ask { client in
            (
                try client.positions(strategy: number, correlation: correlation),
                try client.orders(strategy: number, correlation: correlation)
            )
        }
        return RiskReport(strategy, limits: try limitsReport(), positions: positions, orders: orders)
    }

    func book(_ symbol: String, _ correlation: UInt64) async throws -> BookReport {
        let (row, trades, status) = try await gateway.ask { client in
            (
                try client.book(symbol, correlation: correlation), try client.trades(symbol, correlation: correlation),
                try client.status(of: symbol, correlation: correlation)
            )
        }
        guard let row else {
            throw APIError(
                .notFound, "the engine knows no instrument \"\(symbol)\"",
                hint: "Symbols are announced by the feed; it may not have begun, or the day has no such symbol.")
        }
        return BookReport(row, trades, status)
    }

    func orders(_ strategy: UInt8 = 0, _ correlation: UInt64) async throws -> [OrderReport] {
        let names = try names()
        return try await gateway.ask { client in try client.orders(strategy: strategy, correlation: correlation) }
            .map { OrderReport($0, names) }
    }

    func positions(_ strategy: UInt8 = 0, _ correlation: UInt64) async throws -> [PositionReport] {
        let names = try names()
        return try await gateway.ask { client in try client.positions(strategy: strategy, correlation: correlation) }
            .map { PositionReport($0, names) }
    }

    // MARK: - Commands

    func command(_ command: Int, _ name: String, by: String?, _ correlation: UInt64) async throws -> StrategyReport {
        let strategy = try await strategy(name, correlation)
        var record = tectra_strategy_command.blank
        record.strategy = strategy.number
        record.command = UInt8(clamping: command)
        FixedText.put(by ?? "operator", into: &record.operator_name)
        let sent = record
        try await gateway.ask { client in try client.command(sent, correlation: correlation) }
        let actions = [
            TECTRA_COMMAND_PAUSE: "pause", TECTRA_COMMAND_RESUME: "resume", TECTRA_COMMAND_STOP: "stop",
            Int(TECTRA_COMMAND_FLATTEN): "flatten",
        ]
        var event = HistoryEvent(
            strategy: strategy.number, action: actions[command] ?? "command \(command)", by: by ?? "operator")
        event.version = strategy.version
        try store.record(event)
        return try await self.strategy(name, correlation)
    }

    func kill(_ body: KillBody, isEngaged: Bool, _ correlation: UInt64) async throws -> KillReport {
        let record = killSwitchRecord(
            strategy: try number(of: body.scope ?? "firm"), isEngaged: isEngaged, operatorName: body.by ?? "operator",
            reason: body.reason ?? (isEngaged ? "pulled by hand" : "cleared by hand"))
        try await gateway.ask(isUrgent: true) { client in try client.kill(record, correlation: correlation) }
        return try await kills(correlation)
    }

    func kills(_ correlation: UInt64) async throws -> KillReport {
        let names = try names()
        let rows = try await gateway.ask(isUrgent: true) { client in try client.kills(correlation: correlation) }
        var report = KillReport()
        report.switches = rows.map { KillSwitchReport($0, names) }
        report.isEngaged = !rows.isEmpty
        return report
    }

    /// Ends the engine in order; one that is gone already is as it should be.
    public func stopEngine(reason: String) async throws {
        do {
            try await gateway.ask { client in try client.shutDown(reason: reason) }
        } catch LinkError.noEngine {
            return
        }
    }
}

extension APIError {
    static func noStrategy(_ name: String, _ known: [String]) -> APIError {
        let hint =
            known.isEmpty
            ? "No strategy is deployed; see tectractl strategy deploy."
            : "There are: "
                + known.joined(separator: ", ") + "." + Spelling.hint(for: name, among: known)
        return APIError(.notFound, "there is no strategy \"\(name)\"", hint: hint)
    }

    static func noStrategy(_ name: String, _ names: StrategyNames) -> APIError { noStrategy(name, names.all) }
}
