/// `tectractl ticks query`: rows of one symbol in a span of time.
internal import ArgumentParser
internal import PluginABI
internal import Records
internal import TickExport
internal import TickStore

struct TicksQuery: ParsableCommand {
    enum Format: String, CaseIterable { case table, csv, jsonl }

    static let configuration = CommandConfiguration(
        commandName: "query", abstract: "Prints ticks, trades or bars of a symbol in a span of time.",
        discussion:
            "The table ends after --limit rows, 20 when it is not given; csv and jsonl have no end of their own.")
    @OptionGroup var span: TickSpan
    @Option(help: "Symbol.") var symbol: String
    @Option(help: "table (the default), csv or jsonl.", transform: TickText.choice) var format: Format?
    @Option(help: "Rows at most.") var limit: Int?
    @Flag(help: "Print JSON, one object a line: --format jsonl.") var json = false

    func validate() throws {
        guard limit ?? 1 >= 1 else { throw ValidationError("--limit takes 1 or more") }
        if let format, json, format != .jsonl {
            throw ValidationError("--json is --format jsonl, and --format \(format.rawValue) is given too; give one")
        }
        guard try TickText.symbols(symbol).count == 1 else { throw ValidationError("--symbol takes one symbol") }
    }

    func run() throws {
        try Terminal.ticks {
            let symbols = try TickText.symbols(symbol)
            let format = json ? Format.jsonl : format ?? .table
            let extract = span.extract(symbols, limit: limit ?? (format == .table ? 20 : .max))
            let table = TableSink(span.kind)
            let sink: any TickSink =
                switch format {
                case .table: table
                case .csv: TextSink(span.kind, .csv, descriptor: 1)
                case .jsonl: TextSink(span.kind, .lines, descriptor: 1)
                }
            let report = try extract.run(span.store, into: sink)
            if report.rows == 0, report.faults.isEmpty { try mustBeKnown(symbols) }
            _ = try sink.finish()
            if format == .table {
                Terminal.print(table.text(empty: "no \(span.kind.rawValue) of \(symbol) in that time"))
                if report.isCut { Terminal.print("there are more; --limit N shows more") }
            }
            Terminal.complain(report.faults)
            if !report.faults.isEmpty { throw Exit.failed }
        }
    }

    /// Nothing of a symbol that the store has never heard of is more likely a slip of the fingers.
    private func mustBeKnown(_ symbols: [TickSymbol]) throws {
        let known = try TickStoreFacts(span.store).symbols
        for symbol in symbols where !known.contains(symbol) {
            Terminal.complain("\(span.store) has nothing of \(symbol); ticks stats shows what it has")
            throw Exit.cannotRun
        }
    }
}

/// Rows as a table for people.
final class TableSink: TickSink {
    private var table: Table

    init(_ kind: TickTable) {
        let titles =
            switch kind {
            case .ticks: ["time", ">bid", ">ask", ">bid quantity", ">ask quantity", "flags"]
            case .trades: ["time", ">price", ">quantity", "aggressor", ">match", "flags"]
            case .bars: ["bar's end", ">open", ">high", ">low", ">close", ">volume", ">vwap", ">trades", "flags"]
            }
        table = Table(titles)
    }

    func text(empty: String) -> String { table.text(empty: empty) }

    private func price(_ value: Int64) -> String { value == Price.none ? "-" : PriceText.decimal(value) }

    func put(_ tick: tectra_tick, of symbol: String) {
        table.add([
            CivilTime.text(tick.time), price(tick.bid_price), price(tick.ask_price), Reading.grouped(tick.bid_quantity),
            Reading.grouped(tick.ask_quantity), DataFlagNames.text(tick.flags),
        ])
    }

    func put(_ trade: tectra_trade, of symbol: String) {
        table.add([
            CivilTime.text(trade.time), price(trade.price), Reading.grouped(trade.quantity),
            trade.aggressor == UInt8(TECTRA_BUY) ? "buy" : trade.aggressor == UInt8(TECTRA_SELL) ? "sell" : "-",
            "\(trade.match_id)", DataFlagNames.text(trade.flags),
        ])
    }

    func put(_ bar: tectra_bar, of symbol: String) {
        table.add([
            CivilTime.text(bar.time), price(bar.open), price(bar.high), price(bar.low), price(bar.close),
            Reading.grouped(bar.volume), price(bar.vwap), Reading.grouped(bar.trades), DataFlagNames.text(bar.flags),
        ])
    }

    func finish() -> Int { 0 }
}
