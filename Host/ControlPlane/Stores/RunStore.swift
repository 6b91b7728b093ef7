/// What was run: backtests with their results, and the sessions of the host.
internal import GRDB

public struct RunRecord: Equatable, Sendable {
    /// 0 until it is stored.
    public var id: Int64 = 0
    /// `backtest`, `paper`, `live` or `replay`.
    public var kind: String
    public var name: String
    /// ISO 8601, UTC; `finished` is nil while it goes on.
    public var started = Timestamp.now()
    public var finished: String?
    /// The whole text of the configuration that it ran by.
    public var configuration = ""
    /// Where its journal lies; empty when it kept none.
    public var journal = ""
    /// JSON.
    public var result: String?

    public init(kind: String, name: String) {
        self.kind = kind
        self.name = name
    }
}

extension ControlStore {
    /// Stores a run and returns its number.
    public func record(_ run: RunRecord) throws(StoreError) -> Int64 {
        try write { database in
            try database.execute(
                sql: """
                    INSERT INTO run (kind, name, started, finished, configuration, journal, result)
                    VALUES (?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [run.kind, run.name, run.started, run.finished, run.configuration, run.journal, run.result])
            return database.lastInsertedRowID
        }
    }

    /// Ends a run that was stored while it went on.
    public func finishRun(_ id: Int64, result: String?) throws(StoreError) {
        try write { database in
            try database.execute(
                sql: "UPDATE run SET finished = ?, result = ? WHERE id = ?", arguments: [Timestamp.now(), result, id])
        }
    }

    /// The last runs, newest first.
    public func runs(kind: String? = nil, count: Int = 50) throws(StoreError) -> [RunRecord] {
        try read { database in
            try Row.fetchAll(
                database, sql: "SELECT * FROM run WHERE ? IS NULL OR kind = ? ORDER BY id DESC LIMIT ?",
                arguments: [kind, kind, count]
            ).map { row in
                var run = RunRecord(kind: row["kind"] ?? "", name: row["name"] ?? "")
                run.id = row["id"] ?? 0
                run.started = row["started"] ?? ""
                run.finished = row["finished"]
                run.configuration = row["configuration"] ?? ""
                run.journal = row["journal"] ?? ""
                run.result = row["result"]
                return run
            }
        }
    }
}
