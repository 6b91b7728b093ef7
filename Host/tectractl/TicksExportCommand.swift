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
    @Option(help: "Of Parquet's pages: lz4 (the default) or none.", transform: TickText.choice)
    var compression: ParquetCompression?
    @Flag(help: "Print JSON.") var json = false

    struct Report: Encodable {
        let file, kind: String
        let rows, bytes, symbols, blocksRead: Int
        let faults: [TickFaultRow]
    }

    func validate() throws {
        guard compression == nil || format == .parquet else {
            throw ValidationError("--compression is for --format parquet; \(format.rawValue) is written as it is")
        }
    }

    func run() throws {
        try Terminal.ticks {
            let chosen = try chosen()
            let sink: any TickSink =
                switch format {
                case .csv: try TextSink(span.kind, .csv, path: out)
                case .jsonl: try TextSink(span.kind, .lines, path: out)
                case .parquet: try ParquetSink(span.kind, path: out, compression: compression ?? .lz4)
                }
            let progress = Progress("exporting")
            let done = try span.extract(chosen).run(span.store, into: sink) {
                progress.show("\(Reading.count($0, "row"))")
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
                    "\(out): \(Reading.grouped(done.rows)) \(span.kind.rawValue) of "
                        + "\(Reading.count(chosen.count, "symbol")), " + TickText.bytes(bytes))
            }
            Terminal.complain(done.faults)
            if !done.faults.isEmpty { throw Exit.failed }
        }
    }

    /// All symbols of the store, or those that were asked for. One that the store has never heard of is more likely
    /// a slip of the fingers than a wish for an empty file.
    private func chosen() throws -> [TickSymbol] {
        let facts = try TickStoreFacts(span.store)
        guard let symbols else { return facts.symbols }
        let unknown = symbols.filter { !facts.symbols.contains($0) }
        // Of a damaged store the headers may not tell all that is there.
        guard facts.faults.isEmpty, !unknown.isEmpty else { return symbols }
        let names = Reading.list(unknown.map { "\($0)" }, most: 12)
        Terminal.complain("\(span.store) has nothing of \(names); ticks stats shows what it has")
        throw Exit.cannotRun
    }
}
