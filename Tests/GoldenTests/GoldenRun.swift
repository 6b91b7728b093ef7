// The golden run: a seeded day through the real plugins, in the real sandbox, in lockstep; twice.
import Backtest
import EngineLink
import Foundation
import Journal
import MarketData
import PluginABI
import Risk
import TestSupport

/// Made once, for all golden tests.
final class GoldenRun: Sendable {
    struct Failed: Error, CustomStringConvertible { let description: String }

    static let shared = Result { try GoldenRun() }

    let folder = TemporaryDirectory()
    let first: BacktestResult
    let second: BacktestResult
    var journal: String { folder.file("first") }

    static let worker = Program.built("tectra-worker")

    static func library(_ name: String) -> String {
        Checkout.root.appending(path: "plugins/\(name)/build/lib\(name).so").path
    }

    private init() throws {
        let feed = folder.file("day.itch")
        try Self.writeDay(to: feed)
        first = try Self.run(feed, folder.file("first"))
        second = try Self.run(feed, folder.file("second"))
    }

    private static func writeDay(to path: String) throws {
        var day = DayGenerator(DayPlan(messages: 12_000, symbols: 4, seed: 20_260_105, regime: .meanRevert))
        var bytes = Data()
        while let message = day.next() {
            bytes.append(UInt8(truncatingIfNeeded: message.count >> 8))
            bytes.append(UInt8(truncatingIfNeeded: message.count))
            bytes.append(contentsOf: message)
        }
        try bytes.write(to: URL(filePath: path))
    }

    /// A strategy of every kind: in C and in Swift, taking and making, with timers and with signals.
    private static var strategies: [DeployRequest] {
        func request(_ name: String, _ parameters: [(name: String, value: ParameterValue)]) -> DeployRequest {
            var request = DeployRequest(name: name, library: library(name), symbols: ["*"])
            request.parameters = parameters
            return request
        }
        return [
            request("passthrough", [("every", .integer(40)), ("quantity", .integer(100))]),
            request("ma-crossover", [("fast", .integer(20)), ("slow", .integer(100)), ("quantity", .integer(100))]),
            request(
                "market-maker",
                [
                    ("quantity", .integer(100)), ("half-spread", .text("0.02")), ("skew", .text("0.01")),
                    ("requote", .text("0.02")), ("position-max", .integer(1000)), ("pause-milliseconds", .integer(100)),
                ]),
        ]
    }

    private static func run(_ feed: String, _ journal: String) throws -> BacktestResult {
        for strategy in strategies where !FileManager.default.fileExists(atPath: strategy.library) {
            throw Failed(description: "\(strategy.library) is not there: run plugins/build")
        }
        var engine = EngineConfiguration()
        engine.session = 1_767_571_200_000_000_000
        engine.seed = 20_260_105
        engine.feedFile = feed
        engine.workerProgram = worker
        engine.workerLoadMilliseconds = 30_000
        engine.instrumentsMax = 64
        engine.ordersMax = 1 << 16
        engine.ownOrdersMax = 1 << 12
        engine.marketRingCells = 1 << 14
        engine.makerFee = -2_000_000
        engine.takerFee = 3_000_000
        engine.journalSegment = 4 << 20
        var row = LimitRow(strategy: 0)
        row.bandBps = 1000
        row.orderQuantityMax = 1000
        row.orderNotionalMax = 500_000_000_000_000
        row.positionMax = 10_000
        row.creditMax = 20_000_000_000_000_000
        row.ordersPerSecond = 50_000
        row.ordersBurst = 50_000
        var backtest = try Backtest.prepare(
            BacktestPlan(engine: engine, strategies: strategies, firm: row, standard: row, journal: journal))
        return try backtest.run()
    }
}

/// The root of what does not depend on the machine: over all inputs and outputs, with the marks of the
/// machine blanked out. Those are the digests of library and filter, the tier of the sandbox, and the
/// version in a deploy record, and the tier and the filter in a verdict.
enum PortableRoot {
    static func of(_ directory: String) throws -> String {
        var tree = MerkleTree()
        var reader = try JournalReader(directory)
        while let frame = try reader.next() {
            guard frame.kind != .note else { continue }
            var leaf = Array(frame.leaf)
            let record = leaf.count - frame.record.count
            func blank(_ offset: Int?, _ count: Int) {
                guard let offset else { return }
                for at in offset..<(offset + count) { leaf[record + at] = 0 }
            }
            switch Int(frame.template) {
            case Int(TECTRA_DEPLOY):
                blank(MemoryLayout<tectra_deploy>.offset(of: \.tier), 1)
                blank(MemoryLayout<tectra_deploy>.offset(of: \.version), 24)
                blank(MemoryLayout<tectra_deploy>.offset(of: \.library_sha256), 32)
                blank(MemoryLayout<tectra_deploy>.offset(of: \.filter_sha256), 32)
            case Int(TECTRA_VERDICT):
                blank(MemoryLayout<tectra_verdict>.offset(of: \.tier), 1)
                blank(MemoryLayout<tectra_verdict>.offset(of: \.filter), 8)
            default: break
            }
            leaf.withUnsafeBytes { tree.append($0) }
        }
        return tree.root.hexadecimal
    }
}
