/// Risk limits as YAML, in the host's configuration under `risk` and in files of their own:
///
///     firm:       {band_bps: 1000, order_quantity_max: 5000, …}
///     default:    {…}          # of a strategy that has no row of its own
///     strategies:
///       ma-1:     {…}          # what is left out comes from `default`
public import EngineLink
public import Risk
internal import Yams

/// The limits of one strategy, by name.
public struct NamedLimits: Equatable, Sendable {
    public var name: String
    /// Its `strategy` counts for nothing here.
    public var row: LimitRow

    public init(name: String, row: LimitRow) {
        self.name = name
        self.row = row
    }
}

/// A whole set of limits that makes sense.
public struct LimitsFile: Equatable, Sendable {
    public var firm: LimitRow
    public var standard: LimitRow?
    public var strategies: [NamedLimits]

    public init(firm: LimitRow, standard: LimitRow? = nil, strategies: [NamedLimits] = []) {
        self.firm = firm
        self.standard = standard
        self.strategies = strategies
    }

    static let keys = ["firm", "default", "strategies"]
    static let rowKeys = LimitField.allCases.map(\.name) + ["dry_run"]

    /// Reads a limits file; everything wrong in it is told at once, contradictions too.
    public init(readingFile path: String) throws(ConfigurationError) {
        try self.init(parsing: ConfigurationSection.contents(of: path), file: path)
    }

    public init(parsing text: String, file: String) throws(ConfigurationError) {
        let list = ProblemList()
        let root = try ConfigurationSection.root(of: text, file: file, keys: Self.keys, list: list)
        let limits = Self.read(root)
        guard list.problems.isEmpty, let limits else { throw ConfigurationError(file: file, list.problems) }
        self = limits
    }

    /// Reads the section; nil, with problems noted, when it is not a whole set.
    static func read(_ section: ConfigurationSection) -> LimitsFile? {
        guard section.has("firm") else {
            section.list.add(section.line, "\(section.name(of: "firm")) is missing: the firm as a whole needs limits")
            return nil
        }
        let before = section.list.problems.count
        let firm = row(section.section("firm", keys: rowKeys), from: nil)
        let standard = section.has("default") ? row(section.section("default", keys: rowKeys), from: nil) : nil
        let names = section.section("strategies", keys: nil)
        let strategies = names.keys.map { name in
            NamedLimits(name: name, row: row(names.section(name, keys: rowKeys), from: standard))
        }
        let limits = LimitsFile(firm: firm, standard: standard, strategies: strategies)
        // A row with a mistake in it would contradict for no reason of its own.
        if section.list.problems.count == before { limits.noteContradictions(section, names) }
        return section.list.problems.count == before ? limits : nil
    }

    private static func row(_ section: ConfigurationSection, from standard: LimitRow?) -> LimitRow {
        var row = standard ?? LimitRow(strategy: 0)
        section.flag("dry_run").map { row.isDryRun = $0 }
        for field in LimitField.allCases {
            guard let text = section.scalar(field.name) else {
                if standard == nil, !section.has(field.name) {
                    section.list.add(section.line, "\(section.name(of: field.name)) is missing; \(field.summary)")
                }
                continue
            }
            do throws(LimitTextError) {
                row[field] = try field.value(parsing: text)
            } catch {
                section.list.add(section.line(of: field.name), "\(section.path).\(error)")
            }
        }
        return row
    }

    private func noteContradictions(_ section: ConfigurationSection, _ names: ConfigurationSection) {
        for problem in contradictions {
            let line =
                problem.name.flatMap { names.line(of: $0) }
                ?? section.line(of: problem.name == "default" ? "default" : "firm")
            section.list.add(line ?? section.line, problem.text)
        }
    }

    /// Every contradiction of the set, with the name of its row; nil is the firm.
    public var contradictions: [(name: String?, text: String)] {
        var rows = [firm]
        rows[0].strategy = 0
        var names: [String?] = [nil]
        for named in strategies.prefix(62) {
            var row = named.row
            row.strategy = UInt8(names.count)
            rows.append(row)
            names.append(named.name)
        }
        if var standard {
            standard.strategy = UInt8(names.count)
            rows.append(standard)
            names.append("default")
        }
        return LimitRow.contradictions(in: rows).map { problem in
            let name = Int(problem.strategy) < names.count ? names[Int(problem.strategy)] : nil
            let text = problem.description
            let prefix = "strategy \(problem.strategy): "
            guard let name, text.hasPrefix(prefix) else { return (name, text) }
            return (name, "\(name): \(text.dropFirst(prefix.count))")
        }
    }

    /// The file that says the same.
    public var text: String {
        func line(_ row: LimitRow) -> String {
            let fields = LimitField.allCases.map { "\($0.name): \($0.text(row[$0]))" }
            return "{" + (fields + ["dry_run: \(row.isDryRun)"]).joined(separator: ", ") + "}"
        }
        var text = "firm: \(line(firm))\n"
        if let standard { text += "default: \(line(standard))\n" }
        guard !strategies.isEmpty else { return text }
        text += "strategies:\n"
        for named in strategies { text += "  \(named.name): \(line(named.row))\n" }
        return text
    }
}
