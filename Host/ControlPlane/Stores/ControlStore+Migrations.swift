/// The tables. A migration that was released is never changed; the next one follows it.
internal import GRDB

extension ControlStore {
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1 limits, strategies, deployments, runs") { database in
            try database.create(table: "limits_version") { table in
                table.primaryKey("version", .integer)
                table.column("at", .text).notNull()
                table.column("by", .text).notNull()
                table.column("note", .text).notNull()
            }
            try database.create(table: "limits_row") { table in
                table.column("version", .integer).notNull().references("limits_version", onDelete: .cascade)
                // 0 is the firm.
                table.column("strategy", .integer).notNull().check { (0...63).contains($0) }
                table.column("dry_run", .boolean).notNull()
                for name in [
                    "band_bps", "order_quantity_max", "order_notional_max", "position_max", "credit_max",
                    "orders_per_second", "orders_burst",
                ] {
                    // 9223372036854775807 is no limit; money in 1e-9.
                    table.column(name, .integer).notNull()
                }
                table.primaryKey(["version", "strategy"])
            }
            try database.create(table: "strategy") { table in
                // The number that limits, journal and engine know it by.
                table.primaryKey("id", .integer).check { (1...63).contains($0) }
                table.column("name", .text).notNull().unique()
            }
            try database.create(table: "deployment") { table in
                table.autoIncrementedPrimaryKey("id")
                table.column("strategy", .integer).notNull().references("strategy")
                table.column("at", .text).notNull()
                table.column("by", .text).notNull()
                table.column("library", .text).notNull()
                table.column("library_sha256", .text).notNull()
                table.column("version", .text).notNull()
                table.column("tier", .text).notNull()
                table.column("process", .integer).notNull()
                table.column("load_us", .integer).notNull()
                table.column("dry_run", .boolean).notNull()
                table.column("symbols", .text).notNull()
                table.column("parameters", .text).notNull()
            }
            try database.create(table: "run") { table in
                table.autoIncrementedPrimaryKey("id")
                // backtest, live, paper, replay
                table.column("kind", .text).notNull()
                table.column("name", .text).notNull()
                table.column("started", .text).notNull()
                table.column("finished", .text)
                table.column("configuration", .text).notNull()
                table.column("journal", .text).notNull()
                table.column("result", .text)
            }
        }
        migrator.registerMigration("2 history", migrate: createHistory)
        migrator.registerMigration("3 libraries", migrate: createLibraries)
        return migrator
    }
}
