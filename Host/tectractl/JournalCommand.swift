/// `tectractl journal`: verify, and trace one order.
internal import ArgumentParser
internal import Foundation
internal import Journal

struct Journal: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Reads a journal: verify it, trace an order through it.",
        subcommands: [JournalVerify.self, JournalTrace.self])
}

struct JournalVerify: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Checks every frame and prints the root.",
        discussion: "Exit codes: 0 the journal is whole; 1 it is damaged or torn; 2 there is none to check.")
    @Argument(help: "The journal's directory, or the run directory it is in.", completion: .directory)
    var directory: String
    @Flag(help: "Print JSON.") var json = false

    func run() throws {
        try Terminal.run {
            let progress = Progress("verifying")
            let found: JournalVerification
            do throws(JournalError) {
                found = try JournalVerification(JournalPath.resolve(directory)) {
                    progress.show("\(Reading.grouped($0)) frames")
                }
            } catch {
                Terminal.complain("\(error)")
                throw Exit.cannotRun
            }
            progress.end()
            if json { try Terminal.json(VerifyReport(found)) } else { Terminal.print(text(found)) }
            if !found.isClean { throw Exit.failed }
        }
    }

    private func text(_ found: JournalVerification) -> String {
        var facts = FactList()
        facts.add(
            "frames",
            "\(Reading.grouped(found.frames)) in \(Reading.count(found.segments, "segment")), "
                + "\(Reading.count(found.bytes, "byte"))")
        facts.add(
            "inputs", "\(Reading.grouped(found.inputs)), sequence \(found.firstSequence) to \(found.lastSequence)")
        facts.add("outputs", Reading.grouped(found.outputs))
        facts.add("notes", Reading.grouped(found.notes))
        facts.add("root", found.root)
        let verdict = found.isClean ? "journal: whole" : found.problems.map { "journal: \($0)" }.joined(separator: "\n")
        return facts.text + "\n" + verdict
    }
}

struct VerifyReport: Encodable {
    let segments: Int
    let frames, inputs, outputs, notes, bytes, firstSequence, lastSequence: UInt64
    let root: String
    let isWhole: Bool
    let problems: [String]

    init(_ found: JournalVerification) {
        segments = found.segments
        frames = found.frames
        inputs = found.inputs
        outputs = found.outputs
        notes = found.notes
        bytes = found.bytes
        firstSequence = found.firstSequence
        lastSequence = found.lastSequence
        root = found.root
        isWhole = found.isClean
        problems = found.problems
    }
}

/// A journal is named by its own directory or by the run directory around it.
enum JournalPath {
    static func resolve(_ given: String) -> String {
        let inner = given + "/journal"
        return FileManager.default.fileExists(atPath: inner + "/000001.seg") ? inner : given
    }
}

/// One line on standard error that is written over and over, when that is a screen.
final class Progress {
    private let title: String
    private let isScreen = isatty(2) == 1
    private var shown: Date = .distantPast

    init(_ title: String) { self.title = title }

    func show(_ text: String) {
        guard isScreen, Date().timeIntervalSince(shown) > 0.1 else { return }
        shown = Date()
        FileHandle.standardError.write(Data("\r\u{1B}[2K\(title): \(text)".utf8))
    }

    func end() {
        if isScreen { FileHandle.standardError.write(Data("\r\u{1B}[2K".utf8)) }
    }
}
