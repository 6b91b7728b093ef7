/// The backtests of a directory in one SQLite file: what was run, what came of it, and the equity
/// curves, for `tectractl backtest list` and `show` and for anybody's own SQL.
internal import Foundation
internal import GRDB

public struct BacktestStore: Sendable {
    let database: DatabaseQueue

    /// Opens the file, or makes it, and brings its tables up to this build.
    public init(path: String) throws(StoreError) {
        do {
            var configuration = Configuration()
            configuration.busyMode = .timeout(5)
            configuration.label = "backtests"
            database = try DatabaseQueue(path: path, configuration: configuration)
            let migrator = Self.migrator
            let isNewer = try database.read { try migrator.hasBeenSuperseded($0) }
            if isNewer {
                throw StoreError("\(path) was written by a newer tectractl; use that one, or another --store")
            }
            try migrator.migrate(database)
        } catch let error as StoreError {
            throw error
        } catch {
            throw StoreError("\(path): \(error); if it is no store of backtests, name another with --store")
        }
    }

    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1 backtests, figures, equity") { database in
            try database.create(table: "backtest") { table in
                table.autoIncrementedPrimaryKey("id")
                table.column("at", .text).notNull()
                table.column("configuration", .text).notNull()
                table.column("feed", .text).notNull()
                // A 64-bit number without a sign, as text.
                table.column("seed", .text).notNull()
                table.column("journal", .text).notNull()
                table.column("event_from", .text).notNull()
                table.column("event_to", .text).notNull()
                for name in ["events", "messages", "ticks", "faults"] { table.column(name, .integer).notNull() }
                table.column("seconds", .double).notNull()
                table.column("sandboxed", .boolean).notNull()
            }
            try database.create(table: "backtest_figures") { table in
                table.column("backtest", .integer).notNull().references("backtest", onDelete: .cascade)
                // 0 is the total; then the strategies in their order.
                table.column("place", .integer).notNull()
                table.column("name", .text).notNull()
                // Decimal texts, exact to 1e-9.
                for name in ["realized", "unrealized", "fees", "net", "drawdown_max"] {
                    table.column(name, .text).notNull()
                }
                for name in ["win_rate", "profit_factor", "sharpe"] { table.column(name, .double) }
                for name in ["trades", "accepted", "rejected", "fills", "shares", "signals"] {
                    table.column(name, .integer).notNull()
                }
                table.column("lost", .text)
                table.primaryKey(["backtest", "place"])
            }
            try database.create(table: "backtest_equity") { table in
                table.column("backtest", .integer).notNull().references("backtest", onDelete: .cascade)
                table.column("place", .integer).notNull()
                table.column("point", .integer).notNull()
                table.column("at", .text).notNull()
                table.column("net", .text).notNull()
                table.primaryKey(["backtest", "place", "point"])
            }
        }
        migrator.registerMigration("2 fills on doubtful data") { database in
            try database.alter(table: "backtest_figures") { table in
                table.add(column: "doubtful", .integer).notNull().defaults(to: 0)
            }
        }
        return migrator
    }

    /// Stores a result and returns its number.
    public func record(_ backtest: BacktestRecord) throws(StoreError) -> Int64 {
        do {
            return try database.write { database in
                let id = try backtest.insert(into: database)
                for (place, figures) in ([backtest.total] + backtest.strategies).enumerated() {
                    try figures.insert(into: database, of: id, at: place)
                }
                return id
            }
        } catch {
            throw StoreError("the backtest can not be stored: \(error)")
        }
    }

    /// The last backtests, newest first, without their equity curves.
    public func backtests(count: Int = 50) throws(StoreError) -> [BacktestRecord] {
        do {
            return try database.read { database in
                try Row.fetchAll(database, sql: "SELECT * FROM backtest ORDER BY id DESC LIMIT ?", arguments: [count])
                    .map { try BacktestRecord($0, from: database, withEquity: false) }
            }
        } catch {
            throw StoreError("the backtests can not be read: \(error)")
        }
    }

    /// One backtest with everything; nil when there is none of the number.
    public func backtest(_ id: Int64) throws(StoreError) -> BacktestRecord? {
        do {
            return try database.read { database in
                try Row.fetchOne(database, sql: "SELECT * FROM backtest WHERE id = ?", arguments: [id])
                    .map { try BacktestRecord($0, from: database, withEquity: true) }
            }
        } catch {
            throw StoreError("backtest \(id) can not be read: \(error)")
        }
    }
}
