// The feed in the API: what is wrong with it keeps the host from being ready and is named, a book has its
// last trades, and the metrics of a live feed are what Prometheus takes.
import ControlClient
import EngineLink
import Foundation
import SharedMemory
import Synchronization
import TestSupport
import Testing

@Suite struct FeedTests {
    /// A live feed of two lines, the second of which has not been heard for a while.
    private static func live() -> FeedTelemetry {
        var figures = FeedTelemetry()
        figures.isLive = 1
        figures.applied = 1_001
        figures.a.packets = 90
        figures.a.silence = 4_000_000
        figures.b.packets = 80
        figures.b.silence = 9_000_000_000
        figures.recovered = 7
        figures.lagCount = 5
        figures.lagSum = 20_000
        figures.lagCounts = [1, 4, 5, 5, 5, 5, 5, 5]
        withUnsafeMutableBytes(of: &figures.session) { $0[0] = 0x54 }
        return figures
    }

    @Test func whatIsWrongWithTheFeedIsNamed() async throws {
        let feed = "feed:\n  line-a: 127.0.0.1:9001\n  line-b: 127.0.0.1:9002\n"
        try await TestHost(feed).serving { host in
            host.engine.state.withLock { state in
                state.feed.state = .running
                state.feed.kind = .live
                state.feedFigures = Self.live()
            }
            let report = try await host.get("/feed", as: FeedReport.self)
            #expect(report.session == "T" && report.next == 1_001 && report.recovered == 7)
            #expect(report.lines.map(\.endpoint) == ["127.0.0.1:9001", "127.0.0.1:9002"])
            #expect(report.problems == ["line B at 127.0.0.1:9002 has been silent for 9000 ms"])
            let ready = try await host.ask("GET", "/readyz")
            #expect(ready.status == 503 && ready.text.contains("silent"))

            host.engine.state.withLock { state in
                state.feedFigures.b.silence = 5
                state.feedFigures.isDegraded = 1
                state.feedFigures.engineLost = 12
            }
            let degraded = try await host.ask("GET", "/readyz")
            #expect(degraded.status == 503 && degraded.text.contains("12 messages of the feed were lost"))
            host.engine.state.withLock { $0.feedFigures.isDegraded = 0 }
            #expect(try await host.ask("GET", "/readyz").status == 200)
        }
    }

    @Test func aBookHasItsLastTrades() async throws {
        try await TestHost().serving { host in
            let book = try await host.get("/book/ALPHA", as: BookReport.self)
            #expect(book.trades.map(\.price) == ["10.02"] && book.trades[0].aggressor == "sell")
            #expect(book.trades[0].flags == ["hidden"])
            #expect(book.recent.trades == 1 && book.recent.sold == 40 && book.recent.tradeFlow == -1)
            // The mid was 12.33 behind the trade, and is 12.34.
            #expect(abs((book.recent.volatility ?? 0) - log(12.34 / 12.33)) < 1e-12)
            #expect(abs((book.recent.vwap ?? 0) - 10.02) < 1e-12)
            // 500 bid at 12.33, 200 offered at 12.35.
            #expect(book.figures.mid == "12.34" && book.figures.spread == "0.02")
            #expect(abs((book.figures.microprice ?? 0) - (12.33 * 200 + 12.35 * 500) / 700) < 1e-9)
            #expect(book.figures.imbalances.first == 300.0 / 700)
            #expect(book.status.state == "paused" && book.status.shortSaleRestriction == "new")
            let imbalance = try #require(book.status.imbalance)
            #expect(imbalance.auction == "closing" && imbalance.side == "sell" && imbalance.imbalance == 300)
            #expect(imbalance.nearPrice == "12.35" && imbalance.farPrice == nil)
            #expect(book.status.lastCross?.price == "12.3" && book.status.lastCross?.quantity == 900)
            let symbols = try await host.get("/feed/symbols", as: [SymbolReport].self)
            #expect(symbols.map(\.symbol) == ["ALPHA"] && symbols[0].bid == "10.01" && symbols[0].ask == nil)
            #expect(symbols[0].flags == ["gap"])
        }
    }

    @Test func whatIsShownIsChosen() async throws {
        try await TestHost().serving { host in
            func choose(_ body: String) async throws -> (status: Int, text: String) {
                let answer = try await host.ask("POST", "/feed/symbols", body)
                return (answer.status, answer.text)
            }
            #expect(try await host.get("/feed", as: FeedReport.self).publication.isEverything)
            let only = try await choose(#"{"only": ["ALPHA", "BETA"], "by": "anna"}"#)
            #expect(only.status == 200 && only.text.contains(#""unknown":["BETA"]"#), "\(only.text)")
            #expect(host.engine.state.withLock { "\($0.feed.symbols)" } == "ALPHA BETA")
            #expect(try await choose(#"{"except": ["ALPHA"]}"#).status == 200)
            #expect(host.engine.state.withLock { "\($0.feed.symbols)" } == "* except ALPHA")
            for body in ["{}", #"{"all": false}"#, #"{"all": true, "only": ["A"]}"#, #"{"only": ["NINELETTER"]}"#] {
                #expect(try await choose(body).status == 400, "\(body)")
            }
            let cadence = try await host.ask("POST", "/feed/cadence", #"{"depth_milliseconds": 5}"#)
            #expect(cadence.status == 200 && host.engine.state.withLock { $0.feed.depthInterval } == 5_000_000)
            for body in ["{}", #"{"depth_milliseconds": -1}"#, #"{"snapshot_milliseconds": 86400001}"#] {
                #expect(try await host.ask("POST", "/feed/cadence", body).status == 400, "\(body)")
            }
            let snapshot = try await host.ask("POST", "/feed/snapshot")
            #expect(snapshot.status == 200 && snapshot.text.contains(#""snapshot_sequence":99"#))
            host.engine.state.withLock { $0.feed.areSnapshotsBroken = true }
            #expect(try await host.ask("POST", "/feed/snapshot").status == 409)
        }
    }

    @Test func latenciesAreToldBySymbol() async throws {
        try await TestHost().serving { host in
            let rows = try await host.get("/feed/latency", as: [SymbolLatencyReport].self)
            #expect(rows.map(\.symbol) == ["ALPHA", ""] && rows.map(\.mean) == [3_000, 30_000_000])
            #expect(rows[0].p50 == 4_096 && rows[0].p99 == 4_096 && rows[0].max == 5_000)
            let text = try await host.ask("GET", "/metrics").text
            #expect(text.contains("tectra_symbol_latency_seconds_bucket{symbol=\"ALPHA\",le=\"4.096e-06\"} 3"))
            #expect(text.contains("tectra_symbol_latency_seconds_bucket{symbol=\"\",le=\"0.016777216\"} 0"))
            #expect(text.contains("tectra_symbol_latency_seconds_count{symbol=\"\"} 1"))
        }
    }

    @Test func theMetricsOfALiveFeedPassPromtool() async throws {
        try await TestHost().serving { host in
            host.engine.state.withLock { $0.feedFigures = Self.live() }
            let text = try await host.ask("GET", "/metrics").text
            #expect(text.contains("tectra_feed_line_packets_total{line=\"b\"} 80"))
            #expect(text.contains("tectra_feed_lag_seconds_bucket{le=\"+Inf\"} 5"))
            let result = try await blocking {
                try Program.run("/usr/bin/env", ["promtool", "check", "metrics"], input: text)
            }
            #expect(result.status == 0 && result.output.isEmpty && result.error.isEmpty, "\(result.error)")
        }
    }
}
