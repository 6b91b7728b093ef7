/// The HTTP API over a live unix socket: what it says, what it changes, and how it refuses.
import ControlClient
import ControlPlane
import EngineLink
import Foundation
import HostConfiguration
import PluginABI
import SharedMemory
import Synchronization
import TestSupport
import Testing

@Suite(.serialized, .timeLimit(.minutes(2))) struct APITests {
    @Test func healthStatusAndMetrics() async throws {
        try await TestHost().serving { host in
            #expect(try await host.ask("GET", "/healthz").status == 200)
            #expect(try await host.ask("GET", "/readyz").status == 200)
            let status = try await host.get("/status", as: StatusReport.self)
            #expect(status.engine?.tier == "B")
            #expect(status.engine?.fills == 7)
            #expect(status.engine?.limitsVersion == 1)
            #expect(!status.isKilled)
            let metrics = try await host.ask("GET", "/metrics")
            #expect(metrics.headers["content-type"]?.hasPrefix("text/plain; version=0.0.4") == true)
            #expect(metrics.text.contains("tectra_fills_total 7"))
            #expect(metrics.text.hasSuffix("\n"))
            let attributes = try FileManager.default.attributesOfItem(atPath: host.configuration.socketPath)
            #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600)
        }
    }

    @Test func metricsPassPromtool() async throws {
        try await TestHost().serving { host in
            let library = host.directory.file("one.so")
            try Data().write(to: URL(filePath: library))
            _ = try await host.ask(
                "POST", "/strategies", "{\"name\":\"one\",\"library\":\"\(library)\",\"symbols\":[\"*\"]}")
            let text = try await host.ask("GET", "/metrics").text
            #expect(text.contains("tectra_strategy_state{strategy=\"one\"} 4"))
            let result = try await blocking {
                try Program.run("/usr/bin/env", ["promtool", "check", "metrics"], input: text)
            }
            #expect(result.status == 0, "\(result.error)")
            #expect(result.error.isEmpty && result.output.isEmpty, "\(result.output)\(result.error)")
        }
    }

    @Test func aStrategyIsDeployedInspectedAndToldToStop() async throws {
        try await TestHost().serving { host in
            let library = host.directory.file("one.so")
            try Data().write(to: URL(filePath: library))
            let body =
                "{\"name\":\"one\",\"library\":\"\(library)\",\"symbols\":[\"ALPHA\"],\"parameters\":{\"fast\":\"10\"}}"
            let created = try await host.ask("POST", "/strategies", body)
            #expect(created.status == 201)
            let detail = try await host.get("/strategies/one", as: StrategyDetail.self)
            #expect(detail.strategy.state == "running")
            #expect(detail.strategy.realized == "12.345678901")
            #expect(detail.limits?.limits["position_max"] == "1000", "the default limits were given to it")
            #expect(detail.deployments.first?.parameters == ["fast": "10"])
            #expect(detail.orders.first?.state == "accepted")
            #expect(detail.positions.first?.net == "1.25")
            let risk = try await host.get("/risk/strategies/one", as: RiskReport.self)
            #expect(risk.creditUsed == "1450")
            #expect(risk.largestPosition == 100)
            #expect(risk.limitsVersion == 2)
            #expect(try await host.ask("POST", "/strategies/one/stop", "{\"by\":\"eve\"}").status == 200)
            #expect(host.engine.state.withLock { $0.commands.map(\.command) } == [4])
            let unknown = try await host.ask("GET", "/strategies/oen")
            #expect(unknown.status == 404)
            #expect(unknown.failure?.hint.contains("did you mean one?") == true)
        }
    }

    @Test func aDeploymentThatTheEngineRefusesSaysWhy() async throws {
        try await TestHost().serving { host in
            let answer = try await host.ask(
                "POST", "/strategies", "{\"name\":\"one\",\"library\":\"/nowhere/x.so\",\"symbols\":[\"*\"]}")
            #expect(answer.status == 409)
            #expect(answer.failure?.error.contains("No such file") == true)
            // Nothing came of it, so nothing of it is left: no limits, and no number.
            let scopes = try await host.get("/limits", as: LimitsReport.self).rows.map(\.scope)
            #expect(scopes.contains("firm") && !scopes.contains("one"))
            #expect(try await host.ask("GET", "/strategies/one").status == 404)
            let wrong = try await host.ask(
                "POST", "/strategies", "{\"name\":\"a b\",\"library\":\"x.so\",\"symbols\":[]}")
            #expect(wrong.status == 400)
            #expect(wrong.failure?.error.split(separator: "\n").count == 3)
            #expect(try await host.ask("POST", "/strategies", "{\"name\":1}").failure?.error.contains("name") == true)
            #expect(try await host.ask("POST", "/strategies", "nonsense").status == 400)
            #expect(try await host.ask("GET", "/nowhere").failure?.error.isEmpty == false)
        }
    }

    @Test func configuredStrategiesAreDeployedOnceAndLeftAsTheyAre() async throws {
        let directory = TemporaryDirectory()
        let library = directory.file("one.so")
        try Data().write(to: URL(filePath: library))
        let host = try TestHost(
            """
            strategies:
              - {name: down, library: \(library), symbols: A}
              - {name: gone, library: /nowhere/x.so, symbols: A}
              - {name: new, library: \(library), symbols: A}
            """)
        // A running engine that one of them has faulted in already.
        host.engine.state.withLock { state in
            var row = StrategyRow()
            row.strategy = 1
            row.figures.name = ShortText("down")
            row.figures.state = UInt64(TECTRA_STRATEGY_FAULTED)
            state.strategies = [row]
        }
        try await host.serving { host in
            let strategies = try await host.get("/strategies", as: [StrategyReport].self)
            #expect(strategies.map(\.name) == ["down", "new"])
            #expect(strategies.map(\.state) == ["faulted", "running"])
            #expect(strategies.map(\.number) == [1, 3], "numbers are by name, in the order of the configuration")
            #expect(
                try await host.get("/limits", as: LimitsReport.self).rows.map(\.scope) == [
                    "firm", "down", "gone", "new",
                ])
            #expect(try String(contentsOfFile: host.log, encoding: .utf8).contains("strategy not deployed"))
        }
    }

    @Test func limitsChangeAsAWholeOrNotAtAll() async throws {
        try await TestHost().serving { host in
            let first = try await host.get("/limits", as: LimitsReport.self)
            #expect(first.version == 1)
            let changed = try await host.ask(
                "PUT", "/limits",
                "{\"by\":\"eve\",\"note\":\"more\",\"rows\":[{\"scope\":\"firm\",\"number\":0,\"is_dry_run\":false,"
                    + "\"limits\":{\"position_max\":\"2000\"}}]}")
            #expect(changed.status == 200, "\(changed.text)")
            let second = try await host.get("/limits", as: LimitsReport.self)
            #expect(second.version == 2 && second.by == "eve" && second.note == "more")
            #expect(second.rows.first?.limits["position_max"] == "2000")
            #expect(host.engine.state.withLock { $0.limits.first?.version } == 2)

            let contradictory = try await host.ask(
                "PUT", "/limits",
                "{\"rows\":[{\"scope\":\"firm\",\"number\":0,\"is_dry_run\":false,\"limits\":{\"band_bps\":\"0\","
                    + "\"orders_burst\":\"0\",\"credit_max\":\"1\",\"bnad\":\"1\"}}]}")
            #expect(contradictory.status == 422)
            #expect(contradictory.failure?.error.split(separator: "\n").count == 4, "\(contradictory.text)")

            host.engine.state.withLock { $0.limitsRefusal = "not now" }
            let refused = try await host.ask(
                "PUT", "/limits",
                "{\"rows\":[{\"scope\":\"firm\",\"number\":0,\"is_dry_run\":false,"
                    + "\"limits\":{\"position_max\":\"3000\"}}]}"
            )
            #expect(refused.status == 409)
            #expect(refused.failure?.error == "not now")
            #expect(try await host.get("/limits", as: LimitsReport.self) == second, "the store was rolled back")
        }
    }

    @Test func theKillSwitchIsPulledShownAndCleared() async throws {
        try await TestHost().serving { host in
            #expect(try await host.ask("POST", "/kill").status == 200)
            let pulled = try await host.get("/kill", as: KillReport.self)
            #expect(pulled.isEngaged && pulled.switches.map(\.scope) == ["firm"])
            #expect(try await host.get("/status", as: StatusReport.self).isKilled)
            #expect(try await host.ask("DELETE", "/kill", "{}").status == 200)
            #expect(try await !host.get("/kill", as: KillReport.self).isEngaged)
            #expect(try await host.ask("POST", "/kill", "{\"scope\":\"nobody\"}").status == 404)
        }
    }

    @Test func theKillSwitchDoesNotWaitBehindWhatIsSlow() async throws {
        try await TestHost().serving { host in
            // As many as the gateway handles at once, and more, each waiting for an engine that is mute.
            host.engine.state.withLock { $0.muteQueries = true }
            let slow = (0..<12).map { _ in Task { try? await host.ask("GET", "/orders") } }
            try await Task.sleep(for: .milliseconds(200))
            host.engine.state.withLock { $0.muteQueries = false }
            let begin = ContinuousClock.now
            #expect(try await host.ask("POST", "/kill").status == 200)
            #expect(host.engine.state.withLock { $0.killed } == 1)
            print("kill beside twelve slow requests: \(ContinuousClock.now - begin)")
            let answered = host.engine.state.withLock { $0.ordersAsked }
            #expect(answered <= 8, "the rest still wait, and the kill did not")
            for task in slow { _ = await task.value }
        }
    }

    @Test func booksFeedAndCorrelation() async throws {
        try await TestHost().serving { host in
            let book = try await host.get("/book/ALPHA", as: BookReport.self)
            #expect(book.bids == [LevelReport(price: "12.33", quantity: 500, orders: 3)])
            #expect(book.last == "12.34")
            #expect(try await host.ask("GET", "/book/NONE").status == 404)
            #expect(try await host.ask("POST", "/feed/start", "{\"speed\":\"60\"}").status == 200)
            #expect(host.engine.state.withLock { $0.feed.speed } == .times(60))
            #expect(try await host.ask("POST", "/feed/start", "{\"speed\":\"fast\"}").status == 400)
            let answer = try await host.ask("GET", "/positions", headers: ["X-Correlation-ID": "00000000deadbeef"])
            #expect(answer.headers["x-correlation-id"] == "00000000deadbeef")
            #expect(host.engine.state.withLock { $0.correlations.contains(0xdead_beef) }, "the engine was told the id")
            let own = try await host.ask("GET", "/healthz").headers["x-correlation-id"]
            #expect(own?.count == 16)
            for line in try String(contentsOfFile: host.log, encoding: .utf8).split(separator: "\n") {
                let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
                #expect(object?["level"] != nil && object?["message"] != nil, "\(line)")
            }
            #expect(try String(contentsOfFile: host.log, encoding: .utf8).contains("00000000deadbeef"))
        }
    }

    @Test func anEngineThatIsGoneIsSaidSo() async throws {
        try await TestHost().serving { host in
            try FileManager.default.removeItem(atPath: host.directory.file("engine.sock"))
            #expect(try await host.ask("GET", "/healthz").status == 200)
            let ready = try await host.ask("GET", "/readyz")
            #expect(ready.status == 503)
            #expect(ready.text.contains("no engine is running"))
            #expect(try await host.ask("GET", "/orders").status == 503)
            #expect(try await host.ask("GET", "/metrics").text.contains("tectra_engine_up 0"))
            #expect(try await host.get("/status", as: StatusReport.self).problem?.isEmpty == false)
        }
    }

    @Test func onTCPATokenIsNeeded() async throws {
        let directory = TemporaryDirectory()
        let token = directory.file("token")
        try "a token of some length\n".write(toFile: token, atomically: true, encoding: .utf8)
        chmod(token, 0o600)
        let port = try FreePort.find()
        try await TestHost("control:\n  tcp: {address: \"127.0.0.1:\(port)\", token-file: \(token)}\n").serving { _ in
            func status(_ token: String) async throws -> Int {
                try await blocking {
                    try HTTPClient(.tcp(host: "127.0.0.1", port: port, token: token)).request("GET", "/healthz").status
                }
            }
            for _ in 0..<3000 where (try? await status("x")) == nil { try await Task.sleep(for: .milliseconds(10)) }
            #expect(try await status("a token of some length") == 200)
            #expect(try await status("a token of some lengtH") == 401)
            #expect(try await status("a token of some length and more") == 401)
            #expect(try await status("") == 401)
        }
    }
}
