/// `tectractl status`: how the host fares, on one screen.
internal import ArgumentParser
internal import ControlClient

struct Status: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "How the host fares: engine, feed, orders, latency, P&L.")
    @OptionGroup var host: HostOptions

    func run() throws {
        try Terminal.run {
            let report = try host.connection().get("/status", as: StatusReport.self)
            try host.show(report, table: Self.text)
            if report.problem != nil { throw Exit.failed }
        }
    }

    static func text(_ report: StatusReport) -> String {
        var facts = FactList()
        facts.add("directory", report.directory)
        facts.add("tectrad", "process \(report.process), since \(report.startedAt)")
        if let problem = report.problem { facts.add("engine", "does not answer: \(problem)") }
        if let engine = report.engine {
            facts.add("engine", "process \(engine.process), \(engine.mode), since \(engine.startedAt)")
            facts.add("build", engine.build)
            facts.add("sandbox", "tier \(engine.tier)")
            for warning in engine.warnings { facts.add("", warning) }
        }
        if let feed = report.feed {
            let share = feed.total > 0 ? " of \(Reading.grouped(feed.total))" : ""
            facts.add(
                "feed",
                "\(feed.state), \(Reading.grouped(feed.messages))\(share) messages, speed \(feed.speed), "
                    + "\(Reading.count(feed.faults, "fault"))")
            for problem in feed.problems { facts.add("", problem) }
        }
        if let engine = report.engine {
            facts.add("event time", engine.eventTime)
            facts.add("sequence", Reading.grouped(engine.sequence))
            facts.add("strategies", "\(engine.running) running, \(engine.workersLost) lost")
            for (name, reason) in report.notDeployed.sorted(by: { $0.key < $1.key }) {
                facts.add("", "\(name) did not start: \(reason)")
            }
            facts.add(
                "orders",
                "\(Reading.grouped(engine.ordersAccepted)) accepted, "
                    + "\(Reading.grouped(engine.ordersRejected)) rejected, \(Reading.count(engine.fills, "fill"))")
            facts.add("limits", "version \(engine.limitsVersion)")
            let latency = engine.latency
            if latency.count > 0 {
                facts.add(
                    "tick to order",
                    "p50 \(Reading.duration(latency.p50)), p99 \(Reading.duration(latency.p99)), "
                        + "p99.9 \(Reading.duration(latency.p999)), max \(Reading.duration(latency.max))")
            }
            facts.add(
                "P&L",
                "realized \(Reading.rounded(engine.realized)), unrealized "
                    + "\(Reading.rounded(engine.unrealized)), fees \(Reading.rounded(engine.fees))")
            facts.add(
                "journal",
                "\(Reading.grouped(engine.journalFrames)) frames, "
                    + "\(Reading.count(engine.journalBytes, "byte"))")
        }
        if let ticks = report.ticks {
            let newest = report.engine?.sequence ?? 0
            let behind = newest &- min(ticks.sequence, newest)
            facts.add(
                "tick store",
                ticks.problem.map { "not filled: \($0)" }
                    ?? "\(ticks.store), \(Reading.count(ticks.rows, "row")), \(Reading.count(behind, "input")) behind")
        }
        facts.add("kill switch", report.isKilled ? "PULLED; see tectractl kill status" : "not pulled")
        return facts.text
    }
}
