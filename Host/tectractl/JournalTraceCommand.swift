/// `tectractl journal trace DIR --order ID`: an order's way, hop by hop, with the time at each.
internal import ArgumentParser
internal import Journal

struct JournalTrace: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "trace",
        abstract: "Follows one order: tick, signal, request, verdict, fills, with the time at each.",
        discussion: "Exit codes: 0 found; 1 no such order; 2 there is no journal.")
    @Argument(help: "The journal's directory, or the run directory it is in.", completion: .directory)
    var directory: String
    @Option(help: "The host's number of the order.") var order: UInt64
    @Flag(help: "Print JSON.") var json = false

    struct Report: Encodable {
        struct Hop: Encodable {
            let kind: String
            let sequence: UInt64
            let eventTime, hostTime: Int64
            let text: String
        }
        let order: UInt64
        let strategy: UInt8
        let hops: [Hop]
    }

    func run() throws {
        try Terminal.run {
            let trace: OrderTrace?
            do throws(JournalError) {
                trace = try OrderTrace(order, in: JournalPath.resolve(directory))
            } catch {
                Terminal.complain("\(error)")
                throw Exit.cannotRun
            }
            guard let trace else {
                Terminal.complain("no order \(order) in this journal; tectractl orders lists those of a running host")
                throw Exit.failed
            }
            if json { try Terminal.json(report(trace)) } else { Terminal.print(text(trace)) }
        }
    }

    private func report(_ trace: OrderTrace) -> Report {
        Report(
            order: trace.orderID, strategy: trace.strategy,
            hops: trace.hops.map {
                .init(
                    kind: $0.kind.rawValue, sequence: $0.sequence, eventTime: $0.eventTime, hostTime: $0.hostTime,
                    text: $0.text)
            })
    }

    private func text(_ trace: OrderTrace) -> String {
        var table = Table(["hop", ">sequence", "event time", ">since tick", "what"])
        let start = trace.hops.first { $0.hostTime > 0 }?.hostTime
        for hop in trace.hops {
            let since = start.flatMap { hop.hostTime > 0 ? Reading.duration(hop.hostTime - $0) : nil } ?? ""
            table.add([
                hop.kind.rawValue, "\(hop.sequence)", hop.eventTime > 0 ? Self.clock(hop.eventTime) : "", since,
                hop.text,
            ])
        }
        return "order \(trace.orderID) of strategy \(trace.strategy)\n" + table.text()
    }

    /// Time of day, HH:MM:SS.nnnnnnnnn.
    static func clock(_ time: Int64) -> String {
        let inDay = ((time % 86_400_000_000_000) + 86_400_000_000_000) % 86_400_000_000_000
        let (seconds, rest) = inDay.quotientAndRemainder(dividingBy: 1_000_000_000)
        func two(_ value: Int64) -> String { value < 10 ? "0\(value)" : "\(value)" }
        let fraction = String(rest)
        return "\(two(seconds / 3600)):\(two(seconds / 60 % 60)):\(two(seconds % 60))."
            + String(repeating: "0", count: 9 - fraction.count) + fraction
    }
}
