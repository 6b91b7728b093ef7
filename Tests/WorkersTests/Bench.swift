// What every test of a worker needs: libraries built from the fixture, a market ring, a worker
// beside the test bundle, and a way to wait without hanging.
import Foundation
import PluginABI
import Records
import Sandbox
import SharedMemory
import TestSupport
import Workers

enum Bench {
    /// tectra-worker lies beside the test bundle.
    static let program = Program.built("tectra-worker")

    static let sandbox = Result { try SandboxHost(mode: .paper) }

    struct BuildFailed: Error { let text: String }

    /// Builds the fixture with the given flags, once for each set of flags.
    static func library(_ flags: String...) throws -> String {
        try Builds.shared.library(flags)
    }

    static func spec(_ library: String, mode: Int64? = nil) -> WorkerSpec {
        var spec = WorkerSpec(program: program, library: library, strategy: 1)
        if let mode { spec.parameters = [tectra_parameter("mode", integer: mode)] }
        spec.instruments = 64
        spec.openOrders = 64
        spec.wait = WaitStrategy(spins: 2000, yields: 50, sleep: 1_000_000)
        return spec
    }
}

/// Libraries built so far.
final class Builds: @unchecked Sendable {
    static let shared = Builds()
    private let lock = NSLock()
    private let directory = TemporaryDirectory()
    private var built: [[String]: String] = [:]

    func library(_ flags: [String]) throws -> String {
        lock.lock()
        defer { lock.unlock() }
        if let path = built[flags] { return path }
        let path = directory.file("strategy-\(built.count).so")
        let source = Checkout.root.appending(path: "Tests/WorkersTests/Fixtures/strategy.c").path
        let include = Checkout.root.appending(path: "PluginABI/include").path
        let arguments = ["clang", "-shared", "-fPIC", "-O2", "-I", include, source, "-o", path] + flags
        let (status, output) = try Program.run(arguments)
        guard status == 0 else { throw Bench.BuildFailed(text: output) }
        built[flags] = path
        return path
    }

    func file(_ name: String) -> String { directory.file(name) }

    /// The strategy in Swift, built as its author would: alone, against the headers.
    func swiftLibrary() throws -> String {
        lock.lock()
        defer { lock.unlock() }
        if let path = built[["swift"]] { return path }
        let path = directory.file("strategy-swift.so")
        let source = Checkout.root.appending(path: "Tests/WorkersTests/Fixtures/strategy.swift").path
        let include = Checkout.root.appending(path: "PluginABI/include").path
        let (status, output) = try Program.run([
            "swiftc", "-O", "-emit-library", "-parse-as-library", "-module-name", "churn", "-I", include, source,
            "-o", path,
        ])
        guard status == 0 else { throw Bench.BuildFailed(text: output) }
        built[["swift"]] = path
        return path
    }
}

/// A market and one worker on it.
final class Trial {
    let marketRegion: SharedRegion
    var market: MarketRing.Writer
    var worker: WorkerProcess
    var sequence: UInt64 = 0

    init(_ spec: WorkerSpec, cells: Int = 4096) throws {
        let region = try SharedRegion.create(name: "market", size: RingLayout.marketRegionSize(cells: cells))
        let writer = try MarketRing.Writer(in: region)
        let worker = try WorkerProcess.spawn(spec, market: region, sandbox: try Bench.sandbox.get())
        marketRegion = region
        market = writer
        self.worker = worker
    }

    func send<R: Record>(_ record: R) {
        var record = record
        let taken = withUnsafeBytes(of: &record) { worker.mail.write($0) }
        precondition(taken, "the private ring is full")
        worker.bell.ring()
    }

    func command(_ command: Int, value: UInt64 = 0) {
        sequence += 1
        var record = tectra_command.blank
        record.sequence = sequence
        record.command = UInt8(command)
        record.value = value
        send(record)
    }

    func announce(_ instrument: UInt32) {
        sequence += 1
        var record = tectra_instrument.blank
        record.sequence = sequence
        record.instrument = instrument
        record.tick_size = 10_000_000
        send(record)
    }

    /// Announces instrument 1 and starts.
    func start() {
        announce(1)
        command(Int(TECTRA_COMMAND_START))
    }

    func tick(_ instrument: UInt32 = 1, bid: Int64 = 10_000_000_000) {
        sequence += 1
        var record = tectra_tick.blank
        record.sequence = sequence
        record.time = Int64(sequence) * 1000
        record.instrument = instrument
        record.bid_price = bid
        record.ask_price = bid + 20_000_000
        record.bid_quantity = 100
        record.ask_quantity = 200
        withUnsafeBytes(of: &record) { market.publish($0) }
        worker.bell.ring()
    }

    /// The next request, waiting at most two seconds.
    func request() -> (template: Int, bytes: [UInt8])? {
        let deadline = Stopwatch.now() + 2_000_000_000
        var hasEnded = false
        while Stopwatch.now() < deadline {
            switch worker.requests.poll() {
            case .request(let request): return (Int(request.template), [UInt8](request.record))
            case .empty:
                // What a worker sent before its end is taken after it.
                if hasEnded { return nil }
                hasEnded = worker.poll() != nil
            case .corrupt(let reason): preconditionFailure("\(reason)")
            }
        }
        return nil
    }

    /// The next request as a record of a type; nil when it is another or none comes.
    func request<R: Record>(as type: R.Type) -> R? {
        guard let next = request() else { return nil }
        return next.bytes.withUnsafeBytes { R(copying: $0) }
    }

    /// The text of the next log line.
    func line() -> String? {
        guard let log = request(as: tectra_log.self) else { return nil }
        return withUnsafeBytes(of: log.text) { String(decoding: $0.prefix(Int(log.length)), as: UTF8.self) }
    }

    // What the worker says, as plain values.
    func exit() -> WorkerExit? { worker.poll() }
    var processed: UInt64 { worker.words.processed.load() }
    var heartbeat: UInt64 { worker.words.heartbeat.load() }
    var droppedLogs: UInt64 { worker.droppedLogs }
    var laps: UInt64 { worker.laps }
    var facts: StrategyFacts { worker.facts }

    /// Whether everything sent so far was handled, waiting at most ten seconds.
    func settles() -> Bool {
        let deadline = Stopwatch.now() + 10_000_000_000
        while Stopwatch.now() < deadline {
            if worker.hasHandledAll(upTo: market.head) { return true }
        }
        return false
    }

    /// How the worker ended, waiting at most thirty seconds.
    func end() -> WorkerExit? {
        let deadline = Stopwatch.now() + 30_000_000_000
        while Stopwatch.now() < deadline {
            if let exit = worker.poll() { return exit }
            usleep(200)
        }
        return nil
    }
}
