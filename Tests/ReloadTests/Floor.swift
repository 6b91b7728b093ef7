// A whole engine in this process: a generated day played at a pace, two strategies that must do the
// same, and afterwards the journal as the witness.
import EngineLink
import Foundation
import Journal
import Live
import MarketData
import PluginABI
import Records
import Replay
import SharedMemory
import TestSupport
import Workers

final class Floor: @unchecked Sendable {
    struct Failure: Error { let text: String }

    let directory = TemporaryDirectory()
    private var thread: TestThread?
    private let failure = Box()

    private final class Box: @unchecked Sendable { var text: String? }

    private static let worker = Program.built("tectra-worker")

    var path: String { directory.path + "/run" }
    var journal: String { path + "/journal" }

    /// - Parameter speed: seconds of the day in one of the host.
    init(messages: Int, speed: Int64, symbols: Int = 4) throws {
        var day = DayGenerator(DayPlan(messages: messages, symbols: symbols, seed: 7, regime: .meanRevert))
        var bytes: [UInt8] = []
        while let message = day.next() {
            bytes.append(UInt8(message.count >> 8))
            bytes.append(UInt8(message.count & 255))
            bytes += message
        }
        try Data(bytes).write(to: URL(filePath: directory.file("day.itch")))
        var configuration = EngineConfiguration()
        configuration.directory = path
        configuration.session = 1_767_571_200_000_000_000
        configuration.feedFile = directory.file("day.itch")
        configuration.feedSpeed = .times(speed)
        configuration.feedStart = .onCommand
        configuration.workerProgram = Self.worker
        configuration.instrumentsMax = 64
        configuration.ordersMax = 1 << 16
        configuration.ownOrdersMax = 1 << 16
        configuration.marketRingCells = 1 << 16
        configuration.journalSegment = 64 << 20
        let failure = failure
        let given = configuration
        thread = TestThread {
            do { try LiveEngine.run(given, build: "test") } catch { failure.text = "\(error)" }
        }
        try wait(for: "the engine") { (try? LinkClient(connectingTo: path + "/engine.sock")) != nil }
        var client = try self.client()
        try client.commit((0...2).map(Self.limits), version: 1)
    }

    private static func limits(_ strategy: UInt8) -> tectra_limits {
        var row = tectra_limits.blank
        row.version = 1
        row.strategy = strategy
        row.band_bps = 5000
        row.order_quantity_max = 10_000
        row.order_notional_max = .max
        row.position_max = .max
        row.credit_max = .max
        row.orders_per_second = .max
        row.orders_burst = .max
        return row
    }

    deinit { try? stop() }

    func client() throws -> LinkClient { try LinkClient(connectingTo: path + "/engine.sock") }

    /// Ends the engine and waits for it; the journal is whole then.
    func stop() throws {
        guard let thread else { return }
        self.thread = nil
        var client = try client()
        try client.shutDown(reason: "the test is over")
        thread.join()
        if let text = failure.text { throw Failure(text: text) }
    }

    func wait(for what: String, seconds: Double = 30, _ condition: () throws -> Bool) throws {
        let deadline = Date().addingTimeInterval(seconds)
        while Date() < deadline {
            if try condition() { return }
            usleep(2000)
        }
        throw Failure(text: "waited \(seconds) s for \(what); \(failure.text ?? "")")
    }

    /// Builds the strategy with flags.
    func library(_ name: String, _ flags: String...) throws -> String { try library(name, flags) }

    func library(_ name: String, _ flags: [String]) throws -> String {
        let path = directory.file("\(name).so")
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [
            "clang", "-shared", "-fPIC", "-O2", "-I", Checkout.root.appending(path: "PluginABI/include").path,
            Checkout.root.appending(path: "Tests/ReloadTests/Fixtures/counter.c").path, "-o", path,
        ] + flags
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Failure(text: "clang failed") }
        return path
    }

    /// The strategy under test as number 1, its twin that nobody touches as number 2.
    func deploy(_ library: String) throws {
        var client = try client()
        for number in UInt8(1)...2 {
            var request = DeployRequest(name: "counter-\(number)", library: library, symbols: ["*"])
            request.strategy = number
            _ = try client.deploy(request)
        }
        _ = try client.feed(FeedRequest(.start))
    }

    func row(_ strategy: UInt8 = 1) throws -> StrategyRow {
        var client = try client()
        guard let row = try client.strategies().first(where: { $0.strategy == UInt64(strategy) }) else {
            throw Failure(text: "no strategy \(strategy)")
        }
        return row
    }

    func feedState() throws -> FeedStatus.State {
        var client = try client()
        return try client.feed(FeedRequest(.status)).state
    }

    /// Whether the day has ended and neither strategy has moved for a while: all is handled and answered.
    func isDayOver() throws -> Bool {
        guard try feedState() == .ended else { return false }
        let (own, twin) = (try row(1).figures, try row(2).figures)
        usleep(500_000)
        let (then, twins) = (try row(1).figures, try row(2).figures)
        return own.processed == then.processed && own.requests == then.requests
            && twin.processed == twins.processed && twin.requests == twins.requests
    }

    func reload(
        _ library: String, _ promotion: Promotion = .now, keep: UInt64 = 60, differencesMax: UInt64? = nil
    ) throws -> ReloadReply {
        var request = ReloadRequest(.reload, strategy: 1)
        request.deploy = DeployRequest(name: "counter-1", library: library, symbols: [])
        request.promotion = promotion
        request.keepSeconds = keep
        request.differencesMax = differencesMax
        var client = try client()
        return try client.reload(request)
    }

    /// The libraries run again over the journal, every version that traded.
    func replayStrategies(_ libraries: [String]) throws -> StrategyReplayReport {
        try StrategyReplay.run(
            StrategyScan(journal), libraries: libraries.map { try LibraryImage(reading: $0) }, program: Self.worker)
    }

    func ask(_ action: ReloadAction) throws -> ReloadReply {
        var client = try client()
        return try client.reload(ReloadRequest(action, strategy: 1))
    }
}

/// What the journal says that a strategy asked for, without its numbers.
struct Testimony: Equatable {
    /// (count, digest) signals, in order.
    var signals: [String] = []
    /// Cause, price and quantity of every new order.
    var orders: [[Int64]] = []
    var clients: [UInt64] = []
    var cancels = 0
    /// Orders that the core did not know, or knew already.
    var strangers = 0

    init(_ journal: String, of strategy: UInt8) throws {
        var reader = try JournalReader(journal)
        while let frame = try reader.next() {
            guard frame.strategy == strategy else { continue }
            switch frame.kind {
            case .input:
                if let signal = tectra_signal(copying: frame.record) {
                    signals.append(
                        withUnsafeBytes(of: signal.metadata) { String(decoding: $0.prefix(33), as: UTF8.self) })
                } else if let order = tectra_submit(copying: frame.record) {
                    orders.append([Int64(order.cause), order.price, order.quantity])
                    clients.append(order.client_id)
                } else if tectra_cancel(copying: frame.record) != nil {
                    cancels += 1
                }
            case .output:
                if let order = tectra_order(copying: frame.record),
                    order.reason == UInt16(TECTRA_REASON_UNKNOWN_ORDER)
                        || order.reason == UInt16(TECTRA_REASON_DUPLICATE_ID)
                {
                    strangers += 1
                }
            case .note: break
            }
        }
    }
}
