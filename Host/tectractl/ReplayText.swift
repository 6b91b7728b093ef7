/// What a replay found, for people and as JSON.
internal import Journal
internal import Replay

enum ReplayText {
    static func text(_ report: ReplayReport, _ again: StrategyReplayReport?) -> String {
        let differences = report.differences + (again?.differences ?? 0)
        var text = "replay: \(Reading.count(report.events, "event")), "
        if let again {
            text += "\(Reading.count(again.requests, "request")) of \(again.strategies) "
            text += again.strategies == 1 ? "strategy" : "strategies"
            text += again.versions > again.strategies ? " in \(Reading.count(again.versions, "life", "lives")), " : ", "
        }
        text += "\(Reading.count(differences, "difference"))"
        for first in [report.first, again?.first].compactMap({ $0 }) {
            let place =
                first.sequence == 0
                ? "" : " at input \(first.sequence) (segment \(first.segment), byte \(first.offset))"
            text += "\nfirst\(place): \(first.reason)"
            text += "\n  journaled \(first.journaled.hexadecimal)\n  replayed  \(first.replayed.hexadecimal)"
        }
        for tail in again?.tails ?? [] {
            text +=
                "\nnote: \(tail.name) asked \(Reading.grouped(tail.requests)) more behind the end of its stream, "
                + "which was not a stop in order"
        }
        return text
    }
}

struct ReplayFacts: Encodable {
    let events, inputs, outputs, differences: UInt64
    let first: First?
    let strategies: Strategies?

    struct First: Encodable {
        let sequence: UInt64
        let segment, offset: Int
        let reason, journaled, replayed: String

        init(_ difference: ReplayDifference) {
            sequence = difference.sequence
            segment = difference.segment
            offset = difference.offset
            reason = difference.reason
            journaled = difference.journaled.hexadecimal
            replayed = difference.replayed.hexadecimal
        }
    }

    /// What came of `--strategies`.
    struct Strategies: Encodable {
        let strategies, versions: Int
        let requests, differences, laps: UInt64
        /// Requests behind the end of a stream that was cut off, by strategy.
        let tails: [String: UInt64]
        let first: First?
    }

    init(_ report: ReplayReport, _ again: StrategyReplayReport?) {
        events = report.events
        inputs = report.inputs
        outputs = report.outputs
        differences = report.differences
        first = report.first.map(First.init)
        strategies = again.map { again in
            Strategies(
                strategies: again.strategies, versions: again.versions, requests: again.requests,
                differences: again.differences, laps: again.laps,
                tails: Dictionary(again.tails.map { ($0.name, $0.requests) }, uniquingKeysWith: +),
                first: again.first.map(First.init))
        }
    }
}
