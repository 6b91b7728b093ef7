/// The limits in SQLite: every version that ever counted, with who set it, when and why.
internal import GRDB
public import Risk

/// A version of the limits as a whole.
public struct LimitsVersion: Equatable, Sendable {
    public var version: UInt64
    /// ISO 8601, UTC.
    public var at: String
    public var by: String
    public var note: String
    /// By strategy number; the first is the firm's.
    public var rows: [LimitRow]
}

extension ControlStore {
    /// The version in force; nil when there never was one.
    public func limits() throws(StoreError) -> LimitsVersion? {
        try read { try Self.latest($0) }
    }

    /// The headings of the last versions, newest first, without rows.
    public func limitsHistory(count: Int = 50) throws(StoreError) -> [LimitsVersion] {
        try read { database in
            try Row.fetchAll(
                database, sql: "SELECT * FROM limits_version ORDER BY version DESC LIMIT ?", arguments: [count]
            )
            .map { Self.heading($0) }
        }
    }

    /// Puts a whole new set in force, or changes nothing.
    ///
    /// The new version is written first and counts only when `commit`, which gives it to the engine,
    /// returns: what it throws rolls the version back.
    ///
    /// - Parameters:
    ///   - floor: the new version is above this one too; an engine may have seen versions of a store
    ///     that is gone.
    ///   - commit: called inside the transaction, once.
    /// - Returns: the new version.
    public func replaceLimits(
        _ rows: [LimitRow], by name: String, note: String, above floor: UInt64 = 0,
        commit: @Sendable (LimitsVersion) throws -> Void
    ) throws -> LimitsVersion {
        let contradictions = LimitRow.contradictions(in: rows)
        guard contradictions.isEmpty else {
            throw StoreError(contradictions.map(\.description).joined(separator: "\n"))
        }
        return try database.write { database in
            let last = try Int64.fetchOne(database, sql: "SELECT max(version) FROM limits_version") ?? 0
            let version = max(UInt64(clamping: last), floor) + 1
            let new = LimitsVersion(
                version: version, at: Timestamp.now(), by: name, note: note,
                rows: rows.sorted { $0.strategy < $1.strategy })
            try Self.insert(new, database)
            try commit(new)
            return new
        }
    }

    private static func insert(_ limits: LimitsVersion, _ database: Database) throws {
        try database.execute(
            sql: "INSERT INTO limits_version VALUES (?, ?, ?, ?)",
            arguments: [Int64(clamping: limits.version), limits.at, limits.by, limits.note])
        for row in limits.rows {
            try database.execute(
                sql: """
                    INSERT INTO limits_row (version, strategy, dry_run, band_bps, order_quantity_max,
                        order_notional_max, position_max, credit_max, orders_per_second, orders_burst)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    Int64(clamping: limits.version), Int64(row.strategy), row.isDryRun, row.bandBps,
                    row.orderQuantityMax, row.orderNotionalMax, row.positionMax, row.creditMax, row.ordersPerSecond,
                    row.ordersBurst,
                ])
        }
    }

    private static func latest(_ database: Database) throws -> LimitsVersion? {
        guard
            let row = try Row.fetchOne(database, sql: "SELECT * FROM limits_version ORDER BY version DESC LIMIT 1")
        else { return nil }
        var limits = heading(row)
        limits.rows = try Row.fetchAll(
            database, sql: "SELECT * FROM limits_row WHERE version = ? ORDER BY strategy",
            arguments: [Int64(clamping: limits.version)]
        ).map { row in
            var limit = LimitRow(strategy: UInt8(clamping: (row["strategy"] as Int64?) ?? 0))
            limit.isDryRun = row["dry_run"] ?? false
            for field in LimitField.allCases { limit[field] = row[field.name] ?? 0 }
            return limit
        }
        return limits
    }

    private static func heading(_ row: Row) -> LimitsVersion {
        LimitsVersion(
            version: UInt64(clamping: (row["version"] as Int64?) ?? 0), at: row["at"] ?? "", by: row["by"] ?? "",
            note: row["note"] ?? "", rows: [])
    }
}
