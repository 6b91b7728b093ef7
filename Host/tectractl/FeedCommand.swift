/// `tectractl feed`: make a day, look into one, read a book off it; start and stop a running host's.
internal import ArgumentParser
internal import Foundation
internal import MarketData
internal import Records

struct Feed: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Market-data feeds: generate, inspect and read days of ITCH; start and stop a host's.",
        subcommands: [FeedGenerate.self, FeedInspect.self, FeedBook.self, FeedCertify.self, FeedQuality.self]
            + [FeedServeCommand.self]
            + FeedControl.subcommands)
}

struct FeedGenerate: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "generate", abstract: "Writes a synthetic day of ITCH 5.0; the same seed gives the same bytes.")
    @Option(help: "Messages of activity, besides those that begin and end the day.") var messages = 1_000_000
    @Option(help: "Symbols.") var symbols = 20
    @Option(help: "Seed.") var seed: UInt64 = 1
    @Option(help: "trend, mean-revert (the default), pairs or crash.", transform: Self.regime)
    var regime = DayRegime.meanRevert
    @Flag(help: "Auctions, pauses, short-sale restrictions and broken trades too.") var events = false
    @Option(help: "The file to write; plain, never compressed.", completion: .file()) var out: String
    @Flag(help: "Write over a file that is there.") var force = false
    @Flag(help: "Print JSON.") var json = false

    func validate() throws {
        guard (1...1_000_000_000).contains(messages) else { throw ValidationError("--messages takes 1 to 1000000000") }
        guard (1...8000).contains(symbols) else { throw ValidationError("--symbols takes 1 to 8000") }
        guard !out.lowercased().hasSuffix(".gz") else {
            throw ValidationError("\(out) would not be compressed: leave the .gz out, and gzip the file afterwards")
        }
    }

    private static func regime(_ text: String) throws -> DayRegime {
        guard let regime = DayRegime(rawValue: text) else {
            throw ValidationError("\(text) is none of \(DayRegime.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        return regime
    }

    struct Report: Encodable {
        let file: String
        let messages: Int
        let bytes: Int
    }

    func run() throws {
        try Terminal.run {
            guard force || !FileManager.default.fileExists(atPath: out) else {
                Terminal.complain("\(out) is there already; give --force to write over it, or another --out")
                throw Exit.cannotRun
            }
            let progress = Progress("generating")
            let report: Report
            do {
                report = try write { progress.show("\(Reading.grouped($0)) of \(Reading.count(messages, "message"))") }
            } catch {
                Terminal.complain("\(out): \(error.localizedDescription)")
                throw Exit.cannotRun
            }
            progress.end()
            if json {
                try Terminal.json(report)
            } else {
                Terminal.print(
                    "\(out): \(Reading.count(report.messages, "message")), \(Reading.count(report.bytes, "byte"))")
            }
        }
    }

    private func write(_ progress: (Int) -> Void) throws -> Report {
        try FileManager.default.createDirectory(
            at: URL(filePath: out).deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data().write(to: URL(filePath: out))
        let file = try FileHandle(forWritingTo: URL(filePath: out))
        defer { try? file.close() }
        var day = DayGenerator(
            DayPlan(messages: messages, symbols: symbols, seed: seed, regime: regime, hasEvents: events))
        var buffer = Data(capacity: 1 << 20)
        var count = 0
        var bytes = 0
        while let message = day.next() {
            buffer.append(UInt8(truncatingIfNeeded: message.count >> 8))
            buffer.append(UInt8(truncatingIfNeeded: message.count))
            buffer.append(contentsOf: message)
            count += 1
            if buffer.count > 1 << 20 {
                bytes += buffer.count
                try file.write(contentsOf: buffer)
                buffer.removeAll(keepingCapacity: true)
                progress(count)
            }
        }
        bytes += buffer.count
        try file.write(contentsOf: buffer)
        return Report(file: out, messages: count, bytes: bytes)
    }
}
