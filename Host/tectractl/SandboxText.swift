/// A dry run for people: a line while it goes on, a report at its end, and the same as JSON.
internal import Backtest
internal import Foundation
internal import HostConfiguration
internal import MarketData
internal import Orders
internal import PluginCheck
internal import Records
internal import Workers

enum SandboxText {
    /// The line while it goes on.
    static func line(_ tally: RehearsalTally) -> String {
        let share = Int(tally.messages * 100) / max(1, tally.messagesInAll)
        return "\(share) %  \(clock(tally.time))  signals \(tally.signals)  orders \(tally.orders)  "
            + "rejected \(tally.rejectedInAll)  fills \(tally.fills)  P&L \(Reading.rounded(Amount.text(tally.net)))"
    }

    /// Hours, minutes and seconds of the day.
    private static func clock(_ time: Int64) -> String {
        let seconds = Int(time / 1_000_000_000 % 86_400)
        func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
        return "\(two(seconds / 3600)):\(two(seconds / 60 % 60)):\(two(seconds % 60))"
    }

    static func text(_ report: RehearsalReport) -> String {
        [facts(report), verdicts(report), logs(report), curve(report), summary(report)].filter { !$0.isEmpty }
            .joined(separator: "\n\n")
    }

    private static func facts(_ report: RehearsalReport) -> String {
        let tally = report.tally
        var facts = FactList()
        if let worker = report.worker {
            facts.add("strategy", "\(worker.facts.name) \(worker.facts.version)")
            facts.add(
                "sandbox", "tier \(worker.tier), filter \("\(worker.filter)".prefix(16))…, ready in "
                    + Reading.duration(worker.loadNanoseconds))
        }
        facts.add(
            "day",
            "\(Reading.count(report.result.messages, "message")), \(Reading.count(report.symbols.count, "symbol")), "
                + "\(report.regime.rawValue), seed \(report.seed)")
        facts.add("signals", Reading.grouped(tally.signals))
        facts.add(
            "orders", "\(Reading.grouped(tally.orders)), \(Reading.grouped(tally.changes)) changes, "
                + "\(Reading.grouped(tally.cancels)) cancels")
        if let strategy = report.strategy {
            facts.add("fills", "\(Reading.grouped(strategy.fills)), \(Reading.count(strategy.shares, "share"))")
            facts.add(
                "P&L", "\(money(strategy.net)) net: \(money(strategy.realized)) realized, "
                    + "\(money(strategy.unrealized)) unrealized, \(money(strategy.fees)) fees")
            facts.add(
                "round trips", "\(strategy.trades.trades), \(strategy.trades.wins) won, largest fall "
                    + Reading.rounded(Amount.text(strategy.equity.drawdownMax)))
            facts.add("lost", strategy.lost ?? "")
        }
        if let times = tally.times, let half = times.quantile(0.5), let high = times.quantile(0.99),
            let most = times.quantile(1)
        {
            facts.add(
                "callbacks", "p50 \(duration(half)), p99 \(duration(high)), max \(duration(most)) over "
                    + Reading.grouped(times.total))
        }
        if tally.memoryMost > 0 {
            facts.add("memory", "\(tally.memoryFirst >> 10) KiB at first, \(tally.memoryMost >> 10) KiB at most")
        }
        return facts.text
    }

    private static func verdicts(_ report: RehearsalReport) -> String {
        var table = Table(["verdict", ">orders", "what it is"])
        table.add(["accepted", Reading.grouped(report.tally.accepted), ""])
        for (rule, count) in report.tally.rejected.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }) {
            let reason = RejectReason(rawValue: rule)
            table.add([reason?.name ?? "reason \(rule)", Reading.grouped(count), reason?.summary ?? ""])
        }
        return table.text()
    }

    private static func logs(_ report: RehearsalReport) -> String {
        guard report.tally.logs > 0 else { return "" }
        let title = "its last log lines, of \(Reading.grouped(report.tally.logs))"
        return ([title] + report.tally.lastLogs.map { "  \($0)" }).joined(separator: "\n")
    }

    private static func curve(_ report: RehearsalReport) -> String {
        guard let values = report.strategy?.equity.values, values.contains(where: { $0 != 0 }) else { return "" }
        return "equity  " + EquityPlot.sparkline(values.map { Double($0) }, width: 64)
    }

    /// One line that a program can read.
    private static func summary(_ report: RehearsalReport) -> String {
        let tally = report.tally
        return "sandbox: messages=\(report.result.messages) signals=\(tally.signals) orders=\(tally.orders) "
            + "accepted=\(tally.accepted) rejected=\(tally.rejectedInAll) fills=\(report.strategy?.fills ?? 0) "
            + "net=\(Amount.text(Int64(saturating: report.strategy?.net ?? 0))) "
            + "lost=\(report.strategy?.lost == nil ? 0 : 1) seed=\(report.seed)"
    }

    private static func money(_ value: Int128) -> String { Reading.rounded(Amount.text(Int64(saturating: value))) }

    private static func duration(_ nanoseconds: UInt64) -> String { Reading.duration(Int64(clamping: nanoseconds)) }
}

struct SandboxFacts: Encodable {
    struct Times: Encodable {
        let p50Ns, p99Ns, maxNs, count: UInt64
    }

    let name, version, tier, filterSha256, librarySha256, regime: String
    let seed, messages: UInt64
    let symbols: [String]
    let loadNs: Int64
    let signals, orders, changes, cancels, accepted, logs, memoryFirst, memoryMost: Int
    let rejected: [String: Int]
    let fills: UInt64
    let shares: Int64
    let net, realized, unrealized, fees, drawdownMax: String
    let roundTrips, wins: Int
    let callbacks: Times?
    let lost: String?

    init(_ report: RehearsalReport) {
        let (tally, strategy) = (report.tally, report.strategy)
        func money(_ value: Int128?) -> String { Amount.text(Int64(saturating: value ?? 0)) }
        name = report.worker?.facts.name ?? ""
        version = report.worker?.facts.version ?? ""
        tier = report.worker.map { "\($0.tier)" } ?? ""
        filterSha256 = report.worker.map { "\($0.filter)" } ?? ""
        librarySha256 = report.worker.map { "\($0.library)" } ?? ""
        regime = report.regime.rawValue
        (seed, messages, symbols) = (report.seed, report.result.messages, report.symbols)
        loadNs = report.worker?.loadNanoseconds ?? 0
        (signals, orders, changes, cancels) = (tally.signals, tally.orders, tally.changes, tally.cancels)
        (accepted, logs) = (tally.accepted, tally.logs)
        (memoryFirst, memoryMost) = (tally.memoryFirst, tally.memoryMost)
        rejected = Dictionary(
            tally.rejected.map { (RejectReason(rawValue: $0.key)?.name ?? "reason_\($0.key)", $0.value) },
            uniquingKeysWith: +)
        (fills, shares) = (strategy?.fills ?? 0, strategy?.shares ?? 0)
        net = money(strategy?.net)
        realized = money(strategy?.realized)
        unrealized = money(strategy?.unrealized)
        fees = money(strategy?.fees)
        drawdownMax = Amount.text(strategy?.equity.drawdownMax ?? 0)
        (roundTrips, wins) = (strategy?.trades.trades ?? 0, strategy?.trades.wins ?? 0)
        callbacks = tally.times.flatMap { times in
            guard let half = times.quantile(0.5), let high = times.quantile(0.99), let most = times.quantile(1) else {
                return nil
            }
            return Times(p50Ns: half, p99Ns: high, maxNs: most, count: times.total)
        }
        lost = strategy?.lost
    }
}
