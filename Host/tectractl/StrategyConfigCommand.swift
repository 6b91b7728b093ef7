/// `tectractl strategy config NAME`: parameters with their ranges and values, and changes while it trades.
internal import ArgumentParser
internal import ControlClient

struct StrategyConfig: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config",
        abstract: "Shows a strategy's parameters, or changes them while it trades.",
        discussion: """
            Changes are held against the schema of the strategy's manifest, or, where it has none, against the \
            parameters that the strategy tells; then they are given to the strategy as one change at one sequence, \
            and it may still refuse. They are taken whole or not at all, are kept over a fault and a reload, and \
            last until the strategy is deployed anew.

            Exit codes: 0 shown, or taken; 1 refused, and nothing was changed; 2 it can not be asked so.
            """)
    @Argument(help: "Its name, or its number.") var name: String
    @Option(name: .customLong("set"), parsing: .upToNextOption, help: "NAME=VALUE …: what to change.")
    var changes: [String] = []
    @OptionGroup var host: HostOptions

    func run() throws {
        try Terminal.run {
            let path = "/strategies/\(ControlConnection.segment(name))/parameters"
            let report: ParametersReport
            if changes.isEmpty {
                report = try host.connection().get(path, as: ParametersReport.self)
            } else {
                let body = ParametersBody(try Pairs.dictionary(changes, option: "--set"), by: host.operatorName)
                report = try host.connection().send("PUT", path, body, as: ParametersReport.self)
            }
            try host.show(report) { Self.text($0, isChange: !changes.isEmpty) }
        }
    }

    private static func text(_ report: ParametersReport, isChange: Bool) -> String {
        var table = Table(["parameter", "type", ">value", ">default", "range", "description"])
        for parameter in report.parameters {
            table.add([
                parameter.name, parameter.type, parameter.value ?? "?", parameter.standard ?? "", parameter.range,
                parameter.description,
            ])
        }
        let origin =
            switch report.source {
            case "manifest": "by its manifest"
            case "strategy": "as it tells them; it has no manifest"
            default: "it has no manifest and does not tell its parameters"
            }
        let head =
            isChange ? "\(report.name): changed at \(report.sequence)" : "\(report.name) \(report.version): \(origin)"
        return head + "\n\n" + table.text(empty: "no parameters")
    }
}
