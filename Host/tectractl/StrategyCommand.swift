/// `tectractl strategy …`: which strategies there are and what they do, and their life.
internal import ArgumentParser
internal import ControlClient
internal import Foundation

struct Strategy: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Strategies: what they do, and their life while they trade.",
        subcommands: [
            StrategyList.self, StrategyInspect.self, StrategyLoad.self, StrategyDeploy.self, StrategyConfig.self,
            StrategyPause.self, StrategyResume.self, StrategyStop.self, StrategyFlatten.self, StrategyReload.self,
            StrategyPromote.self, StrategyRollback.self,
            StrategyDismiss.self, StrategyHistory.self, StrategyLogs.self,
        ])
}

struct StrategyList: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "All strategies with their figures.")
    @OptionGroup var host: HostOptions

    func run() throws {
        try Terminal.run {
            try host.show(host.connection().get("/strategies", as: [StrategyReport].self), table: Self.text)
        }
    }

    static func text(_ strategies: [StrategyReport]) -> String {
        var table = Table([
            ">no", "name", "version", "state", "tier", ">process", ">accepted", ">rejected", ">fills", ">open",
            ">lapped",
            ">net P&L", "remark",
        ])
        for strategy in strategies {
            let state =
                strategy.state + (strategy.isKilled ? " (killed)" : "") + (strategy.isDryRun ? " (dry run)" : "")
            table.add([
                "\(strategy.number)", strategy.name, strategy.version, state, strategy.tier,
                strategy.process == 0 ? "-" : "\(strategy.process)", Reading.grouped(strategy.ordersAccepted),
                Reading.grouped(strategy.ordersRejected), Reading.grouped(strategy.fills), "\(strategy.openOrders)",
                Reading.grouped(strategy.lapped), Reading.rounded(strategy.net), strategy.remark,
            ])
        }
        return table.text(empty: "no strategy is deployed; tectractl strategy deploy NAME LIBRARY --symbols …")
    }
}

struct StrategyInspect: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inspect", abstract: "Everything about one strategy: figures, limits, positions, deployments.")
    @Argument(help: "Its name, or its number.") var name: String
    @OptionGroup var host: HostOptions

    func run() throws {
        try Terminal.run {
            let path = "/strategies/\(ControlConnection.segment(name))"
            try host.show(host.connection().get(path, as: StrategyDetail.self), table: Self.text)
        }
    }

    static func text(_ detail: StrategyDetail) -> String {
        let strategy = detail.strategy
        var facts = FactList()
        facts.add("strategy", "\(strategy.name), number \(strategy.number), version \(strategy.version)")
        facts.add(
            "state", strategy.state + (strategy.isKilled ? ", killed" : "") + (strategy.isDryRun ? ", dry run" : ""))
        facts.add("remark", strategy.remark)
        if let fault = strategy.fault {
            facts.add("lost", "with event \(Reading.grouped(fault.lastEvent)) the last it was given")
            facts.add("fault in", fault.place)
            facts.add("called from", fault.caller)
            if !fault.address.isEmpty { facts.add("address", "0x\(fault.address); by the lost process's own account") }
        }
        let growth = strategy.isMemoryGrowing ? ", and only grows: it may leak" : ""
        facts.add(
            "watch",
            "\(strategy.softDeadlines) soft and \(strategy.hardDeadlines) hard deadlines missed, "
                + "\(strategy.memoryBytes >> 10) KiB private\(growth)")
        if let seat = strategy.seat {
            facts.add(
                "second seat",
                "version \(seat.version), \(seat.state): \(Reading.count(seat.equal, "request")) equal, "
                    + "\(Reading.grouped(seat.different)) different")
            facts.add(
                "on paper",
                "since the cut \(Reading.rounded(seat.seatedProfit)) with "
                    + "\(Reading.count(seat.seatedFills, "fill")), against "
                    + "\(Reading.rounded(seat.tradingProfit)) with \(seat.tradingFills) of the trading version")
        }
        facts.add("process", strategy.process == 0 ? "none" : "\(strategy.process), sandbox tier \(strategy.tier)")
        facts.add("deployed", "\(strategy.deployedAt), loaded in \(strategy.loadMilliseconds) ms")
        facts.add("library", strategy.librarySha256)
        facts.add("filter", strategy.filterSha256)
        facts.add(
            "orders",
            "\(strategy.ordersAccepted) accepted, \(strategy.ordersRejected) rejected, "
                + "\(Reading.count(strategy.fills, "fill")), \(strategy.openOrders) open")
        facts.add(
            "doubtful data",
            "\(Reading.count(strategy.doubtfulOrders, "order")), \(Reading.count(strategy.doubtfulSignals, "signal")) "
                + "and \(Reading.count(strategy.doubtfulFills, "fill")) on it, "
                + "realized \(Reading.rounded(strategy.doubtfulRealized))")
        facts.add(
            "over budget",
            "\(Reading.count(strategy.droppedLogs, "log line")) and "
                + "\(Reading.count(strategy.droppedSignals, "signal")) dropped, requests held back for "
                + Reading.duration(strategy.requestsHeldBackMilliseconds * 1_000_000))
        facts.add(
            "rings",
            "lapped \(strategy.lapped), \(Reading.count(strategy.recordsLost, "record")) lost, private depth max "
                + "\(strategy.privateDepthMax), order depth max \(strategy.orderDepthMax)")
        facts.add(
            "P&L",
            "net \(Reading.rounded(strategy.net)): realized \(Reading.rounded(strategy.realized)), "
                + "unrealized \(Reading.rounded(strategy.unrealized)), fees \(Reading.rounded(strategy.fees))")
        var parts = [facts.text]
        let none = "none set: nothing is let through; tectractl limits set \(strategy.name) NAME=VALUE …"
        parts.append("LIMITS\n" + (detail.limits.map { LimitsShow.table([$0]) } ?? none))
        parts.append("POSITIONS\n" + PositionsCommand.text(detail.positions))
        var deployments = Table(["at", "by", "version", "tier", ">load ms", "library", "parameters"])
        for deployment in detail.deployments {
            let parameters = deployment.parameters.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
            deployments.add([
                deployment.at, deployment.by, deployment.version, deployment.tier, "\(deployment.loadMilliseconds)",
                deployment.library, parameters.joined(separator: " "),
            ])
        }
        parts.append("DEPLOYMENTS\n" + deployments.text(empty: "none on record"))
        return parts.joined(separator: "\n\n")
    }
}

struct StrategyDeploy: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "deploy", abstract: "Starts a strategy in its own sandbox.")
    @Argument(help: "A name for it, unique in the host.") var name: String
    @Argument(help: "Its library, a .so file.", completion: .file(extensions: ["so"])) var library: String
    @Option(help: "Symbols that it sees, separated by commas; * for all.") var symbols = "*"
    @Option(name: [.customLong("parameter"), .short], help: "A parameter, NAME=VALUE. May be given more than once.")
    var parameters: [String] = []
    @Option(help: "Of its random numbers.") var seed: UInt64 = 1
    @Option(
        parsing: .unconditional, help: "The processor that it runs on; without, or -1, the configuration's for all.")
    var processor: Int?
    @Flag(help: "Judge and journal its orders, send none.") var dryRun = false
    @Option(help: "When its process is lost: stop it, or kill the whole firm's trading.") var onFault = "stop"
    @Option(help: "Times that it is started again from its last saved state after a fault; 0 stays down.")
    var restarts: UInt64 = 0
    @Option(help: "Before the first of them, ms; each next waits twice as long, up to 30 s.")
    var restartMs: UInt64 = 100
    @Flag(help: "Its open orders stay while it is started again; else they are cancelled.") var keepOrders = false
    @Flag(help: "Close its position with market orders when it stays down after a fault; else the position stays.")
    var flatten = false
    @Option(help: "Seconds between two saved states; 0 saves none.") var snapshotEvery: UInt64 = 10
    @Option(help: "The library's SHA-256; another is refused.") var sha256: String?
    @Flag(help: "Beside the version that trades under this name, without sending anything, until it is promoted.")
    var shadow = false
    @OptionGroup var host: HostOptions

    func validate() throws {
        guard shadow else { return }
        guard !dryRun, seed == 1, onFault == "stop", restarts == 0, restartMs == 100, !keepOrders,
            !flatten, snapshotEvery == 10, symbols == "*"
        else {
            throw ValidationError(
                "--shadow goes with --parameter, --processor and --sha256 alone: symbols, seed, dry run and what "
                    + "becomes of it after a fault are those of the strategy that trades under this name")
        }
    }

    func run() throws {
        try Terminal.run {
            if shadow { return try runInShadow() }
            var body = DeployBody(
                name: name, library: URL(filePath: library).standardizedFileURL.path,
                symbols: symbols.split(separator: ",").map(String.init))
            body.seed = seed
            body.processor = processor
            body.isDryRun = dryRun
            body.onFault = onFault
            body.restarts = restarts
            body.restartMilliseconds = restartMs
            body.keepsOrders = keepOrders
            body.flattens = flatten
            body.snapshotSeconds = snapshotEvery
            body.sha256 = sha256
            body.by = host.operatorName
            body.parameters = try Pairs.dictionary(parameters, option: "--parameter")
            let report = try host.connection().send("POST", "/strategies", body, as: DeployReport.self)
            try host.show(report, table: Self.text)
        }
    }

    static func text(_ report: DeployReport) -> String {
        let text =
            "\(report.name) \(report.version) runs as strategy \(report.number) in process "
            + "\(report.process), sandbox tier \(report.tier), loaded in \(report.loadMilliseconds) ms"
        return text + (report.warning.map { "\nwarning: \($0)" } ?? "")
    }
}

extension StrategyDeploy {
    /// The same as `reload --promote by-hand`.
    private func runInShadow() throws {
        var body = ReloadBody()
        body.library = URL(filePath: library).standardizedFileURL.path
        body.promote = "by-hand"
        body.sha256 = sha256
        body.processor = processor
        if !parameters.isEmpty { body.parameters = try Pairs.dictionary(parameters, option: "--parameter") }
        try StrategyReload.send("reload", name, body, host)
    }
}

/// What pause, resume and stop have in common.
struct StrategyAction: ParsableArguments {
    @Argument(help: "Its name, or its number.") var name: String
    @Flag(name: .shortAndLong, help: "Do not ask.") var yes = false
    @OptionGroup var host: HostOptions

    func run(_ action: String, done: String, question: String? = nil) throws {
        try Terminal.run {
            if let question { try Confirmation.ask(question, isGiven: yes) }
            let path = "/strategies/\(ControlConnection.segment(name))/\(action)"
            let report = try host.connection().send(
                "POST", path, OperatorBody(by: host.operatorName), as: StrategyReport.self)
            try host.show(report) { "\($0.name) \(done)" }
        }
    }
}

struct StrategyPause: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pause", abstract: "Lets a strategy watch but send nothing; its open orders stay.")
    @OptionGroup var action: StrategyAction
    func run() throws { try action.run("pause", done: "is told to pause") }
}

struct StrategyResume: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume", abstract: "Lets a paused strategy trade again.")
    @OptionGroup var action: StrategyAction
    func run() throws { try action.run("resume", done: "is told to resume") }
}

struct StrategyStop: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stop", abstract: "Ends a strategy in order: its open orders are cancelled, its process ends.")
    @OptionGroup var action: StrategyAction
    func run() throws {
        try action.run("stop", done: "is told to stop", question: "Cancel its open orders and end its process?")
    }
}

struct StrategyFlatten: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "flatten", abstract: "Closes a strategy's position with market orders, whether it runs or not.",
        discussion: """
            Its open orders are cancelled first. Each order is as large as the limits let one be; ask again for what \
            is left. Pause a running strategy first, or it may open the position anew. Under the kill switch nothing \
            is sent.
            """)
    @OptionGroup var action: StrategyAction
    func run() throws {
        try action.run(
            "flatten", done: "is being flattened; tectractl positions shows what is left",
            question: "Cancel its open orders and close its position at the market?")
    }
}

/// NAME=VALUE arguments.
enum Pairs {
    static func dictionary(_ texts: [String], option: String) throws -> [String: String] {
        var pairs: [String: String] = [:]
        for text in texts {
            let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, !parts[0].isEmpty else {
                Terminal.complain("\(option) \"\(text)\" is not NAME=VALUE")
                throw Exit.cannotRun
            }
            pairs[String(parts[0])] = String(parts[1])
        }
        return pairs
    }
}
