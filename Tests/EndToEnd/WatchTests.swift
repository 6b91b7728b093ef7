// What an operator sees of a strategy that is slow, never comes back, leaks or says too much: counted live, in
// `strategy inspect` and in the metrics, and nobody else is held up.
import ControlClient
import Foundation
import TestSupport
import Testing

@Suite struct WatchTests {
    /// The library that misbehaves as its parameters say, built beside the hostile ones.
    private static func library(in folder: TemporaryDirectory) throws -> String {
        let source = "\(LiveHost.root)/Tests/HostilePlugins/watched.c"
        let path = folder.file("watched.so")
        let (status, output) = try Program.run([
            "cc", "-std=gnu11", "-D_GNU_SOURCE", "-O1", "-fPIC", "-shared", "-fvisibility=hidden",
            "-I\(LiveHost.root)/PluginABI/include", "-o", path, source,
        ])
        guard status == 0 else { throw LiveHost.Failure(description: output) }
        return path
    }

    private struct Inspection: Decodable {
        struct Strategy: Decodable {
            let state: String
            let soft_deadlines, hard_deadlines, memory_bytes, dropped_logs, dropped_signals: UInt64
            let requests, processed: UInt64
            let requests_held_back_milliseconds: Int64
        }
        let strategy: Strategy
    }

    private func inspect(_ name: String, _ host: LiveHost) throws -> Inspection.Strategy {
        let told = try host.control("strategy", "inspect", name, "--json")
        guard told.status == 0 else { throw LiveHost.Failure(description: told.error) }
        return try JSONDecoder().decode(Inspection.self, from: Data(told.output.utf8)).strategy
    }

    /// A metric's value for one strategy.
    private func metric(_ name: String, of strategy: String, _ host: LiveHost) throws -> Double? {
        let text = String(decoding: try host.connection.send("GET", "/metrics"), as: UTF8.self)
        let line = text.split(separator: "\n").first {
            $0.hasPrefix(name + "{") && $0.contains("strategy=\"\(strategy)\"")
        }
        return line.flatMap { $0.split(separator: " ").last }.flatMap { Double($0) }
    }

    private struct Line: Decodable { let text: String }

    /// What `strategy logs --json` has printed; the last piece may be a line that is still written.
    private func lines(_ file: String) throws -> [String] {
        try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n", omittingEmptySubsequences: false)
            .dropLast().map { try JSONDecoder().decode(Line.self, from: Data($0.utf8)).text }
    }

    @Test func whatIsSlowStuckOrLeaksIsCountedLive() async throws {
        try await blocking {
            let host = try LiveHost(messages: 60_000, strategies: ["passthrough"])
            let library = try Self.library(in: host.directory)
            try host.start()
            for (name, parameters) in [
                ("slow", ["slow=50"]), ("stuck", ["stop=50"]), ("leaking", ["leak=16384"]), ("loud", ["flood=50"]),
            ] {
                let words = ["strategy", "deploy", name, library] + parameters.flatMap { ["--parameter", $0] }
                let deployed = try Program.run(
                    Program.built("tectractl"), words + ["--directory", host.path], environment: ["USER": "anna"])
                #expect(deployed.status == 0, "\(deployed.error)")
            }
            let followed = host.directory.file("followed")
            let follower = try Daemon(
                Program.built("tectractl"),
                ["strategy", "logs", "slow", "--follow", "--json", "--directory", host.path], log: followed)
            try host.play("60")
            try host.wait(for: "the soft deadline to be counted", seconds: 40) {
                try self.inspect("slow", host).soft_deadlines >= 1
            }
            try host.wait(for: "the hard deadline to be counted", seconds: 40) {
                try self.inspect("stuck", host).hard_deadlines == 1
            }
            try host.wait(for: "the end of what is stuck", seconds: 20) {
                try self.inspect("stuck", host).state == "faulted"
            }
            try host.wait(for: "memory that grows", seconds: 40) {
                try self.inspect("leaking", host).memory_bytes > 8 << 20
            }
            try host.wait(for: "what goes over its budgets to be counted") {
                let loud = try self.inspect("loud", host)
                return loud.dropped_logs > 0 && loud.dropped_signals > 0
            }
            #expect(try metric("tectra_strategy_dropped_signals", of: "loud", host) ?? 0 > 0)
            #expect(try inspect("slow", host).state == "running")
            #expect(try inspect("slow", host).hard_deadlines == 0)
            #expect(try host.strategy("passthrough").state == "running")
            #expect(try metric("tectra_strategy_soft_deadlines_total", of: "slow", host) ?? 0 >= 1)
            #expect(try metric("tectra_strategy_hard_deadlines_total", of: "stuck", host) == 1)
            #expect(try metric("tectra_strategy_memory_bytes", of: "leaking", host) ?? 0 > 8e6)
            // Its lines come as they are written, in order, and the follower goes on until it is ended.
            try host.wait(for: "lines that are followed") { try self.lines(followed).count >= 10 }
            #expect(try Array(lines(followed).prefix(10)) == (1...10).map { "tick \($0 * 10)" })
            #expect(follower.ended() == nil)
        }
    }

    /// The host's own budget, which a library can not get past: at 5 times the pace, 5 times as many a second, which
    /// is well below what a slow machine takes.
    @Test func whatAsksTooOftenIsTakenAtTheHostsPace() async throws {
        try await blocking {
            let host = try LiveHost(
                messages: 60_000, strategies: ["passthrough"], yaml: "workers: {requests-per-second: 10000}")
            let library = try Self.library(in: host.directory)
            try host.start()
            let deployed = try host.control("strategy", "deploy", "greedy", library, "--parameter", "ask=50000")
            #expect(deployed.status == 0, "\(deployed.error)")
            try host.play("5")
            try host.wait(for: "requests that must wait", seconds: 40) {
                try self.inspect("greedy", host).requests_held_back_milliseconds >= 100
            }
            let clock = ContinuousClock()
            let (begun, before) = (clock.now, try inspect("greedy", host))
            try host.wait(for: "requests that wait on", seconds: 40) {
                try self.inspect("greedy", host).requests_held_back_milliseconds
                    >= before.requests_held_back_milliseconds + 1000
            }
            let after = try inspect("greedy", host)
            let seconds = (clock.now - begun) / .seconds(1)
            #expect(Double(after.requests - before.requests) <= 50_000 * (seconds + 1) + 10_000)
            #expect(after.state == "running")
            #expect(after.requests > before.requests)
            #expect(try metric("tectra_strategy_requests_held_back_seconds", of: "greedy", host) ?? 0 >= 1)
            // Who keeps within it is not held back, and sees as much of the market.
            let other = try inspect("passthrough", host)
            #expect(other.requests_held_back_milliseconds == 0)
            #expect(other.processed >= after.processed)
            let told = try host.control("strategy", "inspect", "greedy")
            #expect(told.output.contains("requests held back for"))
            let small = host.directory.file("small.yaml")
            try String(contentsOfFile: host.configuration, encoding: .utf8)
                .replacing("requests-per-second: 10000", with: "requests-per-second: 900")
                .write(toFile: small, atomically: true, encoding: .utf8)
            let refused = try Program.run(Program.built("tectrad"), [small])
            #expect(refused.status == 2)
            #expect(refused.error.contains("900 is less than 10000"), "\(refused.error)")
        }
    }
}
