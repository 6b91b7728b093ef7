/// The matrix of attacks as a person reads it.
internal import Sandbox
internal import Torture

struct TortureText {
    let report: TortureReport
    let matrix: LayerMatrix?
    let showsTries: Bool

    init(_ report: TortureReport, _ matrix: LayerMatrix?, showsTries: Bool) {
        self.report = report
        self.matrix = matrix
        self.showsTries = showsTries
    }

    var text: String {
        var parts = [machine, table]
        let failures = report.rows.flatMap { row in
            row.outcomes.filter { !$0.isContained }.map { "\(row.attack.number) \($0.probe.name): \(Self.fault($0))" }
        }
        if !failures.isEmpty { parts.append("NOT CONTAINED\n  " + failures.joined(separator: "\n  ")) }
        if let matrix { parts.append(Self.layers(matrix)) }
        parts.append(conclusion)
        return parts.joined(separator: "\n\n")
    }

    private var machine: String {
        let features = report.features
        var facts = FactList()
        facts.add("user", report.user == 0 ? "root" : "\(report.user)")
        facts.add("tier", "\(report.tier)")
        facts.add("Landlock", features.landlockABI == 0 ? "none" : "ABI \(features.landlockABI)")
        facts.add("namespaces", features.namespaces.isEmpty ? "none" : "\(features.namespaces)")
        facts.add("control group", features.hasControlGroup ? "yes" : "no")
        facts.add("filter", "\(report.filter)")
        return ([facts.text] + report.warnings.map { "missing: \($0)" }).joined(separator: "\n")
    }

    private var table: String {
        var table = Table([">no", "attack", "held by", "seen", ">tries", "result"])
        for row in report.rows {
            let result = row.skipped.map { "not tried: \($0)" } ?? (row.isContained ? "contained" : "NOT CONTAINED")
            table.add(["\(row.attack.number)", row.attack.name, row.attack.layers, row.seen, "\(row.tries)", result])
            guard showsTries else { continue }
            for outcome in row.outcomes {
                let seen = outcome.skipped ?? "\(outcome.observation.sight)"
                table.add(["", "  \(outcome.probe.name)", "", seen, "", outcome.observation.text])
            }
        }
        return table.text()
    }

    private static func fault(_ outcome: Outcome) -> String {
        let observation = outcome.observation
        var parts = ["\(observation.sight) (\(observation.text))"]
        if !observation.breaches.isEmpty {
            parts.append("went through: " + observation.breaches.joined(separator: ", "))
        }
        parts += observation.harms
        if observation.accepted > 0 { parts.append("\(Reading.count(observation.accepted, "order")) accepted") }
        return parts.joined(separator: "; ")
    }

    private static func layers(_ matrix: LayerMatrix) -> String {
        var table = Table([">no", "attack"] + matrix.columns)
        for row in matrix.rows {
            table.add(["\(row.number)", row.name] + row.cells.map(mark))
        }
        return "Tries stopped by each layer alone (all, some of them, - none):\n" + table.text()
    }

    static func mark(_ cell: LayerCell) -> String {
        cell.stopped == cell.tries ? "all" : cell.stopped == 0 ? "-" : "\(cell.stopped)/\(cell.tries)"
    }

    private var conclusion: String {
        let tries = report.rows.reduce(0) { $0 + $1.tries }
        let contained = report.rows.reduce(0) { $0 + $1.contained }
        var times = FactList()
        times.add("quiet", tail(report.times.quiet))
        for (name, phase) in Self.phases { times.add(name, tail(report.times.tail(in: phase))) }
        if report.times.quiet.count > 0 {
            let quiet = report.times.underAttack(against: [.firstQuiet, .secondQuiet])
            times.add("  p99.9 against quiet", Self.text(quiet))
            times.add("  and the harmless one", Self.text(report.times.underAttack(against: [.besideHarmless])))
            let calm = report.times.calm
            times.add("calmer half, quiet", tail(calm.quiet))
            times.add("  under attack", tail(calm.underAttack))
            times.add("  p99.9", calm.underAttack.moved(from: calm.quiet).map(Self.percent) ?? Self.tooFew)
        }
        return """
            \(contained) of \(tries) tries contained, in \(Int(report.seconds)) s. The strategy beside them saw \
            \(Reading.grouped(report.ticks)) ticks. Its tick to order:
            \(times.text)
            """
    }

    private static let phases: [(String, Phase)] = [
        ("of it, the first halves", .firstQuiet), ("of it, the second halves", .secondQuiet),
        ("beside a harmless one", .besideHarmless), ("attackers come and go", .comingAndGoing),
        ("under attack", .underAttack),
    ]

    private static let tooFew = "too few orders to tell; more come of --rounds"

    private static func text(_ movement: Movement?) -> String {
        guard let movement else { return tooFew }
        guard let median = movement.median, let least = movement.rounds.first, let most = movement.rounds.last,
            movement.rounds.count > 1
        else { return "\(percent(movement.all)); rounds tell how sure that is (--rounds)" }
        return "\(percent(movement.all)); of \(movement.rounds.count) rounds the median \(percent(median)), "
            + "from \(percent(least)) to \(percent(most))"
    }

    private static func percent(_ value: Double) -> String {
        "\(value < 0 ? "" : "+")\(Reading.rounded("\(value)", digits: 1)) %"
    }

    private func tail(_ tail: Tail) -> String {
        guard tail.count > 0 else { return "not measured" }
        let (p50, p99) = (Reading.duration(Int64(tail.p50)), Reading.duration(Int64(tail.p99)))
        return "p50 \(p50), p99 \(p99), p99.9 \(Reading.duration(Int64(tail.p999))), "
            + "max \(Reading.duration(Int64(tail.max))) of \(Reading.grouped(tail.count))"
    }
}

/// The same as JSON.
struct TortureFacts: Encodable {
    let tier, filter: String
    let user: UInt32
    let landlockABI: Int
    let namespaces: String
    let controlGroup: Bool
    let missing: [String]
    let contained: Bool
    let attacks: [Row]
    let layers: [LayerRow]?
    let ticks: UInt64
    let seconds: Double
    let tickToOrder: [String: Quantiles]
    /// How far the 99.9th percentile under attack is above the quiet one, and above that beside a strategy that does
    /// no harm, percent.
    let tickToOrderP999Moved: Moved?
    let tickToOrderP999MovedFromHarmless: Moved?
    /// Of each attack the calmer half of its rounds, by the first half of the quiet after it: the second half, the
    /// attack, and how far they are apart, percent.
    let calmerHalf: Calm

    struct Row: Encodable {
        let number: Int
        let name, layers, seen: String
        let contained: Bool
        let notHere: String?
        let tries: [Try]
    }
    struct Try: Encodable {
        let name, seen, text: String
        let contained: Bool
        let notHere: String?
        let breaches, harms: [String]
        let ordersAccepted: UInt64
    }
    struct LayerRow: Encodable {
        let number: Int
        let name: String
        let stopped: [String: String]
    }
    struct Moved: Encodable {
        let all: Double
        let rounds: [Double]

        init(_ movement: Movement) { (all, rounds) = (movement.all, movement.rounds) }
    }
    struct Calm: Encodable {
        let quiet, underAttack: Quantiles
        let p999Moved: Double?
    }
    struct Quantiles: Encodable { let count: Int, p50, p99, p999, max: UInt64 }

    init(_ report: TortureReport, _ matrix: LayerMatrix?) {
        tier = "\(report.tier)"
        filter = "\(report.filter)"
        user = report.user
        landlockABI = report.features.landlockABI
        namespaces = "\(report.features.namespaces)"
        controlGroup = report.features.hasControlGroup
        missing = report.warnings
        contained = report.isContained
        ticks = report.ticks
        seconds = report.seconds
        tickToOrder = [
            "quiet": Self.quantiles(report.times.quiet),
            "quiet_first_halves": Self.quantiles(report.times.tail(in: .firstQuiet)),
            "quiet_second_halves": Self.quantiles(report.times.tail(in: .secondQuiet)),
            "beside_harmless": Self.quantiles(report.times.tail(in: .besideHarmless)),
            "coming_and_going": Self.quantiles(report.times.tail(in: .comingAndGoing)),
            "under_attack": Self.quantiles(report.times.tail(in: .underAttack)),
        ]
        tickToOrderP999Moved = report.times.underAttack(against: [.firstQuiet, .secondQuiet]).map { Moved($0) }
        tickToOrderP999MovedFromHarmless = report.times.underAttack(against: [.besideHarmless]).map { Moved($0) }
        let calm = report.times.calm
        calmerHalf = Calm(
            quiet: Self.quantiles(calm.quiet), underAttack: Self.quantiles(calm.underAttack),
            p999Moved: calm.underAttack.moved(from: calm.quiet))
        attacks = report.rows.map { row in
            Row(
                number: row.attack.number, name: row.attack.name, layers: row.attack.layers, seen: row.seen,
                contained: row.isContained, notHere: row.skipped, tries: row.outcomes.map(Self.attempt))
        }
        layers = matrix.map { matrix in
            matrix.rows.map { row in
                LayerRow(
                    number: row.number, name: row.name,
                    stopped: Dictionary(uniqueKeysWithValues: zip(matrix.columns, row.cells.map(TortureText.mark))))
            }
        }
    }

    private static func attempt(_ outcome: Outcome) -> Try {
        let seen = outcome.observation
        return Try(
            name: outcome.probe.name, seen: "\(seen.sight)", text: seen.text, contained: outcome.isContained,
            notHere: outcome.skipped, breaches: seen.breaches, harms: seen.harms, ordersAccepted: seen.accepted)
    }

    private static func quantiles(_ tail: Tail) -> Quantiles {
        Quantiles(count: tail.count, p50: tail.p50, p99: tail.p99, p999: tail.p999, max: tail.max)
    }
}
