/// `tectractl plugin torture`: the suite of attacks on this machine's own sandbox, and the matrix of what held.
internal import ArgumentParser
internal import Foundation
internal import Torture

struct PluginTorture: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "torture",
        abstract: "Attacks this machine's sandbox with hostile strategies and prints what held.",
        discussion: """
            Runs real hostile libraries in real workers beside a strategy that must see every event in order. \
            Build them with Tests/HostilePlugins/build. Run it as the user the host runs as: root and an ordinary user \
            get different layers. What each attack is: docs/security.md.

            Exit codes: 0 everything is contained; 1 something is not; 2 the suite can not be run so.
            """)
    @Option(help: "The folder with the hostile libraries.", completion: .directory)
    var attacks = "Tests/HostilePlugins/out"
    @Option(parsing: .upToNextOption, help: "Only these attacks, 1 to 46.") var only: [Int] = []
    @Flag(help: "Also try attacks 1 to 25 with each layer of the sandbox alone.") var layers = false
    @Flag(help: "Every try by itself, not only every attack.") var tries = false
    @Option(help: "For the baseline of tick to order: seconds of quiet, in between, for each second of an attack.")
    var quiet = 1.0
    @Option(help: "Run everything so many times: the more orders, the surer the times of the strategy beside.")
    var rounds = 1
    @Flag(help: "Print JSON.") var json = false

    func validate() throws {
        for number in only where !(1...46).contains(number) {
            throw ValidationError("there is no attack \(number); they are numbered 1 to 46")
        }
        guard quiet >= 0, quiet <= 100 else { throw ValidationError("--quiet must be 0 to 100") }
        guard (1...100).contains(rounds) else { throw ValidationError("--rounds must be 1 to 100") }
    }

    func run() throws {
        try Terminal.run {
            let scratch = FileManager.default.temporaryDirectory.appending(path: "tectra-torture-\(getpid())")
            try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(at: scratch) }
            var plan = TorturePlan(
                worker: Self.beside("tectra-worker"), rig: Self.beside("tectra-rig"), libraries: attacks,
                scratch: scratch.path)
            plan.only = Set(only)
            plan.quiet = quiet
            plan.rounds = rounds
            let progress = Progress("attacking")
            let (report, matrix) = try suite(plan, progress)
            progress.end()
            if json {
                try Terminal.json(TortureFacts(report, matrix))
            } else {
                Terminal.print(TortureText(report, matrix, showsTries: tries).text)
            }
            if !report.isContained { throw Exit.failed }
        }
    }

    private func suite(_ plan: TorturePlan, _ progress: Progress) throws -> (TortureReport, LayerMatrix?) {
        guard FileManager.default.fileExists(atPath: "\(attacks)/witness.so") else {
            Terminal.complain("no hostile libraries in \(attacks); build them with Tests/HostilePlugins/build")
            throw Exit.cannotRun
        }
        do throws(ArenaError) {
            let torture = try Torture.prepare(plan)
            let report = torture.run { attack, round in
                let which = plan.rounds == 1 ? "" : "round \(round) of \(plan.rounds), "
                progress.show("\(which)\(attack.number) of 46: \(attack.name)")
            }
            let matrix = layers ? try torture.layerMatrix { progress.show($0) } : nil
            return (report, matrix)
        } catch {
            Terminal.complain("\(error)")
            throw Exit.cannotRun
        }
    }

    /// A program that lies where this one does.
    private static func beside(_ name: String) -> String {
        let own = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        return URL(filePath: own).deletingLastPathComponent().appending(path: name).path
    }
}
