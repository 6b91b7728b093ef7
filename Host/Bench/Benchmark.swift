/// The benchmarks by name: what each measures, and the one list that the command line shows.

/// What a benchmark is run with.
public struct BenchPlan: Sendable {
    /// Messages of the synthetic day, and its symbols.
    public var messages = 2_000_000
    public var symbols = 8000
    public var seed: UInt64 = 20_260_105
    /// Open-loop rate, events a second.
    public var rate = 1_000_000
    /// The tectra-worker program.
    public var worker = ""
    /// The folder with the built strategies: `NAME/build/libNAME.so`.
    public var plugins = "plugins"
    /// Where a journal may be written and removed again.
    public var scratch = "/tmp"

    public init() {}

    func library(_ name: String) -> String { "\(plugins)/\(name)/build/lib\(name).so" }
}

/// Why a benchmark could not be run, in words that say what to do.
public struct BenchError: Error, CustomStringConvertible {
    public let description: String

    init(_ description: String) { self.description = description }
    init(_ error: any Error) { description = "\(error)" }
}

/// One benchmark.
public struct Benchmark: Sendable {
    /// As the command line names it.
    public let name: String
    /// What it measures, in a line.
    public let about: String
    private let body: @Sendable (BenchPlan) throws -> [Figure]

    init(_ name: String, _ about: String, _ body: @escaping @Sendable (BenchPlan) throws -> [Figure]) {
        self.name = name
        self.about = about
        self.body = body
    }

    public func run(_ plan: BenchPlan) throws(BenchError) -> [Figure] {
        do { return try body(plan) } catch let error as BenchError { throw error } catch { throw BenchError(error) }
    }

    public static let all: [Benchmark] = [
        Benchmark("machine", "how late a thread that does nothing else reads the clock", HiccupBench.run),
        Benchmark("decode", "ITCH decoded from memory, every field read, no book", DecodeBench.run),
        Benchmark("book", "decoding, full-depth books and top-of-book records", BookBench.run),
        Benchmark("derived", "from a message to all that follows from its book and trades", DerivedBench.run),
        Benchmark("ring", "the market ring with no, one and ten readers; a bare round trip", RingBench.run),
        Benchmark("strategy", "host to sandboxed strategy and back; ticks a second; ten strategies", StrategyBench.run),
        Benchmark("pipeline", "feed to order through everything, open loop at --rate", PipelineBench.run),
        Benchmark("backtest", "a day in lockstep with a sandboxed moving-average strategy", BacktestBench.run),
        Benchmark("risk", "the pre-trade check with every rule set", RiskBench.run),
        Benchmark("journal", "appending records", JournalBench.run),
        Benchmark("ticks", "the tick store: a day into it, and windows out of it", TickStoreBench.run),
        Benchmark("kill", "the kill switch with ten thousand open orders", KillBench.run),
        Benchmark("load", "a strategy from file to locked down and ready", LoadBench.run),
    ]
}
