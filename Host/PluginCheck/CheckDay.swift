/// The feed that a check runs a library over: a generated day in which it sees one half and not the other.
internal import EngineLink
internal import MarketData
internal import Risk

struct CheckDay {
    let path: String
    let messages: Int
    /// Symbols that the library is subscribed to; as many others are in the day.
    let symbols: [String]

    init(_ plan: CheckPlan) throws(CheckError) {
        let given = plan.deployment.symbols.contains("*") ? [] : plan.deployment.symbols
        var names = Array(given.prefix(64))
        // Pairs move together, so a pair is on one side.
        if names.isEmpty { names = ["TXAAA", "TXBAA"] }
        if names.count % 2 != 0 { names.append("ZZODD") }
        let mine = given.isEmpty ? names : Array(given.prefix(64))
        names += (0..<mine.count).map { "ZZ\($0)" }
        let day = try SyntheticDay(
            DayPlan(messages: plan.messages, symbols: names.count, seed: plan.seed, regime: .meanRevert),
            names: names, writing: plan.scratch + "/check-day.itch")
        path = day.path
        messages = day.messages
        symbols = mine
    }
}

extension LimitRow {
    /// Limits as wide as a trial needs: no order is stopped for its size, and none can ruin the sums.
    static func trial(_ strategy: UInt8) -> LimitRow {
        var row = LimitRow(strategy: strategy)
        row.bandBps = 5000
        row.orderQuantityMax = 1_000_000
        row.orderNotionalMax = LimitRow.unlimited
        row.positionMax = 10_000_000
        row.creditMax = LimitRow.unlimited
        row.ordersPerSecond = LimitRow.unlimited
        row.ordersBurst = LimitRow.unlimited
        return row
    }
}
