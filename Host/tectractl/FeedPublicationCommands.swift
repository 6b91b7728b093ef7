/// `tectractl feed symbols`, `cadence`, `snapshot` and `latency`: what strategies are shown of the feed, how often, and
/// how soon.
internal import ArgumentParser
internal import ControlClient

struct FeedSymbols: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "symbols",
        abstract: "The symbols that the feed of a running host has named; chooses which of them strategies are shown.",
        discussion: """
            Without an option: at most 2,000 symbols with their best prices. With one: from now on strategies \
            that are subscribed to a symbol see it only where it is shown. Who loses sight of it is told (a last \
            tick with the flag "withheld"), and told again when it comes back. Books are built of all symbols \
            all the same. The choice is journaled and lasts until the engine ends; feed.symbols in the \
            configuration is what it begins with.
            """)
    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp("Show these and no others, by spaces or commas.", valueName: "symbol"))
    var only: [String] = []
    @Option(
        parsing: .upToNextOption, help: ArgumentHelp("Show all but these.", valueName: "symbol"))
    var except: [String] = []
    @Flag(help: "Show all.")
    var all = false
    @OptionGroup var host: HostOptions

    func validate() throws {
        guard [!only.isEmpty, !except.isEmpty, all].count(where: \.self) <= 1 else {
            throw ValidationError("--only, --except and --all exclude each other")
        }
    }

    func run() throws {
        try Terminal.run {
            guard all || !only.isEmpty || !except.isEmpty else {
                return try host.show(
                    host.connection().get("/feed/symbols", as: [SymbolReport].self), table: Self.text)
            }
            var body = SymbolsBody(by: host.operatorName)
            if all { body.all = true }
            if !only.isEmpty { body.only = Self.words(only) }
            if !except.isEmpty { body.except = Self.words(except) }
            let report = try host.connection().send("POST", "/feed/symbols", body, as: FeedReport.self)
            for symbol in report.publication.unknown {
                Terminal.complain("the feed has named no symbol \(symbol) so far")
            }
            try host.show(report) { "strategies are shown \(Self.text($0.publication))" }
        }
    }

    private static func words(_ given: [String]) -> [String] {
        given.flatMap { $0.split(separator: ",").map(String.init) }
    }

    static func text(_ publication: PublicationReport) -> String {
        let names = Reading.list(publication.symbols, most: 12)
        if publication.symbols.isEmpty { return publication.isEverything ? "all symbols" : "no symbol" }
        return publication.isEverything ? "all symbols but \(names)" : "only \(names)"
    }

    static func text(_ symbols: [SymbolReport]) -> String {
        var table = Table(["symbol", ">bid quantity", ">bid", ">ask", ">ask quantity", ">last", "flags"])
        for symbol in symbols {
            table.add([
                symbol.symbol, symbol.bid == nil ? "" : Reading.grouped(symbol.bidQuantity),
                symbol.bid.map(Reading.price) ?? "", symbol.ask.map(Reading.price) ?? "",
                symbol.ask == nil ? "" : Reading.grouped(symbol.askQuantity), symbol.last.map(Reading.price) ?? "",
                symbol.flags.joined(separator: ", "),
            ])
        }
        return table.text(empty: "the feed has named no symbol yet")
    }
}

struct FeedCadence: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cadence", abstract: "How often a running host shows depth and writes its books down.",
        discussion: """
            Without an option: as it is. A change of --depth is journaled; both last until the engine ends. \
            engine.depth-interval-ms and journal.snapshot-ms in the configuration are what it begins with.
            """)
    @Option(help: "Event time between two depth records of an instrument, ms; 0 is every change.")
    var depth: Int64?
    @Option(help: "Between two snapshots of the books, ms; 0: only those that are asked for.")
    var snapshots: Int64?
    @OptionGroup var host: HostOptions

    func run() throws {
        try Terminal.run {
            let connection = try host.connection()
            let report =
                depth == nil && snapshots == nil
                ? try connection.get("/feed", as: FeedReport.self)
                : try connection.send(
                    "POST", "/feed/cadence",
                    CadenceBody(depthMilliseconds: depth, snapshotMilliseconds: snapshots, by: host.operatorName),
                    as: FeedReport.self)
            try host.show(report.publication, table: Self.text)
        }
    }

    static func text(_ publication: PublicationReport) -> String {
        let depth = publication.depthMilliseconds
        let snapshots = publication.snapshotMilliseconds
        let newest =
            publication.snapshotSequence == 0
            ? ""
            : ", the newest of sequence \(Reading.grouped(publication.snapshotSequence)), "
                + "written \(publication.snapshotWrittenAt)"
        return (depth == 0 ? "depth at every change" : "depth every \(depth) ms of event time at most")
            + (snapshots == 0 ? "; snapshots when asked for" : "; snapshots every \(snapshots) ms") + newest
    }
}

struct FeedSnapshot: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "snapshot", abstract: "Has a running host write its books down now, and waits for it.",
        discussion: """
            The first snapshot of an engine that keeps none follows the journal from its beginning, which takes \
            a while and costs the memory of the books once more; the engine thread has no part in it.
            """)
    @OptionGroup var host: HostOptions

    func run() throws {
        try Terminal.run {
            let report = try host.connection().send("POST", "/feed/snapshot", FeedBody(), as: FeedReport.self)
            try host.show(report.publication) {
                "the newest snapshot is of sequence \(Reading.grouped($0.snapshotSequence)), "
                    + "written \($0.snapshotWrittenAt)"
            }
        }
    }
}

struct FeedLatency: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "latency",
        abstract: "How soon a running host publishes what a message brings, by symbol, the slowest first.",
        discussion: """
            From the arrival of the datagram (of a file: from when its message is due) until what it brings \
            strategies is published, for messages of symbols that a strategy is shown. Percentiles are upper \
            bounds to a factor of two; /metrics has the histograms, tectra_symbol_latency_seconds. The first 128 \
            symbols have a row each.
            """)
    @Option(help: "Rows at most.")
    var top = 20
    @OptionGroup var host: HostOptions

    func run() throws {
        try Terminal.run {
            let reports = try host.connection().get("/feed/latency", as: [SymbolLatencyReport].self)
            let sorted = reports.sorted { ($0.p99, $0.max, $1.symbol) > ($1.p99, $1.max, $0.symbol) }
            try host.show(Array(sorted.prefix(max(1, top))), table: Self.text)
        }
    }

    static func text(_ reports: [SymbolLatencyReport]) -> String {
        var table = Table(["symbol", ">messages", ">mean", ">p50", ">p99", ">p99.9", ">max"])
        for report in reports {
            table.add(
                [report.symbol.isEmpty ? "(others)" : report.symbol, Reading.grouped(report.messages)]
                    + [report.mean, report.p50, report.p99, report.p999, report.max].map {
                        Reading.duration(Int64(clamping: $0))
                    })
        }
        return table.text(empty: "strategies were shown no message yet")
    }
}
