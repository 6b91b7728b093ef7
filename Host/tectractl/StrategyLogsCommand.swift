/// `tectractl strategy logs NAME`: what a strategy has written, from the journal; the host need not run.
internal import ArgumentParser
internal import ControlClient
internal import Foundation
internal import Journal

struct StrategyLogs: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "logs",
        abstract: "What a strategy has written, and goes on writing.",
        discussion: """
            Read from the journal, where its lines are; a strategy may write 1,000 a second of event time, 64 at once. \
            Time is when the host took the line.

            Exit codes: 0 shown; 1 the journal has no such strategy; 2 there is no journal.
            """)

    enum Level: String, ExpressibleByArgument, CaseIterable {
        case debug, info, warning, error

        var number: UInt8 { UInt8((Self.allCases.firstIndex(of: self) ?? 0) + 1) }
    }

    @Argument(help: "Its name, or its number.") var name: String
    @Option(
        help: "The host's run directory, or a journal's own; else TECTRA_DIRECTORY, else ./run.",
        completion: .directory)
    var directory: String?
    @Flag(name: .shortAndLong, help: "Go on with what is written from now on, until interrupted.") var follow = false
    @Option(name: [.customLong("lines"), .customShort("n")], help: "So many of the last lines.") var last = 100
    @Option(help: "This level and above: debug, info, warning, error.") var level = Level.debug
    @Flag(help: "Print JSON, one object a line.") var json = false

    func validate() throws {
        guard (0...100_000).contains(last) else { throw ValidationError("--lines must be 0 to 100000") }
    }

    func run() throws {
        try Terminal.run {
            let given = directory ?? ProcessInfo.processInfo.environment["TECTRA_DIRECTORY"] ?? "run"
            let journal = JournalPath.resolve(given)
            guard FileManager.default.fileExists(atPath: journal + "/000001.seg") else {
                Terminal.complain("there is no journal in \(given); name the host's run directory with --directory")
                throw Exit.cannotRun
            }
            let isKnown: Bool
            do throws(JournalError) {
                isKnown = try show(journal)
            } catch {
                Terminal.complain("\(error)")
                throw Exit.cannotRun
            }
            guard isKnown else {
                Terminal.complain("no strategy \"\(name)\" is in this journal; see tectractl strategy list")
                throw Exit.failed
            }
        }
    }

    /// - Returns: false when the journal has no such strategy.
    private func show(_ journal: String) throws(JournalError) -> Bool {
        var log = StrategyLog(journal, of: name)
        var kept: [StrategyLogLine] = []
        while let line = try log.next() {
            guard line.level >= level.number, last > 0 else { continue }
            kept.append(line)
            // Cut now and then, so that a long journal costs no more than its last lines.
            if kept.count >= 2 * last { kept.removeFirst(kept.count - last) }
        }
        kept.suffix(last).forEach(print)
        guard follow else {
            return log.isKnown
        }
        while true {
            while let line = try log.next() { if line.level >= level.number { print(line) } }
            usleep(50_000)
        }
    }

    private struct Line: Encodable {
        let strategy: UInt8
        let sequence, cause: UInt64
        let received: Int64
        let level, text: String
    }

    private func print(_ line: StrategyLogLine) {
        let level = Level.allCases[Int(line.level - 1)].rawValue
        guard json else {
            return Terminal.print("\(JournalTrace.clock(line.received)) \(level) \(line.text)")
        }
        let object = Line(
            strategy: line.strategy, sequence: line.sequence, cause: line.cause, received: line.received, level: level,
            text: line.text)
        let encoded = try? JSONEncoder.control.encode(object)
        Terminal.print(encoded.map { String(decoding: $0, as: UTF8.self) } ?? "{}")
    }
}
