/// `tectractl ticks export`: a store, or a part of it, as a file for other tools.
internal import ArgumentParser
internal import Foundation
internal import Parquet
internal import TickExport
internal import TickStore

struct TicksExport: ParsableCommand {
    enum Format: String, CaseIterable { case csv, jsonl, parquet }

    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Writes ticks, trades or bars of symbols as CSV, JSON lines or Parquet.",
        discussion: "Symbol after symbol, each in order of time. A file that is there is never written over.")
    @OptionGroup var span: TickSpan
    @Option(help: "Symbols, A,B; else all.", transform: TickText.symbols) var symbols: [TickSymbol]?
    @Option(help: "csv, jsonl or parquet.", transform: TickText.choice) var format: Format
    @Option(help: "The file to write.", completion: .file()) var out: String
    @Option(help: "Of Parquet's pages: lz4 or none.", transform: TickText.choice) var compression = ParquetCompression
        .lz4
    @Flag(help: "Print JSON.") var json = false

    struct Report: Encodable {
        let file, kind: String
        let rows, bytes, symbols, blocksRead: Int
        let faults: [TickFaultRow]
    }

    func run() throws {
        try Terminal.ticks {
            let chosen = try symbols ?? TickStoreFacts(span.store).symbols
            let sink: any TickSink =
                switch format {
                case .csv: try TextSink(span.kind, .csv, path: out)
                case .jsonl: try TextSink(span.kind, .lines, path: out)
                case .parquet: try ParquetSink(span.kind, path: out, compression: compression)
                }
            let progress = Progress("exporting")
            let done = try span.extract(chosen).run(span.store, into: sink) {
                progress.show("\(Reading.grouped($0)) rows")
            }
            let bytes = try sink.finish()
            progress.end()
            if json {
                try Terminal.json(
                    Report(
                        file: out, kind: span.kind.rawValue, rows: done.rows, bytes: bytes, symbols: chosen.count,
                        blocksRead: done.blocksRead, faults: done.faults.kept.map { TickFaultRow($0) }))
            } else {
                Terminal.print(
                    "\(out): \(Reading.grouped(done.rows)) \(span.kind.rawValue) of \(chosen.count) symbols, "
                        + TickText.bytes(bytes))
            }
            Terminal.complain(done.faults)
            if !done.faults.isEmpty { throw Exit.failed }
        }
    }
}
