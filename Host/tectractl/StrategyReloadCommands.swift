/// `tectractl strategy reload|promote|rollback|dismiss|history`: another version while it trades.
internal import ArgumentParser
internal import ControlClient
internal import Foundation

struct StrategyReload: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reload", abstract: "Lets another version take over while the strategy trades.",
        discussion: """
            The new version starts in a sandbox of its own, takes over the state of the one that trades, and runs \
            beside it on the same events; its requests are compared, not sent. When it is promoted, no event is \
            lost and no order is doubled: open orders and positions stay. Whatever fails before that leaves the \
            old version trading. The old version is kept for a while, so that a rollback is instant.
            """)
    @Argument(help: "Its name, or its number.") var name: String
    @Option(help: "The new version's library; else the file it was deployed from, read again.",
        completion: .file(extensions: ["so"]))
    var library: String?
    @Option(help: "When it takes over: now, after:EVENTS, when-equal:REQUESTS or by-hand.") var promote = "now"
    @Option(help: "More differing requests than this end the new version instead.") var differencesMax: UInt64?
    @Option(help: "Seconds for which the old version is kept for an instant rollback.") var keep: UInt64 = 60
    @Option(name: [.customLong("parameter"), .short], help: "A parameter, NAME=VALUE; else those it has.")
    var parameters: [String] = []
    @Option(help: "The library's SHA-256; another is refused.") var sha256: String?
    @Option(help: "The processor that the new version runs on; else the old one's.") var processor: Int?
    @OptionGroup var host: HostOptions

    func run() throws {
        try Terminal.run {
            var body = ReloadBody()
            body.library = library.map { URL(filePath: $0).standardizedFileURL.path }
            body.promote = promote
            body.differencesMax = differencesMax
            body.keepSeconds = keep
            body.sha256 = sha256
            body.processor = processor
            if !parameters.isEmpty { body.parameters = try Pairs.dictionary(parameters, option: "--parameter") }
            try Self.send("reload", name, body, host)
        }
    }

    static func send(_ action: String, _ name: String, _ body: ReloadBody, _ host: HostOptions) throws {
        var body = body
        body.by = host.operatorName
        let path = "/strategies/\(ControlConnection.segment(name))/\(action)"
        let report = try host.connection(timeOutMilliseconds: 40_000).send("POST", path, body, as: ReloadReport.self)
        try host.show(report, table: text)
    }

    static func text(_ report: ReloadReport) -> String {
        switch report.state {
        case "promoted":
            "\(report.name) \(report.version) took over from \(report.otherVersion) at sequence \(report.boundary): "
                + "\(Double(report.pauseNanoseconds) / 1000) us between their orders, state of \(report.stateBytes) "
                + "bytes as of \(report.cut), \(Reading.count(report.equal, "request")) in shadow equal and "
                + "\(Reading.grouped(report.different)) not\n"
                + "\(report.otherVersion) is kept: tectractl strategy rollback \(report.name)"
        case "shadow":
            "\(report.name) \(report.otherVersion) runs in shadow beside \(report.version), from sequence "
                + "\(report.cut) on; tectractl strategy inspect \(report.name) compares them"
        default:
            "\(report.name) \(report.version) trades on alone"
        }
    }
}

/// What promote, rollback and dismiss have in common.
struct SeatAction: ParsableArguments {
    @Argument(help: "Its name, or its number.") var name: String
    @Flag(name: .shortAndLong, help: "Do not ask.") var yes = false
    @OptionGroup var host: HostOptions

    func run(_ action: String, question: String?) throws {
        try Terminal.run {
            if let question { try Confirmation.ask(question, isGiven: yes) }
            try StrategyReload.send(action, name, ReloadBody(), host)
        }
    }
}

struct StrategyPromote: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "promote", abstract: "Lets the version in shadow take over.")
    @OptionGroup var action: SeatAction
    func run() throws { try action.run("promote", question: nil) }
}

struct StrategyRollback: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rollback", abstract: "Lets the version trade again that traded before.")
    @OptionGroup var action: SeatAction
    func run() throws { try action.run("rollback", question: "Let the version before trade again?") }
}

struct StrategyDismiss: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dismiss", abstract: "Ends the version in shadow, or the one that is kept for a rollback.")
    @OptionGroup var action: SeatAction
    func run() throws { try action.run("dismiss", question: "End the version in the second seat?") }
}

struct StrategyHistory: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "history", abstract: "What was done to a strategy: when, by whom, with what outcome.")
    @Argument(help: "Its name, or its number.") var name: String
    @OptionGroup var host: HostOptions

    func run() throws {
        try Terminal.run {
            let path = "/strategies/\(ControlConnection.segment(name))/history"
            try host.show(host.connection().get(path, as: [HistoryReport].self)) { events in
                var table = Table(["at", "by", "action", "outcome", "version", "detail"])
                for event in events {
                    table.add([event.at, event.by, event.action, event.outcome, event.version, event.detail])
                }
                return table.text(empty: "nothing was done to it yet")
            }
        }
    }
}

/// A question before what can not be undone. Only a person at a terminal is asked.
enum Confirmation {
    static func ask(_ question: String, isGiven: Bool) throws {
        guard !isGiven, isatty(0) == 1, isatty(2) == 1 else { return }
        FileHandle.standardError.write(Data("\(question) [y/N] ".utf8))
        let answer = readLine() ?? ""
        guard ["y", "yes"].contains(answer.lowercased()) else {
            Terminal.complain("nothing was done")
            throw Exit.cannotRun
        }
    }
}
