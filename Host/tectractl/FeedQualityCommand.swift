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
            Worst is what has most faults, then the largest share of its time crossed or stale, then locked. \
            Percentiles of spreads are by time, of shares and levels by changes of the best prices; they are exact to \
            a 64th. Of a journal it judges the feed as the engine applied it, with the gaps that were declared.

            Exit codes: 0 nothing was lost or refused; 1 something was; 2 the file can not be read.
            """)
    @Argument(
        help: "ITCH 5.0 with two-byte lengths or a capture of MoldUDP64, plain or gzip; or a run directory.",
        completion: .file())
    var file: String
    @Option(help: "One symbol alone.") var symbol: String?
    @Option(help: "Seconds without a message that are stale.") var stale = 60.0
    @Option(help: "Instruments to show; 0 shows all. JSON has all.") var top = 20
    @Option(help: "Where line A of a capture was sent; else every datagram counts for it.") var lineA: Endpoint?
    @Option(help: "Where line B of a capture was sent.") var lineB: Endpoint?
    @Flag(help: "Print JSON.") var json = false

    func validate() throws {
        guard stale > 0, stale <= 86_400 else {
            throw ValidationError("--stale takes more than 0, at most 86400 seconds")
        }
        guard top >= 0 else { throw ValidationError("--top takes 0 or more") }
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
        var quality = try DayQuality(.wholeMarket, stale: Int64(stale * 1e9))
        let ending =
            try JournaledDay.isJournal(file)
            ? journal(&quality) : CaptureReader.isCapture(file) ? capture(&quality) : day(&quality)
        quality.finish()
        var report = FeedQualityReport(quality, ending: ending)
        if let symbol {
            report.instruments.removeAll { $0.symbol != symbol }
            guard !report.instruments.isEmpty else {
                Terminal.complain("\(file): names no symbol \(symbol); feed inspect shows what it has")
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
            if quality.messages & 0xFFFFF == 0 { progress.show("\(Reading.grouped(quality.messages)) messages") }
        }
        progress.end()
        return day.ending(offset).map { "\($0), at byte \($0.offset)" }
    }

    private func journal(_ quality: inout DayQuality) throws -> String? {
        var day = try JournaledDay(file)
        let progress = Progress("judging")
        while let item = try day.next() {
            switch item {
            case .message(let bytes): quality.apply(bytes)
            case .gap(let first, let count): quality.lose(first: first, count: count)
            }
            if quality.messages & 0xFFFFF == 0 { progress.show("\(Reading.grouped(quality.messages)) messages") }
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
            case .idle:
                guard feed.counters.faults > 0 else { return nil }
                return "\(Reading.grouped(feed.counters.faults)) packets were not understood; the first: "
                    + "\(feed.faults.first?.description ?? "unknown")"
            }
        }
    }
}
