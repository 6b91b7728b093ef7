// The pipeline on real parts: a day goes through sandboxed strategies, risk, orders and fills into a journal
// that verifies and replays.
import ControlClient
import Foundation
import Glibc
import TestSupport
import Testing

@Suite struct TradingTests {
    @Test func aDayIsTradedJournaledAndReplayedWithoutADifference() async throws {
        try await blocking {
            let host = try LiveHost()
            try host.start()
            try host.playToTheEnd()
            let strategies = try host.strategies()
            #expect(strategies.map(\.state) == ["running", "running", "running"])
            #expect(strategies.allSatisfy { $0.process > 1 && !$0.tier.isEmpty })
            for name in ["passthrough", "ma-crossover"] {
                let report = try host.strategy(name)
                #expect(report.fills > 0 && report.ordersAccepted > 0, "\(name)")
                #expect(report.net != "0", "\(name) has traded and has neither gained nor lost")
            }
            // Orders may still be on their way when the feed is at its end.
            try host.wait(for: "all fills to be somebody's") {
                let fills = try host.strategies().reduce(0) { $0 + $1.fills }
                return try host.status().engine?.fills == fills
            }
            let engine = try #require(try host.status().engine)
            #expect(engine.latency.count > 0)
            try host.shutDown()
            try expectWholeJournal(host, at: engine.sequence, orders: engine.ordersAccepted)
            try expectTheWholeWay(of: "ma-crossover", host)
        }
    }

    /// An order of a strategy that gives signals has every hop in its trace, each with the host's time.
    private func expectTheWholeWay(of name: String, _ host: LiveHost) throws {
        struct Trace: Decodable {
            struct Hop: Decodable {
                let kind: String
                let host_time: Int64
            }
            let strategy: UInt8
            let hops: [Hop]
        }
        for order in 1...80 {
            let told = try LiveHost.offline("journal", "trace", host.path, "--order", "\(order)", "--json")
            guard told.status == 0 else { break }
            let trace = try JSONDecoder().decode(Trace.self, from: Data(told.output.utf8))
            let kinds = trace.hops.map(\.kind)
            guard kinds.contains("signal"), kinds.contains("fill") else { continue }
            #expect(Array(kinds.prefix(4)) == ["tick", "signal", "request", "verdict"])
            #expect(trace.hops.allSatisfy { $0.host_time > 0 })
            return
        }
        Issue.record("no order of \(name) with a signal and a fill")
    }

    @Test func aWorkerKilledInMidStreamLosesItsOrdersAndNobodyElseNotices() async throws {
        try await blocking {
            let host = try LiveHost()
            try host.start()
            // A quoting strategy has open orders nearly all the time.
            try host.play("2000", until: 6_000)
            try host.wait(for: "an open order of the market maker") { try host.strategy("market-maker").openOrders > 0 }
            let victim = try host.strategy("market-maker")
            let before = try host.strategies()
            kill(pid_t(victim.process), SIGKILL)
            try host.wait(for: "the fault to be told") { try host.strategy("market-maker").state == "faulted" }
            let after = try host.strategy("market-maker")
            #expect(after.openOrders == 0 && after.process == 0)
            #expect(after.remark.contains("SIGKILL") || after.remark.contains("signal 9"), "\(after.remark)")
            let orders: [OrderReport] = try host.connection.get("/orders")
            #expect(!orders.contains { $0.strategy == "market-maker" && $0.isOpen })
            try host.playToTheEnd()
            for report in try host.strategies() where report.name != "market-maker" {
                let then = try #require(before.first { $0.name == report.name })
                #expect(report.state == "running" && report.process == then.process)
                #expect(report.processed > then.processed, "\(report.name) goes on")
            }
            #expect(try host.status().engine?.workersLost == 1)
            try host.shutDown()
            try expectWholeJournal(host)
        }
    }

    @Test func tradingGoesOnWithoutTectradAndANewOneAttaches() async throws {
        try await blocking {
            let host = try LiveHost()
            try host.start()
            try host.play("2000", until: 5_000)
            let before = try host.strategies()
            let messages = try host.messages()
            let engine = host.engineProcess
            host.killTectrad()
            usleep(300_000)
            #expect(LiveHost.isAlive(engine))
            try host.start()
            #expect(host.engineProcess == engine)
            #expect(try host.messages() > messages, "the engine has traded on")
            let after = try host.strategies()
            #expect(after.map(\.process) == before.map(\.process), "the same workers")
            #expect(after.map(\.name) == before.map(\.name))
            // And it is a whole control plane: commands reach the engine.
            #expect(try host.control("strategy", "pause", "passthrough").status == 0)
            try host.wait(for: "the pause") { try host.strategy("passthrough").state == "paused" }
            try host.playToTheEnd()
            try host.shutDown()
            try expectWholeJournal(host)
        }
    }

    @Test func anEngineKilledLosesNothingThatItHadAccepted() async throws {
        try await blocking {
            let host = try LiveHost()
            try host.start()
            try host.play("2000", until: 6_000)
            let workers = try host.strategies().map { Int32($0.process) }
            let engine = try #require(try host.status().engine)
            kill(host.engineProcess, SIGKILL)
            try host.wait(for: "the workers' end") { !workers.contains { LiveHost.isAlive($0) } }
            // tectrad says so, and nothing pretends to be ready.
            try host.wait(for: "tectrad to notice") {
                (try? host.connection.get("/readyz", as: HealthReport.self)) == nil
            }
            #expect(try host.status().problem != nil)
            // Killed inside a frame, the journal ends before it, and says so.
            try expectWholeJournal(host, at: engine.sequence, orders: engine.ordersAccepted, mayBeTorn: true)
        }
    }
}

/// Verifies and replays a host's journal.
///
/// - Parameters:
///   - sequence: what must be in it at least.
///   - orders: when not 0, the first order has a trace.
///   - mayBeTorn: whether it may end inside a frame.
func expectWholeJournal(
    _ host: LiveHost, at sequence: UInt64 = 0, orders: UInt64 = 0, mayBeTorn: Bool = false
) throws {
    let verify = try LiveHost.offline("journal", "verify", host.path, "--json")
    let isTorn = verify.output.contains("ends inside a frame")
    #expect(verify.status == 0 || (mayBeTorn && isTorn), "\(verify.output)\(verify.error)")
    let facts = try #require(try JSONSerialization.jsonObject(with: Data(verify.output.utf8)) as? [String: Any])
    let last = try #require((facts["last_sequence"] ?? facts["lastSequence"]) as? NSNumber)
    #expect(last.uint64Value >= sequence)
    let replay = try LiveHost.offline("replay", host.path)
    #expect(replay.status == 0, "\(replay.output)\(replay.error)")
    #expect(replay.output.contains(", 0 differences"))
    guard orders > 0 else { return }
    let trace = try LiveHost.offline("journal", "trace", host.path, "--order", "1")
    #expect(trace.status == 0 && trace.output.contains("verdict"), "\(trace.output)\(trace.error)")
}
