/// `tectractl ticks import FILE`: a day of ITCH through the books into a store.
internal import ArgumentParser
internal import Foundation
internal import MarketData
internal import TickExport
internal import TickStore

struct TicksImport: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Adds a day of ITCH 5.0 to a store: best prices and trades of every symbol.",
        discussion: """
            Days go in in their order: one that is before the newest in the store is refused. What is in the store \
            already is passed over, so an import that was interrupted is simply given again. Exit codes: 0 done; \
            1 done, but messages were refused by the books or the file ends inside a message; 2 it can not be run so.
            """)
    @Argument(help: "ITCH 5.0 with two-byte lengths, plain or gzip.", completion: .file()) var file: String
    @Option(help: "The store's directory; it is made when it is not there.", completion: .directory) var store: String
    @Option(help: "Symbols to keep, A,B; else all.", transform: TickText.symbols) var symbols: [TickSymbol]?
    @Option(help: "The trading day, 2026-01-05; else as a name like 01052026.NASDAQ_ITCH50 has it, else 1970-01-01.")
    var date: String?
    @Option(help: "MiB for rows that wait for their block.") var memory = 128
    @Flag(help: "Print JSON.") var json = false

    struct Report: Encodable {
        var day = ""
        var messages: UInt64 = 0
        var fileBytes = 0
        var rows = 0
        var ticks = 0
        var trades = 0
        /// In the store before.
        var passedOver = 0
        var blocks = 0
        var storedBytes = 0
        var cutBytes = 0
        var refused = 0
        var unnamed = 0
        /// Where the file ends inside a message, or can not be decompressed further; null when it is whole.
        var cutAt: Int?
        /// Why, in words.
        var cutReason: String?
    }

    func validate() throws {
        guard (4...65_536).contains(memory) else { throw ValidationError("--memory takes 4 to 65536 MiB") }
        if let date, CivilTime.parse(date) == nil || date.count != 10 {
            throw ValidationError("--date \(date) is not a date like 2026-01-05")
        }
    }

    func run() throws {
        try Terminal.ticks {
            let report: Report
            do {
                report = try fill()
            } catch let error as MarketDataError {
                Terminal.complain("\(error)")
                throw Exit.cannotRun
            }
            if json { try Terminal.json(report) } else { Terminal.print(text(report)) }
            if report.refused > 0 || report.cutAt != nil { throw Exit.failed }
        }
    }

    /// ns since the epoch.
    private var midnight: Int64 {
        if let date { return CivilTime.parse(date) ?? 0 }
        let name = URL(filePath: file).lastPathComponent
        let digits = Array(name.prefix { $0.isASCII && $0.isNumber })
        guard digits.count == 8 else { return 0 }
        return CivilTime.parse("\(String(digits[4...]))-\(String(digits[..<2]))-\(String(digits[2..<4]))") ?? 0
    }

    private func fill() throws -> Report {
        let source = try ITCHFile(path: file)
        let capacity = BookCapacity(instruments: 65_536, orders: 1 << 23, levels: 1 << 24)
        var day = try DayImport(capacity, midnight: midnight, symbols: symbols.map { Set($0) })
        var limits = TickStoreLimits()
        limits.memory = memory << 20
        var writer = try TickWriter.open(store, limits: limits)
        if let newest = writer.newestDay, midnight / 86_400_000_000_000 < newest {
            Terminal.complain(
                "days go in in their order, and \(CivilTime.text(day: midnight / 86_400_000_000_000)) is before "
                    + "\(CivilTime.text(day: newest)), the newest day in \(store): nothing was stored. Check --date, "
                    + "or import the day into a store of its own")
            throw Exit.cannotRun
        }
        let progress = Progress("importing")
        var offset = 0
        while let message = source.next(&offset) {
            try day.apply(message, to: &writer)
            if day.messages & 0x1FFFF == 0 { progress.show("\(source.progress(offset) / (source.size / 100 + 1)) %") }
        }
        let totals = try writer.close(sealing: true)
        progress.end()
        Terminal.complain(totals.faults)
        var report = Report()
        report.day = CivilTime.text(day: midnight / 86_400_000_000_000)
        report.messages = day.messages
        report.fileBytes = offset
        report.rows = totals.rows
        report.ticks = day.ticks
        report.trades = day.trades
        report.passedOver = totals.passedOver
        report.blocks = totals.blocks
        report.storedBytes = totals.bytes
        report.cutBytes = totals.cutBytes
        report.refused = day.faults
        report.unnamed = day.unnamed
        if let ending = source.ending(offset) {
            report.cutAt = ending.offset
            report.cutReason = ending.placed
        }
        return report
    }

    private func text(_ report: Report) -> String {
        var facts = FactList()
        facts.add("day", report.day)
        facts.add("messages", "\(Reading.grouped(report.messages)), \(TickText.bytes(report.fileBytes))")
        facts.add("ticks", Reading.grouped(report.ticks))
        facts.add("trades", Reading.grouped(report.trades))
        let share = report.fileBytes > 0 ? Double(report.storedBytes) / Double(report.fileBytes) * 100 : 0
        facts.add(
            "stored",
            "\(Reading.count(report.rows, "row")) in \(Reading.count(report.blocks, "block")), "
                + "\(TickText.bytes(report.storedBytes)), \(Int(share.rounded())) % of the file")
        if report.passedOver > 0 { facts.add("in it before", "\(Reading.count(report.passedOver, "row"))") }
        if report.cutBytes > 0 {
            facts.add("cut", "\(Reading.count(report.cutBytes, "byte")) of a block that was not whole")
        }
        if report.refused > 0 { facts.add("refused", "\(Reading.count(report.refused, "message")); see feed inspect") }
        if report.unnamed > 0 { facts.add("without a symbol", Reading.count(report.unnamed, "change")) }
        if let reason = report.cutReason { facts.add("cut off", reason) }
        return facts.text
    }
}
