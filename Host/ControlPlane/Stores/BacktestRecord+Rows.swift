/// Backtests as rows of their tables, and back.
internal import GRDB

extension BacktestRecord {
    func insert(into database: Database) throws -> Int64 {
        try database.execute(
            sql: """
                INSERT INTO backtest (at, configuration, feed, seed, journal, event_from, event_to, events, messages,
                    ticks, faults, seconds, sandboxed)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                at, configuration, feed, "\(seed)", journal, from, to, Int64(clamping: events),
                Int64(clamping: messages), Int64(clamping: ticks), Int64(clamping: faults), seconds, isSandboxed,
            ])
        return database.lastInsertedRowID
    }

    init(_ row: Row, from database: Database, withEquity: Bool) throws {
        self.init()
        id = row["id"] ?? 0
        at = row["at"] ?? ""
        configuration = row["configuration"] ?? ""
        feed = row["feed"] ?? ""
        seed = UInt64(row["seed"] ?? "") ?? 0
        journal = row["journal"] ?? ""
        from = row["event_from"] ?? ""
        to = row["event_to"] ?? ""
        events = UInt64(clamping: row["events"] ?? Int64(0))
        messages = UInt64(clamping: row["messages"] ?? Int64(0))
        ticks = UInt64(clamping: row["ticks"] ?? Int64(0))
        faults = UInt64(clamping: row["faults"] ?? Int64(0))
        seconds = row["seconds"] ?? 0
        isSandboxed = row["sandboxed"] ?? true
        let figures = try Row.fetchAll(
            database, sql: "SELECT * FROM backtest_figures WHERE backtest = ? ORDER BY place", arguments: [id]
        ).map { try BacktestFigures($0, from: database, withEquity: withEquity) }
        total = figures.first ?? total
        strategies = Array(figures.dropFirst())
    }
}

extension BacktestFigures {
    func insert(into database: Database, of backtest: Int64, at place: Int) throws {
        try database.execute(
            sql: """
                INSERT INTO backtest_figures (backtest, place, name, realized, unrealized, fees, net, drawdown_max,
                    win_rate, profit_factor, sharpe, trades, accepted, rejected, fills, shares, signals, lost,
                    doubtful)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                backtest, place, name, realized, unrealized, fees, net, drawdownMax, winRate, profitFactor, sharpe,
                trades, Int64(clamping: accepted), Int64(clamping: rejected), Int64(clamping: fills), shares,
                Int64(clamping: signals), lost, Int64(clamping: doubtful),
            ])
        let insert = try database.makeStatement(sql: "INSERT INTO backtest_equity VALUES (?, ?, ?, ?, ?)")
        for (index, point) in equity.enumerated() {
            try insert.execute(arguments: [backtest, place, index, point.at, point.net])
        }
    }

    init(_ row: Row, from database: Database, withEquity: Bool) throws {
        self.init(name: row["name"] ?? "")
        realized = row["realized"] ?? "0"
        unrealized = row["unrealized"] ?? "0"
        fees = row["fees"] ?? "0"
        net = row["net"] ?? "0"
        drawdownMax = row["drawdown_max"] ?? "0"
        winRate = row["win_rate"]
        profitFactor = row["profit_factor"]
        sharpe = row["sharpe"]
        trades = row["trades"] ?? 0
        accepted = UInt64(clamping: row["accepted"] ?? Int64(0))
        rejected = UInt64(clamping: row["rejected"] ?? Int64(0))
        fills = UInt64(clamping: row["fills"] ?? Int64(0))
        doubtful = UInt64(clamping: row["doubtful"] ?? Int64(0))
        shares = row["shares"] ?? 0
        signals = UInt64(clamping: row["signals"] ?? Int64(0))
        lost = row["lost"]
        guard withEquity else { return }
        let (backtest, place): (Int64, Int64) = (row["backtest"] ?? 0, row["place"] ?? 0)
        equity = try Row.fetchAll(
            database, sql: "SELECT at, net FROM backtest_equity WHERE backtest = ? AND place = ? ORDER BY point",
            arguments: [backtest, place]
        ).map { EquityPoint(at: $0["at"] ?? "", net: $0["net"] ?? "0") }
    }
}
