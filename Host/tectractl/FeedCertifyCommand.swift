/// `tectractl feed certify FILE`: what is in a day, and the hash of all books at fixed instants.
internal import ArgumentParser
internal import Journal
internal import MarketData

struct FeedCertify: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "certify",
        abstract: "Counts messages, orphan references and faults, and hashes all books every half hour.",
        discussion: """
            docs/certificate.md says which bytes are hashed, so that another implementation can check itself. \
            Of a run directory it certifies the books that its engine had: those of its journal.

            Exit codes: 0 no fault; 1 faults; 2 the file can not be read.
            """)
    @Argument(help: "ITCH 5.0 with two-byte lengths, plain or gzip; or a run directory.", completion: .file())
    var file: String
    @Flag(help: "Print JSON.") var json = false

    struct Report: Encodable {
        struct Digest: Encodable {
            /// HH:MM:SS, or `end`.
            let at: String
            let orders: Int
            let sha256: String
        }
        var messages = 0
        var types: [String: Int] = [:]
        var orphanReferences = 0
        var faults: [String: Int] = [:]
        var digests: [Digest] = []
        /// Most orders at rest at any time, and the memory that the books have.
        var ordersMost = 0
        var memoryBytes = 0
    }

    func run() throws {
        try Terminal.run {
            let report: Report
            do {
                report = try JournaledDay.isJournal(file) ? certifyJournal() : certify()
            } catch {
                Terminal.complain("\(error)")
                throw Exit.cannotRun
            }
            if json { try Terminal.json(report) } else { Terminal.print(text(report)) }
            if !report.faults.isEmpty { throw Exit.failed }
        }
    }

    private func certify() throws(MarketDataError) -> Report {
        let day = try ITCHFile(path: file)
        var certificate = try DayCertificate(.wholeMarket)
        let progress = Progress("certifying")
        var offset = 0
        while let message = day.next(&offset) {
            certificate.apply(message)
            if certificate.messages & 0xFFFFF == 0 {
                progress.show("\(Reading.count(certificate.messages, "message"))")
            }
        }
        progress.end()
        return report(&certificate, ending: day.ending(offset).map { "\($0)" })
    }

    private func certifyJournal() throws -> Report {
        var day = try JournaledDay(file)
        var certificate = try DayCertificate(.wholeMarket)
        let progress = Progress("certifying")
        var lost: UInt64 = 0
        while let item = try day.next() {
            switch item {
            case .message(let bytes): certificate.apply(bytes)
            case .gap(_, let count): lost &+= count
            }
            if certificate.messages & 0xFFFFF == 0 {
                progress.show("\(Reading.count(certificate.messages, "message"))")
            }
        }
        progress.end()
        let were = lost == 1 ? "was" : "were"
        let gap = lost > 0 ? "\(Reading.count(lost, "message")) \(were) lost for good" : nil
        return report(&certificate, ending: day.ending ?? gap)
    }

    private func report(_ certificate: inout DayCertificate, ending: String?) -> Report {
        certificate.finish()
        var report = Report()
        report.messages = certificate.messages
        for (type, count) in certificate.types { report.types["\(type.letter)"] = count }
        report.orphanReferences = certificate.orphanReferences
        for (fault, count) in certificate.faults { report.faults[fault.text] = count }
        if let ending { report.faults[ending] = 1 }
        report.digests = certificate.digests.map {
            Report.Digest(at: Self.clock($0.instant), orders: $0.orders, sha256: $0.sha256)
        }
        report.ordersMost = certificate.usage.ordersMost
        report.memoryBytes = certificate.usage.bytes
        return report
    }

    private static func clock(_ instant: Int64?) -> String {
        guard let instant else { return "end" }
        let minutes = instant / 60_000_000_000
        func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(two(minutes / 60)):\(two(minutes % 60)):00"
    }

    private func text(_ report: Report) -> String {
        var table = Table(["books at", ">orders", "sha256"])
        for digest in report.digests { table.add([digest.at, Reading.grouped(digest.orders), digest.sha256]) }
        let types = report.types.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
            .map { "\($0.key) \(Reading.grouped($0.value))" }
        var text = table.text() + "\n\(Reading.count(report.messages, "message")): \(types.joined(separator: ", "))"
        text += "\n\(Reading.count(report.orphanReferences, "orphan reference"))"
        for (fault, count) in report.faults.sorted(by: { $0.value > $1.value }) {
            text += "\n\(Reading.count(count, "fault")): \(fault)"
        }
        text += "\nat most \(Reading.count(report.ordersMost, "order")) at rest; the books have "
        return text + "\(report.memoryBytes >> 20) MiB and take no more"
    }
}
