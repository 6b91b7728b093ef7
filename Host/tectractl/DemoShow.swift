/// The demo's middle: what happens on the running host, and what is shown of it.
internal import ControlClient
internal import Foundation
internal import Glibc
internal import Journal
internal import Orders

struct DemoShow {
    let host: ControlConnection
    let daemon: ChildProcess
    let directory: String
    /// The strategy whose process is killed halfway: one that has quotes in the book.
    private let victim = "market-maker"
    private var killedAt: Date?

    init(host: ControlConnection, daemon: ChildProcess, directory: String) {
        self.host = host
        self.daemon = daemon
        self.directory = directory
    }

    func waitUntilReady() throws {
        let deadline = Date().addingTimeInterval(30)
        while Date() < deadline {
            if let health = try? host.get("/readyz", as: HealthReport.self),
                health.status == "ready" || health.status == "ok"
            {
                return
            }
            if let code = daemon.ended() {
                Terminal.complain("tectrad ended with \(code); see \(directory)/tectrad.log")
                throw Exit.failed
            }
            usleep(50_000)
        }
        Terminal.complain("tectrad was not ready in 30 seconds; see \(directory)/tectrad.log")
        throw Exit.failed
    }

    /// - Parameter expected: the names that the configuration has.
    func strategies(_ expected: [String]) throws {
        let strategies = try host.get("/strategies", as: [StrategyReport].self)
        let running = strategies.filter { $0.state == "running" }.map(\.name)
        let missing = expected.filter { !running.contains($0) }
        guard missing.isEmpty else {
            Terminal.print(StrategyList.text(strategies))
            Terminal.complain(
                "\(missing.joined(separator: ", ")) did not start; plugins/build builds the libraries, "
                    + "and the logs in \(directory)/logs say what was wrong")
            throw Exit.failed
        }
        var table = Table(["strategy", "version", "state", ">process", "sandbox", ">ready in", "library"])
        for strategy in strategies {
            table.add([
                strategy.name, strategy.version, strategy.state, "\(strategy.process)", "tier \(strategy.tier)",
                "\(Reading.rounded("\(strategy.loadMilliseconds)", digits: 1)) ms",
                String(strategy.librarySha256.prefix(12)),
            ])
        }
        Terminal.print(table.text())
    }

    /// Plays the day, shows how it goes, and kills one strategy's process halfway.
    mutating func stream(_ speed: String) throws {
        _ = try host.send("POST", "/feed/start", FeedBody(speed: speed), as: FeedReport.self)
        let start = Date()
        let line = LiveLine()
        while true {
            usleep(200_000)
            let status = try host.get("/status", as: StatusReport.self)
            guard let feed = status.feed, let engine = status.engine else { continue }
            let strategies = try host.get("/strategies", as: [StrategyReport].self)
            line.show(progress(feed, engine, strategies, Date().timeIntervalSince(start)))
            let share = feed.total > 0 ? Double(feed.messages) / Double(feed.total) : 1
            if share >= 0.5, killedAt == nil { try killVictim(line, strategies) }
            if share >= 0.98 || feed.state == "ended" { break }
            if let code = daemon.ended() {
                line.end()
                Terminal.complain("tectrad ended with \(code) in mid-stream; see \(directory)/tectrad.log")
                throw Exit.failed
            }
        }
        line.end()
    }

    private func progress(
        _ feed: FeedReport, _ engine: EngineReport, _ strategies: [StrategyReport], _ seconds: Double
    ) -> String {
        let rate = Double(feed.messages) / max(seconds, 0.001)
        let left = rate > 0 ? Double(feed.total - min(feed.total, feed.messages)) / rate : 0
        let share = feed.total > 0 ? 100 * Double(feed.messages) / Double(feed.total) : 100
        let filled = min(10, Int(share / 10))
        var text = String(repeating: "█", count: filled) + String(repeating: "░", count: 10 - filled)
        text += " \(Int(share)) %  \(Reading.grouped(Int(rate))) msg/s  ETA \(Int(left.rounded())) s"
        text += "  orders \(Reading.grouped(engine.ordersAccepted))  fills \(Reading.grouped(engine.fills))"
        text += "  P&L"
        for strategy in strategies {
            let profit = Reading.rounded(strategy.net, digits: 0)
            text += " \(strategy.name.prefix(6)) \(profit)\(strategy.state == "running" ? "" : "†")"
        }
        return text
    }

    private mutating func killVictim(_ line: LiveLine, _ strategies: [StrategyReport]) throws {
        killedAt = Date()
        guard let strategy = strategies.first(where: { $0.name == victim }), strategy.process > 1 else { return }
        let begun = Date()
        kill(pid_t(strategy.process), SIGKILL)
        var found: StrategyReport?
        while found?.state != "faulted", Date().timeIntervalSince(begun) < 5 {
            usleep(500)
            found = try host.get("/strategies", as: [StrategyReport].self).first { $0.name == victim }
        }
        let milliseconds = Reading.rounded("\(Date().timeIntervalSince(begun) * 1000)", digits: 0)
        let others = strategies.filter { $0.name != victim && $0.state == "running" }.count
        line.interrupt()
        Terminal.print(
            "kill -9 \(strategy.process), the process of \(victim), which has "
                + "\(Reading.count(strategy.openOrders, "order")) open")
        Terminal.print(
            "→ \(found?.state ?? "?") after \(milliseconds) ms, "
                + "\(Reading.count(found?.openOrders ?? 0, "order")) open; "
                + (others == 1 ? "the other strategy goes on" : "the other \(others) strategies go on"))
    }

    func pullTheSwitch() throws {
        Terminal.heading("The kill switch")
        let begun = Date()
        _ = try host.send(
            "POST", "/kill", KillBody(by: "demo", reason: "end of the demonstration"), as: KillReport.self)
        let milliseconds = Date().timeIntervalSince(begun) * 1000
        let open = try host.get("/orders", as: [OrderReport].self).filter(\.isOpen)
        // What each strategy is told of is published a moment later.
        for _ in 0..<100 where try !host.get("/strategies", as: [StrategyReport].self).allSatisfy(\.isKilled) {
            usleep(10_000)
        }
        Terminal.print(
            "pulled for the firm in \(Reading.rounded("\(milliseconds)", digits: 1)) ms over HTTP; "
                + "\(Reading.count(open.count, "order")) left open")
    }

    /// Profit and loss, orders, verdicts.
    func results() throws {
        let strategies = try host.get("/strategies", as: [StrategyReport].self)
        let status = try host.get("/status", as: StatusReport.self)
        Terminal.heading("Profit and loss")
        var money = Table(["strategy", "state", ">realized", ">unrealized", ">fees", ">net", ">fills", ">lapped"])
        for strategy in strategies {
            money.add([
                strategy.name, strategy.state + (strategy.isKilled ? ", killed" : ""),
                Reading.rounded(strategy.realized),
                Reading.rounded(strategy.unrealized), Reading.rounded(strategy.fees), Reading.rounded(strategy.net),
                Reading.grouped(strategy.fills), "\(strategy.lapped)",
            ])
        }
        Terminal.print(money.text())
        let tallies: [UInt8: StrategyTally]
        do throws(JournalError) {
            tallies = try OrderTally.count(directory + "/journal")
        } catch {
            Terminal.complain("\(error)")
            throw Exit.failed
        }
        Terminal.heading("Orders and verdicts")
        Terminal.print(orders(tallies))
        if let latency = status.engine?.latency, latency.count > 0 {
            Terminal.print(
                "tick to order, \(Reading.count(latency.count, "order")): p50 \(Reading.duration(latency.p50)), "
                    + "p99 \(Reading.duration(latency.p99)), p99.9 \(Reading.duration(latency.p999)), "
                    + "max \(Reading.duration(latency.max))")
        }
    }

    private func orders(_ tallies: [UInt8: StrategyTally]) -> String {
        var table = Table([
            "strategy", ">signals", ">accepted", ">refused", ">filled", ">cancelled", ">rejected", ">expired",
            "refused by",
        ])
        for (_, tally) in tallies.sorted(by: { $0.key < $1.key }) {
            let refused = tally.verdicts.filter { $0.key != 0 }
            let rules = refused.sorted { $0.value > $1.value }.map { rule, count in
                "\(RejectReason(rawValue: rule)?.name ?? "rule \(rule)") \(Reading.grouped(count))"
            }
            func final(_ state: OrderState) -> String { Reading.grouped(tally.finals[state.rawValue] ?? 0) }
            table.add([
                tally.name, Reading.grouped(tally.signals), Reading.grouped(tally.verdicts[0] ?? 0),
                Reading.grouped(refused.values.reduce(0, +)), final(.filled), final(.cancelled), final(.rejected),
                final(.expired), rules.joined(separator: ", "),
            ])
        }
        return table.text()
    }
}

/// One line that is written over on a screen, and now and then a whole line elsewhere.
final class LiveLine {
    private let isScreen = isatty(1) == 1
    private var last = Date.distantPast

    /// Columns of the screen; a line that wraps could not be written over.
    private var columns: Int {
        var size = winsize()
        return ioctl(1, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 20 ? Int(size.ws_col) : 80
    }

    func show(_ text: String) {
        if isScreen {
            FileHandle.standardOutput.write(Data("\r\u{1B}[2K\(text.prefix(columns - 1))".utf8))
        } else if Date().timeIntervalSince(last) > 2 {
            last = Date()
            Terminal.print(text)
        }
    }

    /// Something else is about to be printed.
    func interrupt() {
        if isScreen { FileHandle.standardOutput.write(Data("\r\u{1B}[2K".utf8)) }
    }

    func end() {
        if isScreen { FileHandle.standardOutput.write(Data("\n".utf8)) }
    }
}
