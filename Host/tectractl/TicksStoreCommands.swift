/// `tectractl ticks stats`, `verify` and `retain`: what is in a store, whether it is whole, and what may go.
internal import ArgumentParser
internal import TickExport
internal import Records
internal import TickStore

struct TicksStats: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stats", abstract: "Says what is in a store: rows, bytes and times by symbol, from headers alone.")
    @Option(help: "The store's directory.", completion: .directory) var store: String
    @Option(help: "Symbols in the table, those with the most rows; JSON has all.") var top = 20
    @Flag(help: "Print JSON.") var json = false

    struct Part: Encodable {
        let symbol, kind, first, last, flags: String
        let rows, blocks, bytes: Int

        init(_ part: TickStoreFacts.Part) {
            symbol = "\(part.symbol)"
            kind = "\(part.kind)"
            first = CivilTime.text(part.firstTime)
            last = CivilTime.text(part.lastTime)
            flags = DataFlagNames.text(part.flags)
            rows = part.rows
            blocks = part.blocks
            bytes = part.bytes
        }
    }

    struct Report: Encodable {
        let segments, sealed, symbols, rows, blocks, bytes: Int
        let parts: [Part]
        let faults: [TickFaultRow]
    }

    func validate() throws {
        guard top >= 0 else { throw ValidationError("--top takes 0 or more") }
    }

    func run() throws {
        try Terminal.ticks {
            let progress = Progress("reading")
            let facts = try TickStoreFacts(store) { progress.show("segment \($0) of \($1)") }
            progress.end()
            if json {
                try Terminal.json(
                    Report(
                        segments: facts.segments, sealed: facts.sealed, symbols: facts.symbols.count, rows: facts.rows,
                        blocks: facts.blocks, bytes: facts.bytes, parts: facts.parts.map { Part($0) },
                        faults: facts.faults.kept.map { TickFaultRow($0) }))
            } else {
                Terminal.print(text(facts))
            }
            Terminal.complain(facts.faults)
            if !facts.faults.isEmpty { throw Exit.failed }
        }
    }

    private func text(_ facts: TickStoreFacts) -> String {
        var table = Table(["symbol", "kind", ">rows", ">blocks", ">bytes a row", "first", "last", "flags"])
        for part in facts.parts.sorted(by: { ($1.rows, $0.symbol) < ($0.rows, $1.symbol) }).prefix(top) {
            table.add([
                "\(part.symbol)", "\(part.kind)", Reading.grouped(part.rows), Reading.grouped(part.blocks),
                Reading.rounded("\(Double(part.bytes) / Double(max(1, part.rows)))", digits: 1),
                CivilTime.text(part.firstTime), CivilTime.text(part.lastTime), DataFlagNames.text(part.flags),
            ])
        }
        let total =
            "\(Reading.count(facts.rows, "row")) of \(Reading.count(facts.symbols.count, "symbol")) in "
            + "\(Reading.count(facts.blocks, "block")), \(TickText.bytes(facts.bytes)), "
            + "\(Reading.count(facts.segments, "segment")), \(facts.sealed) of them sealed"
        return top == 0 || facts.parts.isEmpty ? total : table.text() + "\n" + total
    }
}

struct TicksVerify: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Reads every byte of a store and says of each damage where it is.",
        discussion: """
            Of a damaged store it says what to remove and which days to import again then; what is whole can be \
            read without that. Exit codes: 0 whole; 1 damaged; 2 there is no store.
            """)
    @Option(help: "The store's directory.", completion: .directory) var store: String
    @Flag(help: "Print JSON.") var json = false

    struct Report: Encodable {
        let segments, blocks, rows, bytes, tailBytes, faultCount: Int
        let faults: [TickFaultRow]
        let isWhole: Bool
        /// What makes it whole again, a sentence each.
        let mending: [String]
    }

    func run() throws {
        try Terminal.ticks {
            let progress = Progress("verifying")
            let found = try TickStoreVerification(store) { progress.show("segment \($0) of \($1)") }
            progress.end()
            if json {
                try Terminal.json(
                    Report(
                        segments: found.segments, blocks: found.blocks, rows: found.rows, bytes: found.bytes,
                        tailBytes: found.tailBytes, faultCount: found.faults.count,
                        faults: found.faults.kept.map { TickFaultRow($0) }, isWhole: found.faults.isEmpty,
                        mending: Self.advice(found.mending)))
            } else {
                Terminal.print(text(found))
            }
            if !found.faults.isEmpty { throw Exit.failed }
        }
    }

    private func text(_ found: TickStoreVerification) -> String {
        var lines = [
            "\(Reading.count(found.rows, "row")) in \(Reading.count(found.blocks, "block")), "
                + "\(Reading.count(found.segments, "segment")), \(TickText.bytes(found.bytes))"
        ]
        if found.tailBytes > 0 {
            let tail = Reading.count(found.tailBytes, "byte")
            lines.append("\(tail) at the end, of no whole block; the next import cuts them off")
        }
        lines += found.faults.kept.map(\.description)
        if found.faults.count > found.faults.kept.count {
            lines.append("and \(found.faults.count - found.faults.kept.count) more")
        }
        let places = Reading.count(found.faults.count, "place")
        lines.append(found.faults.isEmpty ? "store: whole" : "store: damaged in \(places)")
        lines += Self.advice(found.mending)
        return lines.joined(separator: "\n")
    }
}

extension TicksVerify {
    /// What to do about damage. A segment that stays would keep rows of its day from coming back, so a day goes and
    /// comes as a whole, and so do the days after it.
    static func advice(_ mending: TickStoreVerification.Mending?) -> [String] {
        guard let mending else { return [] }
        var lines: [String] = []
        if let first = mending.firstSegment {
            let later =
                switch mending.segments {
                case 1: ""
                case 2: " and the later one"
                default: " and the \(mending.segments - 1) later ones"
                }
            var days = mending.days.map { CivilTime.text(day: $0) }
            if mending.isDayUnknown { days.append("the day of each segment that no longer says of which it is") }
            lines.append(
                "to make it whole: remove segment \(first)\(later), with the .index of each, and import again, in "
                    + "their order: \(Reading.list(days, most: 12))")
        }
        for index in mending.indexes {
            lines.append("to make it whole: remove \(index); the next import makes it anew")
        }
        return lines
    }
}

struct TicksRetain: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retain", abstract: "Keeps the last days of a store and drops the whole segments of older ones.",
        discussion: """
            Days are counted back from the newest one in the store, not from today. The newest segment never goes, \
            and one that a crash left without its index stays until the next import has closed it.
            """)
    @Option(help: "The store's directory.", completion: .directory) var store: String
    @Option(help: "Days to keep, the newest included.") var days: Int
    @Flag(help: "Only say what would go.") var dryRun = false
    @Flag(help: "Print JSON.") var json = false

    struct Report: Encodable {
        let firstDay: String
        let dropped: [String]
        let droppedBytes, kept: Int
        let isDryRun: Bool
    }

    func validate() throws {
        guard (1...100_000).contains(days) else { throw ValidationError("--days takes 1 to 100000") }
    }

    func run() throws {
        try Terminal.ticks {
            let done = try TickRetention(store, keepingDays: days, isTrial: dryRun)
            let bytes = done.dropped.reduce(0) { $0 + $1.bytes }
            if json {
                try Terminal.json(
                    Report(
                        firstDay: CivilTime.text(day: done.firstDay), dropped: done.dropped.map(\.path),
                        droppedBytes: bytes, kept: done.kept, isDryRun: dryRun))
            } else {
                var table = Table([dryRun ? "would go" : "dropped", "day", ">bytes"])
                for segment in done.dropped {
                    table.add([segment.path, CivilTime.text(day: segment.day), Reading.grouped(segment.bytes)])
                }
                Terminal.print(table.text(empty: "nothing is older than \(CivilTime.text(day: done.firstDay))"))
                Terminal.print("\(Reading.count(done.kept, "segment")) \(done.kept == 1 ? "stays" : "stay")")
            }
        }
    }
}
