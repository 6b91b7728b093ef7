/// `tectractl orders`, `positions` and `book`: what is traded now.
internal import ArgumentParser
internal import ControlClient

struct OrdersCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "orders", abstract: "Open orders, then the last hundred that were closed, newest first.",
        discussion: """
            What risk refused never was an order: tectractl journal trace tells of it. The column data has what was \
            wrong with the instrument's data when the order was judged: gap, stale, crossed, halted.
            """)
    @Option(help: "Only this strategy's.") var strategy: String?
    @OptionGroup var host: HostOptions

    func run() throws {
        try Terminal.run {
            let query = strategy.map { "?strategy=\(ControlConnection.segment($0))" } ?? ""
            try host.show(host.connection().get("/orders\(query)", as: [OrderReport].self), table: Self.text)
        }
    }

    static func text(_ orders: [OrderReport]) -> String {
        var table = Table([
            ">order", "strategy", "symbol", "side", "type", "tif", "state", ">price", ">quantity", ">filled",
            ">average", "reason", "data",
        ])
        for order in orders {
            table.add([
                "\(order.order)", order.strategy, order.symbol, order.side, order.type, order.timeInForce, order.state,
                order.price.map(Reading.price) ?? "market", "\(order.quantity)", "\(order.filled)",
                order.averagePrice.map { Reading.rounded($0, digits: 4) } ?? "-",
                order.reason == "none" ? "" : order.reason, order.data.joined(separator: ", "),
            ])
        }
        return table.text(empty: "no orders")
    }
}

struct PositionsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "positions", abstract: "Positions with their profit and loss.",
        discussion: """
            Doubtful are the fills on data that was behind a gap, stale, crossed or halted.
            """)
    @Option(help: "Only this strategy's.") var strategy: String?
    @OptionGroup var host: HostOptions

    func run() throws {
        try Terminal.run {
            let query = strategy.map { "?strategy=\(ControlConnection.segment($0))" } ?? ""
            try host.show(host.connection().get("/positions\(query)", as: [PositionReport].self), table: Self.text)
        }
    }

    static func text(_ positions: [PositionReport]) -> String {
        var table = Table([
            "strategy", "symbol", ">quantity", ">average", ">realized", ">unrealized", ">fees", ">net",
            ">doubtful fills", ">doubtful realized",
        ])
        for position in positions {
            table.add([
                position.strategy, position.symbol, "\(position.quantity)",
                Reading.rounded(position.averagePrice, digits: 4),
                Reading.rounded(position.realized), Reading.rounded(position.unrealized),
                Reading.rounded(position.fees), Reading.rounded(position.net),
                Reading.grouped(position.doubtfulFills), Reading.rounded(position.doubtfulRealized),
            ])
        }
        return table.text(empty: "no positions")
    }
}

struct BookCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "book", abstract: "The best ten levels of a symbol's book, and its last trades.")
    @Argument(help: "The symbol.") var symbol: String
    @OptionGroup var host: HostOptions

    func run() throws {
        try Terminal.run {
            let path = "/book/\(ControlConnection.segment(symbol))"
            try host.show(host.connection().get(path, as: BookReport.self), table: Self.text)
        }
    }

    /// A sentence of what follows from the last trades; none while there is none.
    static func lines(_ recent: RecentFigures) -> [String] {
        guard recent.trades > 0, let seconds = recent.seconds, let vwap = recent.vwap else { return [] }
        var line = "last \(Reading.count(recent.trades, "trade")) in \(Reading.rounded("\(seconds)", digits: 3)) s: "
            + "VWAP \(Reading.rounded("\(vwap)", digits: 4))"
        if let volatility = recent.volatility {
            line += ", volatility \(Reading.rounded("\(volatility * 1e4)", digits: 2)) bp"
        }
        if let flow = recent.tradeFlow { line += ", trade flow \(Reading.rounded("\(flow)", digits: 3))" }
        return [line]
    }

    static func text(_ book: BookReport) -> String {
        var table = Table([">orders", ">bid size", ">bid", ">ask", ">ask size", ">orders"])
        for index in 0..<max(book.bids.count, book.asks.count) {
            let bid = index < book.bids.count ? book.bids[index] : nil
            let ask = index < book.asks.count ? book.asks[index] : nil
            table.add([
                bid.map { "\($0.orders)" } ?? "", bid.map { "\($0.quantity)" } ?? "",
                bid.map { Reading.price($0.price) } ?? "",
                ask.map { Reading.price($0.price) } ?? "", ask.map { "\($0.quantity)" } ?? "",
                ask.map { "\($0.orders)" } ?? "",
            ])
        }
        var heading = "\(book.symbol) at \(book.time)"
        if let last = book.last { heading += ", last \(Reading.price(last)) x \(book.lastQuantity ?? 0)" }
        if let vwap = book.vwap { heading += ", VWAP \(Reading.rounded(vwap, digits: 4))" }
        if !book.flags.isEmpty { heading += " (\(book.flags.joined(separator: ", ")))" }
        for line in FeedBook.lines(book.figures) + lines(book.recent) + book.status.lines { heading += "\n" + line }
        let levels = heading + "\n\n" + table.text(empty: "both sides are empty")
        guard !book.trades.isEmpty else { return levels }
        var trades = Table(["time", ">price", ">quantity", "taker", "flags"])
        for trade in book.trades {
            trades.add([
                trade.time, Reading.price(trade.price), Reading.grouped(trade.quantity), trade.aggressor,
                trade.flags.joined(separator: ", "),
            ])
        }
        return levels + "\n\n" + trades.text()
    }
}
