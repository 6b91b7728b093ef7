/// `tectractl bench`: how fast this machine runs each part, in figures that can be kept and compared.
internal import ArgumentParser
internal import Bench
internal import Foundation

struct Bench: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Measures parts of the system: rate, p50, p99, p99.9 and the slowest.",
        discussion: """
            NAME is one of: \(Benchmark.all.map(\.name).joined(separator: ", ")); or all. Strategies come from \
            --plugins (make plugins builds them). A busy machine shows in the tail: note the load that is printed. \
            Build with -c release; a debug build measures nothing worth knowing, and says so.
            """)
    @Argument(help: "What to measure; all is everything.", completion: .list(Benchmark.all.map(\.name) + ["all"]))
    var names: [String] = ["all"]
    @Option(help: "Messages of the synthetic day.") var messages = 2_000_000
    @Option(help: "Symbols of the synthetic day.") var symbols = 8000
    @Option(help: "Open-loop rate, events a second.") var rate = 1_000_000
    @Option(help: "Folder of the built strategies.", completion: .directory) var plugins = "plugins"
    @Option(help: "Folder for a journal that is removed again.", completion: .directory) var scratch = "/tmp"
    @Option(help: "A report saved with --json to compare with.", completion: .file()) var compare: String?
    @Flag(help: "Print JSON.") var json = false

    func validate() throws {
        for name in names where name != "all" && !Benchmark.all.contains(where: { $0.name == name }) {
            throw ValidationError(
                "there is no benchmark \(name); known are \(Benchmark.all.map(\.name).joined(separator: ", ")) and all")
        }
        guard (1000...100_000_000).contains(messages) else {
            throw ValidationError("--messages takes 1000 to 100000000")
        }
        guard (2...8000).contains(symbols) else { throw ValidationError("--symbols takes 2 to 8000") }
        guard (1000...100_000_000).contains(rate) else { throw ValidationError("--rate takes 1000 to 100000000") }
    }

    func run() throws {
        try Terminal.run {
            var earlier: BenchReport?
            if let compare {
                do { earlier = try BenchReport(contentsOf: compare) } catch {
                    Terminal.complain(
                        "\(compare) is no report of tectractl bench --json: \(error.localizedDescription)")
                    throw Exit.cannotRun
                }
            }
            let machine = Machine.here()
            let revision = BenchReport.currentRevision()
            if !json { Terminal.print("\(machine.summary)\nrevision \(revision), \(Self.build) build\n") }
            var figures: [Figure] = []
            var table = FigureTable(earlier)
            for benchmark in Benchmark.all where names.contains("all") || names.contains(benchmark.name) {
                let progress = Progress(benchmark.name)
                progress.show(benchmark.about)
                do throws(BenchError) {
                    let found = try benchmark.run(plan)
                    progress.end()
                    figures += found
                    for figure in found { table.add(figure) }
                } catch {
                    progress.end()
                    Terminal.complain("bench \(benchmark.name): \(error)")
                    throw Exit.failed
                }
            }
            let report = BenchReport(
                machine: machine, revision: revision, date: Date().formatted(.iso8601), figures: figures)
            Terminal.print(json ? try report.json() : table.text)
        }
    }

    private var plan: BenchPlan {
        var plan = BenchPlan()
        plan.messages = messages
        plan.symbols = symbols
        plan.rate = rate
        plan.plugins = URL(filePath: plugins).standardizedFileURL.path
        plan.scratch = scratch
        let own = URL(filePath: CommandLine.arguments[0]).resolvingSymlinksInPath()
        let image = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? own.path
        plan.worker = URL(filePath: image).deletingLastPathComponent().appending(path: "tectra-worker").path
        return plan
    }

    private static var build: String {
        #if DEBUG
            "debug (figures mean nothing)"
        #else
            "release"
        #endif
    }
}

/// Figures as people compare them.
private struct FigureTable {
    private var table: Table
    private var notes: [String] = []
    private let earlier: BenchReport?

    init(_ earlier: BenchReport?) {
        self.earlier = earlier
        table = Table(
            ["figure", ">per second", ">p50", ">p99", ">p99.9", ">max"] + (earlier == nil ? [] : [">against then"])
                + ["counts"])
    }

    mutating func add(_ figure: Figure) {
        let latency = figure.latency.map { [$0.p50, $0.p99, $0.p999, $0.max] }
        var row = [figure.name, "\(Self.rate(figure.perSecond)) \(figure.unit)s"]
        row += latency?.map { Reading.duration(Int64(clamping: $0)) } ?? ["", "", "", ""]
        if let earlier {
            let then = earlier.figures.first { $0.name == figure.name }?.perSecond
            row.append(then.map { String(format: "%.2f", figure.perSecond / max($0, 1e-9)) } ?? "new")
        }
        row.append(figure.counts.sorted { $0.key < $1.key }.map { "\($0.key) \(Reading.grouped($0.value))" }
            .joined(separator: ", "))
        table.add(row)
        if !figure.note.isEmpty { notes.append("  \(figure.name): \(figure.note)") }
    }

    var text: String { table.text() + "\n\n" + notes.joined(separator: "\n") }

    private static func rate(_ value: Double) -> String {
        switch value {
        case 1e6...: String(format: "%.2f M", value / 1e6)
        case 1e4...: String(format: "%.1f k", value / 1e3)
        default: String(format: "%.0f", value)
        }
    }
}
