/// `tectractl kill …`: the kill switch. Trigger works without tectrad: it falls back to the engine's
/// own socket, and when that is silent too to the kill word in shared memory, and says so.
internal import ArgumentParser
internal import ControlClient
internal import EngineLink
internal import Foundation
internal import KillSwitch
internal import SharedMemory

struct Kill: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "The kill switch: trigger, clear, status.",
        subcommands: [KillTrigger.self, KillClear.self, KillStatus.self], defaultSubcommand: KillStatus.self)
}

struct KillTrigger: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "trigger", abstract: "Stops trading at once: open orders are cancelled, new ones refused.")
    @Option(help: "Only this strategy, by name or number; else the whole firm.") var strategy: String?
    @Option(help: "Why, for the record.") var reason = "pulled by hand"
    @OptionGroup var host: HostOptions

    func run() throws {
        try Terminal.run {
            let body = KillBody(scope: strategy, by: host.operatorName, reason: reason)
            do {
                // In a hurry: a host that does not answer at once is passed by.
                let report = try host.connection(timeOutMilliseconds: 1500).send(
                    "POST", "/kill", body, as: KillReport.self)
                try host.show(report, table: KillStatus.text)
            } catch let error as ControlError where error.isHostSilent || error.isEngineSilent {
                Terminal.complain(error.description)
                try triggerDirectly()
            }
        }
    }

    /// Without tectrad. Names are tectrad's to know, so a strategy is asked for at the engine.
    private func triggerDirectly() throws {
        let directory = host.runDirectory
        do {
            var client = try LinkClient(connectingTo: directory + "/engine.sock")
            let number = try strategyNumber { name throws(LinkError) in
                try client.strategies().last { "\($0.figures.name)" == name }.map { UInt8(clamping: $0.strategy) }
            }
            try client.kill(
                killSwitchRecord(
                    strategy: number, isEngaged: true, operatorName: host.operatorName, reason: reason),
                milliseconds: 1000)
            Terminal.print("pulled at the engine directly, without tectrad")
        } catch let error as LinkError {
            Terminal.complain("\(error)")
            try pullWord(directory + "/control.shm")
        }
    }

    private func pullWord(_ path: String) throws {
        let number = try strategyNumber { _ in nil }
        do throws(RegionError) {
            try KillWord(openingAt: path).pull(number)
        } catch {
            Terminal.complain("\(error)")
            Terminal.complain("nothing could be reached in \(host.runDirectory); is it the right --directory?")
            throw Exit.cannotRun
        }
        Terminal.print("the kill word in \(path) is set; an engine that still runs acts on it within a turn")
    }

    private func strategyNumber(_ find: (String) throws -> UInt8?) throws -> UInt8 {
        guard let strategy, strategy != "firm" else { return 0 }
        if let number = try find(strategy) ?? UInt8(strategy), (1...63).contains(number) { return number }
        Terminal.complain(
            "without tectrad there is no strategy \"\(strategy)\"; give its number, or trigger for the firm")
        throw Exit.cannotRun
    }
}

struct KillClear: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "clear", abstract: "Lets trading go on. What was cancelled stays cancelled.")
    @Option(help: "Only this strategy; else the firm's switch.") var strategy: String?
    @Option(help: "Why, for the record.") var reason = "cleared by hand"
    @OptionGroup var host: HostOptions

    func run() throws {
        try Terminal.run {
            let body = KillBody(scope: strategy, by: host.operatorName, reason: reason)
            try host.show(
                host.connection().send("DELETE", "/kill", body, as: KillReport.self), table: KillStatus.text)
        }
    }
}

struct KillStatus: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Which switches are pulled, by whom and why.")
    @OptionGroup var host: HostOptions

    func run() throws {
        try Terminal.run { try host.show(host.connection().get("/kill", as: KillReport.self), table: Self.text) }
    }

    static func text(_ report: KillReport) -> String {
        guard report.isEngaged else { return "no kill switch is pulled" }
        var table = Table(["scope", "at (event time)", "by", "reason", ">cancelled", ">sequence"])
        for one in report.switches {
            table.add([one.scope, one.at, one.by, one.reason, "\(one.ordersCancelled)", "\(one.sequence)"])
        }
        return table.text()
    }
}

extension ControlError {
    /// tectrad answers and can not reach the engine; the kill word may.
    var isEngineSilent: Bool {
        if case .refused(let status, _) = self { return status == 502 || status == 503 }
        return false
    }
}
