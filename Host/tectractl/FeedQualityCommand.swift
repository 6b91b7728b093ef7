/// `tectractl feed quality FILE`: how good the data of each instrument was, worst first.
internal import ArgumentParser
internal import FeedTransport
internal import MarketData

struct FeedQuality: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "quality",
        abstract: "Tells by instrument what was refused, silent, crossed or lost, and how it was quoted; worst first.",
        discussion: """
            Times are of regular hours (system events Q to M; all of a file that has neither) in continuous trading. \
            DEGRADED is the share of that time in which the book was crossed, nothing had come for longer than \
            --stale, or messages had been lost: from the first gap on a host distrusts all books, whatever comes \
            then. Worst is what has most faults, then the largest share degraded, then locked. \
            Percentiles of spreads are by time, of shares and levels by changes of the best prices; they are exact to \
            a 64th. Of a journal it judges the feed as the engine applied it, with the gaps that were declared.

            Exit codes: 0 nothing was lost or refused; 1 something was, or there was no message; 2 the file can not \
            be read.
            """)
    @Argument(
        help: "ITCH 5.0 with two-byte lengths or a capture of MoldUDP64, plain or gzip; or a run directory.",
        completion: .file())
    var file: String
    @Option(help: "One symbol alone.") var symbol: String?
    @Option(help: "Seconds without a message that are stale.") var stale = 60.0
    @Option(help: "Instruments to show; 0 shows all. JSON has all.") var top = 20
    @Option(
        help: "Where line A of a capture was sent; else every datagram counts for it.", transform: Endpoint.argument)
    var lineA: Endpoint?
    @Option(help: "Where line B of a capture was sent.", transform: Endpoint.argument) var lineB: Endpoint?
    @Flag(help: "Print JSON.") var json = false

    func validate() throws {
        guard stale > 0, stale <= 86_400 else {
            throw ValidationError("--stale takes more than 0, at most 86400 seconds")
        }
        guard top >= 0 else { throw ValidationError("--top takes 0 or more") }
        if let lineA, lineA == lineB {
            throw ValidationError("--line-a and --line-b are both \(lineA); each line was sent to a place of its own")
        }
    }

    func run() throws {
        try Terminal.run {
            let report: FeedQualityReport
            do {
                report = try judge()
            } catch let error as ExitCode {
                throw error
            } catch {
                Terminal.complain("\(error)")
                throw Exit.cannotRun
            }
            if json { try Terminal.json(report) } else { Terminal.print(report.text(top: top)) }
            if !report.isSound { throw Exit.failed }
        }
    }

    private func judge() throws -> FeedQualityReport {
        let isJournal = JournaledDay.isJournal(file)
        let isCapture = try !isJournal && CaptureReader.isCapture(file)
        if !isCapture, let option = lineA != nil ? "--line-a" : lineB != nil ? "--line-b" : nil {
            let kind = isJournal ? "a run directory" : "a day of ITCH"
            Terminal.complain("\(option) is for captures (pcap, pcapng), and \(file) is \(kind)")
            throw Exit.cannotRun
        }
        var quality = try DayQuality(.wholeMarket, stale: Int64(stale * 1e9))
        var ending = try isJournal ? journal(&quality) : isCapture ? capture(&quality) : day(&quality)
        if quality.messages == 0, ending == nil { ending = "no message of a feed is in it" }
        quality.finish()
        var report = FeedQualityReport(quality, ending: ending)
        if let symbol {
            report.instruments.removeAll { $0.symbol != symbol }
            guard !report.instruments.isEmpty else {
                Terminal.complain("\(file): names no symbol \(symbol); without --symbol all that it has are shown")
                throw Exit.cannotRun
            }
        }
        return report
    }

    private func day(_ quality: inout DayQuality) throws -> String? {
        let day = try ITCHFile(path: file)
        let progress = Progress("judging")
        var offset = 0
        while let message = day.next(&offset) {
            quality.apply(message)
            if quality.messages & 0xFFFFF == 0 { progress.show("\(Reading.count(quality.messages, "message"))") }
        }
        progress.end()
        return day.ending(offset)?.placed
    }

    private func journal(_ quality: inout DayQuality) throws -> String? {
        var day = try JournaledDay(file)
        let progress = Progress("judging")
        while let item = try day.next() {
            switch item {
            case .message(let bytes): quality.apply(bytes)
            case .gap(let first, let count): quality.lose(first: first, count: count)
            }
            if quality.messages & 0xFFFFF == 0 { progress.show("\(Reading.count(quality.messages, "message"))") }
        }
        progress.end()
        return day.ending
    }

    private func capture(_ quality: inout DayQuality) throws -> String? {
        var feed = try CaptureFeed(file, lineA: lineA, lineB: lineB)
        while true {
            switch feed.next() {
            case .message(_, let bytes): quality.apply(bytes)
            case .gap(let gap): quality.lose(first: gap.first, count: gap.end - gap.first)
            case .sessionBegan, .sessionEnded: break
            case .idle: return remark(feed, isEmpty: quality.messages == 0)
            }
        }
    }

    /// What of a capture was not understood, where its reading stopped before its end, and why nothing came of it.
    private func remark(_ feed: borrowing CaptureFeed, isEmpty: Bool) -> String? {
        var remarks: [String] = []
        let counters = feed.counters
        if let first = feed.faults.first {
            let were = counters.faults == 1 ? "was" : "were"
            remarks.append(
                "\(Reading.count(counters.faults, "packet")) \(were) not understood; the first: \(first.description)")
        }
        if let stop = feed.stopped { remarks.append("reading stopped at byte \(Reading.grouped(stop))") }
        if isEmpty {
            let lines = [lineA, lineB].compactMap { $0 }.map { "\($0)" }.joined(separator: " or ")
            let packets = Reading.count(counters.packets, "packet")
            if counters.packets == 0 {
                remarks.append("the capture has no packet that can be read")
            } else if counters.datagrams == 0 {
                let what = lines.isEmpty ? "a UDP datagram" : "a UDP datagram to \(lines)"
                remarks.append("none of \(packets) is \(what)")
            } else {
                remarks.append("no message is in \(Reading.count(counters.datagrams, "datagram")) of \(packets)")
            }
        }
        return remarks.isEmpty ? nil : remarks.joined(separator: "; ")
    }
}
