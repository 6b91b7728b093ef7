// Parameters over the API: shown with their schema, changed whole or refused whole, and kept in the history.
import ControlClient
import EngineLink
import Foundation
import Synchronization
import TestSupport
import Testing

@Suite(.serialized, .timeLimit(.minutes(2))) struct ParameterChangeTests {
    private static let path = "/strategies/one/parameters"

    @Test func aManifestSaysWhatTheyMayBe() async throws {
        try await TestHost().serving { host in
            let package = try PackageFolder(in: host.directory)
            #expect(try await host.ask("POST", "/strategies", package.body()).status == 201)
            // What lies on the disk later changes nothing of what was started.
            try package.write("manifest.json", "{}")
            let shown = try await host.get(Self.path, as: ParametersReport.self)
            #expect(shown.source == "manifest" && shown.parameters.map(\.name) == ["fast", "ratio"])
            #expect(shown.parameters.first?.range == "-5 to 100" && shown.parameters.first?.standard == "10")
            #expect(shown.parameters.map(\.value) == ["10", "0.5"])

            let refused = try await host.ask("PUT", Self.path, "{\"parameters\":{\"fast\":\"101\",\"fats\":\"1\"}}")
            #expect(refused.status == 422)
            #expect(refused.text.contains("101 is out of range") && refused.text.contains("did you mean fast?"))
            host.engine.state.withLock { #expect($0.changes.isEmpty, "the engine hears of no change that is refused") }

            let body = "{\"parameters\":{\"fast\":\"20\",\"ratio\":\"2\"},\"by\":\"jane\"}"
            let taken = try await host.ask("PUT", Self.path, body)
            #expect(taken.status == 200, "\(taken.text)")
            let sent = try #require(host.engine.state.withLock { $0.changes.first })
            #expect(sent.by == "jane" && sent.parameters.map(\.value) == [.integer(20), .number(2)])
            let after = try await host.get(Self.path, as: ParametersReport.self)
            #expect(after.parameters.map(\.value) == ["20", "2.0"])

            // In range, and the strategy itself says no.
            let objected = try await host.ask("PUT", Self.path, "{\"parameters\":{\"fast\":\"-1\"}}")
            #expect(objected.status == 409 && objected.text.contains("refused the change: a value is out of range"))
            #expect(try await host.get(Self.path, as: ParametersReport.self).parameters == after.parameters)

            let history = try await host.get("/strategies/one/history", as: [HistoryReport].self)
            #expect(history.prefix(2).map(\.action) == ["config", "config"])
            #expect(history.prefix(2).map(\.outcome) == ["refused", "done"])
            #expect(history[1].by == "jane", "\(history)")
            #expect(history[1].detail.contains("fast=20 (was 10), ratio=2.0 (was 0.5) at 100"), "\(history)")
        }
    }

    @Test func withoutAManifestTheStrategysOwnWordCounts() async throws {
        try await TestHost().serving { host in
            let library = host.directory.file("one.so")
            try Data().write(to: URL(filePath: library))
            let body = "{\"name\":\"one\",\"library\":\"\(library)\",\"symbols\":[\"*\"]}"
            #expect(try await host.ask("POST", "/strategies", body).status == 201)
            let shown = try await host.get(Self.path, as: ParametersReport.self)
            #expect(shown.source == "strategy" && shown.parameters.map(\.type) == ["integer", "number"])
            let refused = try await host.ask("PUT", Self.path, "{\"parameters\":{\"fast\":\"soon\",\"slow\":\"1\"}}")
            #expect(refused.status == 422 && refused.text.contains("\\\"soon\\\" is not a whole number"))
            #expect(try await host.ask("PUT", Self.path, "{\"parameters\":{\"ratio\":\"3\"}}").status == 200)
            host.engine.state.withLock { #expect($0.changes.first?.parameters.first?.value == .number(3)) }
            #expect(try await host.ask("PUT", Self.path, "{\"parameters\":{}}").status == 400)
            #expect(try await host.ask("GET", "/strategies/two/parameters").status == 404)
        }
    }

    @Test func theCommandShowsAndChanges() async throws {
        try await TestHost().serving { host in
            let package = try PackageFolder(in: host.directory)
            #expect(try await host.ask("POST", "/strategies", package.body()).status == 201)
            let place = ["--directory", host.directory.path]
            let shown = try await Self.run(["strategy", "config", "one"] + place)
            #expect(shown.status == 0 && shown.output.contains("-5 to 100"), "\(shown)")
            let changed = try await Self.run(["strategy", "config", "one", "--set", "fast=7", "ratio=1"] + place)
            #expect(changed.status == 0 && changed.output.contains("changed at 10"), "\(changed)")
            let json = try await Self.run(["strategy", "config", "one", "--json"] + place)
            let report = try JSONDecoder.control.decode(ParametersReport.self, from: Data(json.output.utf8))
            #expect(report.parameters.map(\.value) == ["7", "1.0"])
            let refused = try await Self.run(["strategy", "config", "one", "--set", "fast=x"] + place)
            #expect(refused.status == 1 && refused.error.contains("is not a whole number"), "\(refused)")
            #expect(try await Self.run(["strategy", "config", "one", "--set", "fast"] + place).status == 2)
        }
    }

    private static func run(_ arguments: [String]) async throws -> Program.Result {
        try await blocking { try Program.run(Program.built("tectractl"), arguments) }
    }
}
