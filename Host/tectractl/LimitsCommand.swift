/// `tectractl limits …`: the risk limits in force, changed as a whole or not at all.
internal import ArgumentParser
internal import ControlClient
internal import Foundation
internal import HostConfiguration
internal import Risk

struct Limits: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Risk limits: show, set, load, export.",
        subcommands: [LimitsShow.self, LimitsSet.self, LimitsLoad.self, LimitsExport.self])
}

struct LimitsShow: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "show", abstract: "The limits in force.")
    @OptionGroup var host: HostOptions

    func run() throws {
        try Terminal.run { try host.show(host.connection().get("/limits", as: LimitsReport.self), table: Self.text) }
    }

    static func text(_ report: LimitsReport) -> String {
        guard report.version > 0 else {
            return "no limits are set, and without limits nothing is sent; tectractl limits load FILE"
        }
        let note = report.note.isEmpty ? "" : ": \(report.note)"
        return "version \(report.version), by \(report.by) at \(report.at)\(note)\n\n\(table(report.rows))"
    }

    static func table(_ rows: [LimitRowReport]) -> String {
        var table = Table(["scope", "dry run"] + LimitField.allCases.map { ">\($0.name)" })
        for row in rows {
            table.add(
                [row.scope, row.isDryRun ? "yes" : "no"] + LimitField.allCases.map { row.limits[$0.name] ?? "-" })
        }
        return table.text(empty: "none")
    }
}

struct LimitsSet: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "set", abstract: "Changes limits of one strategy or of the firm; the others stay.",
        discussion: LimitField.allCases.map { "\($0.name): \($0.summary)" }.joined(separator: "\n")
            + "\nValues are whole numbers, money as decimals, or unlimited. dry_run=true|false as well.")
    @Argument(help: "firm, or a strategy's name.") var scope: String
    @Argument(help: "NAME=VALUE, one or more.") var values: [String]
    @Option(help: "Why, for the record.") var note = ""
    @OptionGroup var host: HostOptions

    func run() throws {
        try Terminal.run {
            var values = try Pairs.dictionary(values, option: "limit")
            let connection = try host.connection()
            let before = try connection.get("/limits", as: LimitsReport.self).rows.first { $0.scope == scope }
            var row = LimitRowReport(scope: scope, isDryRun: before?.isDryRun ?? false)
            if let text = values.removeValue(forKey: "dry_run") {
                guard let flag = Bool(text) else {
                    Terminal.complain("dry_run \"\(text)\" is neither true nor false")
                    throw Exit.cannotRun
                }
                row.isDryRun = flag
            }
            row.limits = values
            var body = LimitsBody(rows: [row])
            body.by = host.operatorName
            body.note = note
            try host.show(connection.send("PUT", "/limits", body, as: LimitsReport.self), table: LimitsShow.text)
        }
    }
}

struct LimitsLoad: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "load", abstract: "Puts the limits of a YAML file in force, in place of all that were.")
    @Argument(
        help: "The file; tectractl limits export shows the form.", completion: .file(extensions: ["yaml", "yml"]))
    var file: String
    @Option(help: "Why, for the record.") var note = ""
    @Flag(help: "Only say what is wrong with the file.") var check = false
    @OptionGroup var host: HostOptions

    func run() throws {
        try Terminal.run {
            let limits = try LimitsFile(readingFile: file)
            if check { return Terminal.print("\(file) is in order") }
            let connection = try host.connection()
            var rows = [LimitRowReport("firm", limits.firm)]
            rows += limits.strategies.map { LimitRowReport($0.name, $0.row) }
            if let standard = limits.standard {
                // Whoever runs and is not named gets the default.
                let named = Set(rows.map(\.scope))
                rows += try connection.get("/strategies", as: [StrategyReport].self)
                    .map(\.name).filter { !named.contains($0) }.map { LimitRowReport($0, standard) }
            }
            var body = LimitsBody(rows: rows)
            body.replacesAll = true
            body.by = host.operatorName
            body.note = note.isEmpty ? "loaded from \(file)" : note
            try host.show(connection.send("PUT", "/limits", body, as: LimitsReport.self), table: LimitsShow.text)
        }
    }
}

struct LimitsExport: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "The limits in force as a YAML file that load takes.")
    @Argument(help: "Where to; standard output when left out.", completion: .file()) var file: String?
    @OptionGroup var host: HostOptions

    func run() throws {
        try Terminal.run {
            let report = try host.connection().get("/limits", as: LimitsReport.self)
            if host.json { return try Terminal.json(report) }
            guard let firm = report.rows.first(where: { $0.scope == "firm" }) else {
                Terminal.complain("no limits are set; there is nothing to export")
                throw Exit.failed
            }
            let strategies = try report.rows.filter { $0.scope != "firm" }
                .map { NamedLimits(name: $0.scope, row: try $0.row) }
            let heading = "# Limits version \(report.version), set by \(report.by) at \(report.at)\n"
            let text = heading + LimitsFile(firm: try firm.row, strategies: strategies).text
            guard let file else { return Terminal.print(text) }
            do {
                try text.write(toFile: file, atomically: true, encoding: .utf8)
            } catch {
                Terminal.complain("\(file) can not be written: \(error.localizedDescription)")
                throw Exit.failed
            }
        }
    }
}

extension LimitRowReport {
    init(_ scope: String, _ row: LimitRow) {
        self.init(scope: scope, isDryRun: row.isDryRun)
        for field in LimitField.allCases { limits[field.name] = field.text(row[field]) }
    }

    var row: LimitRow {
        get throws {
            var row = LimitRow(strategy: number)
            row.isDryRun = isDryRun
            for field in LimitField.allCases {
                guard let text = limits[field.name] else { continue }
                do throws(LimitTextError) {
                    row[field] = try field.value(parsing: text)
                } catch {
                    throw ControlError.malformed("\(error)")
                }
            }
            return row
        }
    }
}
