/// What was done to each strategy: by whom, when, and with what outcome.
internal import GRDB

public struct HistoryEvent: Equatable, Sendable {
    public var strategy: UInt8
    /// ISO 8601, UTC.
    public var at = Timestamp.now()
    public var by: String
    /// `deploy`, `pause`, `resume`, `stop`, `reload`, `promote`, `rollback`, `dismiss` or `config`.
    public var action: String
    /// `done`, `shadow`, `promoted`, `dismissed` or `refused`.
    public var outcome = "done"
    /// That trades afterwards.
    public var version = ""
    public var detail = ""

    public init(strategy: UInt8, action: String, by: String) {
        self.strategy = strategy
        self.action = action
        self.by = by
    }
}

extension ControlStore {
    static func createHistory(_ database: Database) throws {
        try database.create(table: "history") { table in
            table.autoIncrementedPrimaryKey("id")
            table.column("strategy", .integer).notNull().indexed()
            for name in ["at", "by", "action", "outcome", "version", "detail"] {
                table.column(name, .text).notNull()
            }
        }
    }

    public func record(_ event: HistoryEvent) throws(StoreError) {
        try write { database in
            try database.execute(
                sql: "INSERT INTO history (strategy, at, by, action, outcome, version, detail) VALUES (?,?,?,?,?,?,?)",
                arguments: [
                    Int64(event.strategy), event.at, event.by, event.action, event.outcome, event.version, event.detail,
                ])
        }
    }

    /// The last events of a strategy, newest first.
    public func history(of strategy: UInt8, count: Int = 100) throws(StoreError) -> [HistoryEvent] {
        try read { database in
            try Row.fetchAll(
                database, sql: "SELECT * FROM history WHERE strategy = ? ORDER BY id DESC LIMIT ?",
                arguments: [Int64(strategy), count]
            ).map { row in
                var event = HistoryEvent(strategy: strategy, action: row["action"] ?? "", by: row["by"] ?? "")
                event.at = row["at"] ?? ""
                event.outcome = row["outcome"] ?? ""
                event.version = row["version"] ?? ""
                event.detail = row["detail"] ?? ""
                return event
            }
        }
    }
}
