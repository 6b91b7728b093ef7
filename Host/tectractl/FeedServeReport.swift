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
            "\(Reading.count(sent, "datagram")) sent, \(Reading.grouped(dropped)) lost, "
                + "\(Reading.grouped(doubled)) doubled, \(Reading.grouped(heldBack)) held back, "
                + "\(Reading.grouped(unsent)) refused by the system"
        }
    }

    struct Requests: Encodable {
        let received, refused, answered, messages, dropped: UInt64
    }

    let session: String
    let seed: UInt64
    let messages: UInt64
    /// Messages of no bytes in the file.
    let passedOver: Int
    /// It ended before every message was published.
    let isStopped: Bool
    let seconds: Double
    let lineA: Line
    let lineB: Line
    let requests: Requests

    init(_ publisher: borrowing FeedPublisher, session: String, seed: UInt64, seconds: Double) {
        self.session = session
        self.seed = seed
        self.seconds = seconds
        messages = publisher.next - 1
        passedOver = publisher.passedOver
        isStopped = messages < UInt64(publisher.count)
        lineA = Line(publisher.countersA)
        lineB = Line(publisher.countersB)
        let answered = publisher.answered
        requests = Requests(
            received: answered.requests, refused: answered.refused, answered: answered.answers,
            messages: answered.messages, dropped: answered.dropped)
    }

    var text: String {
        var lines = [
            "\(Reading.count(messages, "message")) published in \(String(format: "%.3f", seconds)) s (seed \(seed))",
            "line A: \(lineA.text)",
            "line B: \(lineB.text)",
            "requests: \(Reading.grouped(requests.received)) received, \(Reading.grouped(requests.answered)) answered "
                + "with \(Reading.count(requests.messages, "message")), \(Reading.grouped(requests.refused)) refused, "
                + "\(Reading.count(requests.dropped, "answer")) lost",
        ]
        if isStopped { lines.append("stopped before the end of the file") }
        if passedOver > 0 {
            lines.append(
                "\(Reading.count(passedOver, "message")) of no bytes in the file passed over; feed inspect says where")
        }
        return lines.joined(separator: "\n")
    }
}
