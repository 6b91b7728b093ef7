// A store given out in each format holds the same rows, and pyarrow and duckdb read what was stored.
import Foundation
import MarketData
import Parquet
import PluginABI
import Records
import TestSupport
import Testing
import TickExport
import TickStore

@Suite struct ExportTests {
    private static let midnight: Int64 = 20_000 * 86_400_000_000_000

    /// A store with a small day, its last trade broken.
    private static func store(_ folder: TemporaryDirectory, seed: UInt64) throws -> String {
        let store = folder.file("store")
        var generator = DayGenerator(DayPlan(messages: 3_000, symbols: 3, seed: seed, regime: .trend))
        var writer = try TickWriter.open(store)
        let capacity = BookCapacity(instruments: 16, orders: 1 << 14, levels: 1 << 14)
        var day = try DayImport(capacity, midnight: midnight)
        while let message = generator.next() {
            try message.withUnsafeBytes { try day.apply($0, to: &writer) }
        }
        try writer.close(sealing: true)
        return store
    }

    private static func trades(_ store: String, _ symbol: TickSymbol) throws -> [tectra_trade] {
        var trades: [tectra_trade] = []
        var window = try TickWindow(store, TickQuery(symbol, .trades))
        while let rows = try window.next() { trades.append(contentsOf: rows.trades) }
        return trades
    }

    @Test(arguments: TickTable.allCases) func everyFormatHoldsTheSameRows(table: TickTable) throws {
        let folder = TemporaryDirectory()
        var random = SplitMix64.printed()
        let store = try Self.store(folder, seed: random.next())
        let extract = TickExtract(table, symbols: try TickStoreFacts(store).symbols)
        let csv = try TextSink(table, .csv, path: folder.file("a.csv"))
        let lines = try TextSink(table, .lines, path: folder.file("a.jsonl"))
        let parquet = try ParquetSink(table, path: folder.file("a.parquet"), groupRows: 500)
        let report = try extract.run(store, into: csv)
        #expect(try extract.run(store, into: lines).rows == report.rows)
        #expect(try extract.run(store, into: parquet).rows == report.rows)
        #expect(report.rows > 10 && report.faults.isEmpty && !report.isCut)
        for sink in [csv, lines, parquet] as [any TickSink] { #expect(try sink.finish() > 0) }

        let text = try String(contentsOfFile: folder.file("a.csv"), encoding: .utf8)
        let rows = text.split(separator: "\n").map { $0.split(separator: ",", omittingEmptySubsequences: false) }
        #expect(rows.count == report.rows + 1)
        let names = table.columns.map(\.name)
        #expect(rows.first?.map(String.init) == names)
        let objects = try String(contentsOfFile: folder.file("a.jsonl"), encoding: .utf8).split(separator: "\n")
        let answer = try JSONDecoder().decode(
            Answer.self, from: Data(try PythonOracle.run("parquet_oracle.py", [folder.file("a.parquet")]).utf8))
        #expect(answer.pyarrow.count == report.rows && answer.pyarrow == answer.duckdb)
        for (index, row) in rows.dropFirst().enumerated() {
            let object = try #require(
                try JSONSerialization.jsonObject(with: Data(objects[index].utf8)) as? [String: Any])
            for (column, name) in names.enumerated() {
                let cell = String(row[column])
                let stored = answer.pyarrow[index][column]
                switch name {
                case "time": #expect(CivilTime.parse(cell).map(String.init) == stored)
                case "flags":
                    #expect(DataFlagNames.text(UInt32(stored ?? "") ?? .max) == cell)
                    #expect(object[name] as? String == cell)
                case "symbol", "aggressor": #expect(cell == stored && object[name] as? String == cell)
                default:
                    #expect(cell.isEmpty == (stored == nil) && (object[name] is NSNull) == cell.isEmpty)
                    if let stored { #expect(Decimal(string: cell) == Decimal(string: stored), "\(name)") }
                }
            }
        }
    }

    private struct Answer: Decodable {
        let pyarrow: [[String?]]
        let duckdb: [[String?]]
    }

    @Test func barsAreWhatTheirTradesMake() throws {
        let folder = TemporaryDirectory()
        let store = try Self.store(folder, seed: 3)
        let symbol = try #require(try TickStoreFacts(store).symbols.first)
        let all = try Self.trades(store, symbol)
        let minute: Int64 = 60_000_000_000
        // The venue breaks one trade, told at the end of the day.
        let broken = all[all.count / 2]
        var writer = try TickWriter.open(store)
        var notice = tectra_trade.blank
        notice.time = (all.last?.time ?? 0) + 1
        notice.sequence = .max
        notice.flags = UInt32(TECTRA_DATA_BROKEN)
        notice.price = Price.none
        notice.match_id = broken.match_id
        try writer.append(notice, to: try writer.number(of: symbol, instrument: broken.instrument))
        try writer.close(sealing: true)

        var expected: [String] = []
        let counted = all.filter { $0.match_id != broken.match_id }
        for (_, trades) in Dictionary(grouping: counted, by: { $0.time / minute }).sorted(by: { $0.key < $1.key }) {
            let prices = trades.map(\.price)
            let volume = trades.reduce(0) { $0 + $1.quantity }
            let value = zip(prices, trades.map(\.quantity)).reduce(Int128(0)) { $0 + Int128($1.0) * Int128($1.1) }
            let vwap = Int64((value + Int128(volume) / 2) / Int128(volume))
            let time = (trades[0].time / minute + 1) * minute
            let numbers = [prices[0], prices.max() ?? 0, prices.min() ?? 0, prices[prices.count - 1]]
            let words = numbers.map { PriceText.decimal($0) } + ["\(volume)", PriceText.decimal(vwap)]
            expected.append(
                "\(symbol),\(CivilTime.text(time))," + words.joined(separator: ",") + ",\(trades.count),"
                    + DataFlagNames.text(trades.reduce(0) { $0 | $1.flags }))
        }
        let sink = try TextSink(.bars, .csv, path: folder.file("bars.csv"))
        // The window ends before the notice: it counts all the same.
        let extract = TickExtract(.bars, symbols: [symbol], to: notice.time, interval: minute)
        _ = try extract.run(store, into: sink)
        _ = try sink.finish()
        let lines = try String(contentsOfFile: folder.file("bars.csv"), encoding: .utf8).split(separator: "\n")
        #expect(lines.dropFirst().map(String.init) == expected)
    }

    @Test func aLimitCutsAndSaysSo() throws {
        let folder = TemporaryDirectory()
        let store = try Self.store(folder, seed: 4)
        let symbols = try TickStoreFacts(store).symbols
        for limit in [0, 1, 100] {
            let sink = try TextSink(.ticks, .lines, path: folder.file("cut\(limit)"))
            let report = try TickExtract(.ticks, symbols: symbols, limit: limit).run(store, into: sink)
            #expect(report.rows == limit && report.isCut)
        }
        #expect(throws: TickExportError.self) {
            _ = try TextSink(.ticks, .csv, path: store)
        }
    }
}
