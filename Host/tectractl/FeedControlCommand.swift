/// `tectractl feed start`, `stop`, `status` and `recover`: the feed of a running host.
internal import ArgumentParser
internal import ControlClient

/// The subcommands of `feed` that speak to a running host; `Feed` lists them with its own.
enum FeedControl {
    static let subcommands: [any ParsableCommand.Type] = [
        FeedStart.self, FeedStop.self, FeedStatusCommand.self, FeedRecover.self, FeedSymbols.self, FeedCadence.self,
        FeedSnapshot.self, FeedLatency.self,
    ]
}

struct FeedStart: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "start", abstract: "Starts the feed of a running host.")
    @Option(help: "max, or seconds of the day in one second; else as configured. Live lines have their own.")
    var speed: String?
    @OptionGroup var host: HostOptions

    func run() throws {
        try Terminal.run {
            try host.show(
                host.connection().send("POST", "/feed/start", FeedBody(speed: speed), as: FeedReport.self),
                table: Self.text)
        }
    }

    static func text(_ feed: FeedReport) -> String {
        "the feed is \(feed.state) at speed \(feed.speed), \(Reading.count(feed.messages, "message")) so far: "
            + feed.file
    }
}

struct FeedStop: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stop", abstract: "Holds the feed of a running host; start lets it go on.")
    @OptionGroup var host: HostOptions

    func run() throws {
        try Terminal.run {
            try host.show(
                host.connection().send("POST", "/feed/stop", FeedBody(), as: FeedReport.self), table: FeedStart.text)
        }
    }
}

struct FeedRecover: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "recover",
        abstract: "Joins live lines anew and rebuilds the books from the first message.",
        discussion: """
            For a feed that lost messages: the request server is asked for the whole session. Until the books are \
            where they were, orders are rejected and strategies are shown nothing; then the feed is sound again.
            """)
    @OptionGroup var host: HostOptions

    func run() throws {
        try Terminal.run {
            try host.show(
                host.connection().send("POST", "/feed/recover", FeedBody(), as: FeedReport.self),
                table: { _ in "the lines are joined anew; tectractl feed status shows how far it is" })
        }
    }
}

struct FeedStatusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "How the feed of a running host stands: lines, recovery, gaps, lag.",
        discussion: "Exit codes: 0 sound; 1 something is wrong with it, and is named; 2 the host does not answer.")
    @OptionGroup var host: HostOptions

    func run() throws {
        try Terminal.run {
            let report = try host.connection().get("/feed", as: FeedReport.self)
            try host.show(report, table: Self.text)
            if !report.problems.isEmpty { throw Exit.failed }
        }
    }

    static func text(_ feed: FeedReport) -> String {
        var facts = FactList()
        facts.add("feed", feed.kind == "none" ? "none is configured" : "\(feed.kind), \(feed.file)")
        facts.add("state", feed.state + (feed.hasEnded ? ", the session has ended" : ""))
        facts.add("speed", feed.speed)
        let share = feed.total > 0 ? " of \(Reading.grouped(feed.total))" : ""
        facts.add("messages", "\(Reading.grouped(feed.messages))\(share), \(Reading.count(feed.faults, "fault"))")
        facts.add("event time", feed.time)
        facts.add("next message", Reading.grouped(feed.next) + (feed.session.isEmpty ? "" : " of \(feed.session)"))
        facts.add(
            "books",
            feed.rebuildsUntil > 0
                ? "BEING BUILT ANEW: \(Reading.grouped(feed.next)) of \(Reading.grouped(feed.rebuildsUntil - 1))"
                : feed.isDegraded
                ? "DEGRADED: \(Reading.count(feed.lost, "message")) lost in \(Reading.count(feed.gapsDeclared, "gap"))"
                : feed.books.refused > 0 ? "INCOMPLETE: they are full" : "sound")
        let room = feed.books
        facts.add(
            "",
            "\(Reading.grouped(room.orders)) orders at rest, \(Reading.grouped(room.ordersMost)) at most, of "
                + "\(Reading.grouped(room.ordersMax)); \(Reading.grouped(room.levels)) of "
                + "\(Reading.grouped(room.levelsMax)) places for levels; \(room.bytes >> 20) MiB")
        facts.add("shown", FeedSymbols.text(feed.publication))
        facts.add("cadence", FeedCadence.text(feed.publication))
        guard feed.kind == "live" else {
            for problem in feed.problems { facts.add("problem", problem) }
            return facts.text
        }
        facts.add(
            "recovery",
            "\(Reading.count(feed.gaps, "gap")), \(Reading.count(feed.late, "message")) late, "
                + "\(Reading.grouped(feed.recovered)) by \(Reading.count(feed.requests, "request"))"
                + (feed.isRecovering ? "; waiting for some now" : ""))
        facts.add("queue", "\(Reading.grouped(feed.queued)) waiting, full \(Reading.count(feed.queueFull, "time"))")
        let foreign = feed.lines.reduce(0) { $0 + $1.foreign }
        if foreign > 0 {
            facts.add("left out", "\(Reading.count(foreign, "packet")) of another session than \(feed.session)")
        }
        facts.add(
            "lag",
            feed.lag.count == 0
                ? "no message has come yet"
                : "p50 \(Reading.duration(feed.lag.p50)), p99 \(Reading.duration(feed.lag.p99)), "
                + "max \(Reading.duration(feed.lag.max))")
        for problem in feed.problems { facts.add("problem", problem) }
        return facts.text + "\n\n" + lines(feed)
    }

    private static func lines(_ feed: FeedReport) -> String {
        var table = Table([
            "line", "endpoint", ">packets", ">first with", ">duplicates", ">gaps", ">missed", ">faults", ">silent",
        ])
        for line in feed.lines {
            table.add([
                line.line, line.endpoint, Reading.grouped(line.packets), Reading.grouped(line.messages),
                Reading.grouped(line.duplicates), Reading.grouped(line.gaps), Reading.grouped(line.missed),
                Reading.grouped(line.faults), line.silenceMilliseconds.map { "\($0) ms" } ?? "never heard",
            ])
        }
        return table.text(empty: "no lines")
    }
}
