/// Rows as text: comma-separated values with a line of names, or a JSON object on each line. Prices are
/// exact decimals, times ISO 8601 in UTC.
internal import Parquet
public import PluginABI
internal import Records

public final class TextSink: TickSink {
    public enum Format: Sendable { case csv, lines }

    private let format: Format
    private let names: [String]
    private let output: ByteOutput
    private var isBegun = false

    /// Writes a file, which must not be there.
    public init(_ table: TickTable, _ format: Format, path: String) throws(TickExportError) {
        self.format = format
        names = table.columns.map(\.name)
        output = try ByteOutput(path: path)
    }

    /// Writes to a descriptor that is open: standard output is 1.
    public init(_ table: TickTable, _ format: Format, descriptor: Int32) {
        self.format = format
        names = table.columns.map(\.name)
        output = ByteOutput(descriptor: descriptor)
    }

    /// A value as both formats need it.
    private enum Cell {
        case bare(String)
        case text(String)
        case missing
    }

    private func row(_ cells: [Cell]) throws(TickExportError) {
        if !isBegun, format == .csv { try output.put(names.joined(separator: ",") + "\n") }
        isBegun = true
        var line = format == .csv ? "" : "{"
        for (index, cell) in cells.enumerated() {
            if index > 0 { line += "," }
            if format == .lines { line += "\"\(names[index])\":" }
            switch cell {
            case .bare(let text): line += text
            case .text(let text): line += format == .csv ? text : "\"\(text)\""
            case .missing: line += format == .csv ? "" : "null"
            }
        }
        try output.put(line + (format == .csv ? "\n" : "}\n"))
    }

    private func price(_ value: Int64) -> Cell { value == Price.none ? .missing : .bare(PriceText.decimal(value)) }

    public func put(_ tick: tectra_tick, of symbol: String) throws(TickExportError) {
        try row([
            .text(symbol), .text(CivilTime.text(tick.time)), .bare("\(tick.sequence)"), price(tick.bid_price),
            price(tick.ask_price), .bare("\(tick.bid_quantity)"), .bare("\(tick.ask_quantity)"),
            .text(DataFlagNames.text(tick.flags)),
        ])
    }

    public func put(_ trade: tectra_trade, of symbol: String) throws(TickExportError) {
        try row([
            .text(symbol), .text(CivilTime.text(trade.time)), .bare("\(trade.sequence)"), price(trade.price),
            .bare("\(trade.quantity)"), .bare("\(trade.match_id)"), .text(TickTable.aggressor(trade.aggressor)),
            .text(DataFlagNames.text(trade.flags)),
        ])
    }

    public func put(_ bar: tectra_bar, of symbol: String) throws(TickExportError) {
        try row([
            .text(symbol), .text(CivilTime.text(bar.time)), price(bar.open), price(bar.high), price(bar.low),
            price(bar.close), .bare("\(bar.volume)"), price(bar.vwap), .bare("\(bar.trades)"),
            .text(DataFlagNames.text(bar.flags)),
        ])
    }

    public func finish() throws(TickExportError) -> Int {
        if !isBegun, format == .csv { try output.put(names.joined(separator: ",") + "\n") }
        isBegun = true
        try output.finish()
        return output.written
    }
}

/// Prices in 1e-9 as exact decimals: two digits behind the point at least, no more than needed.
public enum PriceText {
    public static func decimal(_ price: Int64) -> String {
        let (whole, rest) = price.magnitude.quotientAndRemainder(dividingBy: Price.scale.magnitude)
        var digits = String(rest)
        digits = String(repeating: "0", count: 9 - digits.count) + digits
        while digits.count > 2, digits.hasSuffix("0") { digits.removeLast() }
        return (price < 0 ? "-" : "") + "\(whole).\(digits)"
    }
}
