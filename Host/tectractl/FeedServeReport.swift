/// What `tectractl feed serve` says at the end.
internal import FeedTransport
internal import Foundation

struct FeedServeReport: Encodable {
    struct Line: Encodable {
        let sent, dropped, doubled, heldBack, unsent: UInt64

        init(_ counters: PublishedCounters) {
            sent = counters.sent
            dropped = counters.dropped
            doubled = counters.doubled
            heldBack = counters.heldBack
            unsent = counters.unsent
        }

        var text: String {
            "\(sent) datagrams sent, \(dropped) lost, \(doubled) doubled, \(heldBack) held back, "
                + "\(unsent) refused by the system"
        }
    }

    struct Requests: Encodable {
        let received, refused, answered, messages, dropped: UInt64
    }

    let session: String
    let seed: UInt64
    let messages: UInt64
    let seconds: Double
    let lineA: Line
    let lineB: Line
    let requests: Requests

    init(_ publisher: borrowing FeedPublisher, session: String, seed: UInt64, seconds: Double) {
        self.session = session
        self.seed = seed
        self.seconds = seconds
        messages = publisher.next - 1
        lineA = Line(publisher.countersA)
        lineB = Line(publisher.countersB)
        let answered = publisher.answered
        requests = Requests(
            received: answered.requests, refused: answered.refused, answered: answered.answers,
            messages: answered.messages, dropped: answered.dropped)
    }

    var text: String {
        """
        \(messages) messages published in \(String(format: "%.3f", seconds)) s (seed \(seed))
        line A: \(lineA.text)
        line B: \(lineB.text)
        requests: \(requests.received) received, \(requests.answered) answered with \(requests.messages) messages, \
        \(requests.refused) refused, \(requests.dropped) answers lost
        """
    }
}
