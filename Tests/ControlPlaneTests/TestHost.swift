/// A whole tectrad in a directory of its own, in this process: lock, store, sockets and API are the
/// real ones.
import ControlClient
import ControlPlane
import Foundation
import HostConfiguration
import Logging
import TestSupport
import Testing

let someLimits =
    "{band_bps: 1000, order_quantity_max: 500, order_notional_max: 100000, position_max: 1000, "
    + "credit_max: 1000000, orders_per_second: 100, orders_burst: 100}"

struct TestHost: Sendable {
    let directory: TemporaryDirectory
    let engine: TestEngine
    let configuration: HostConfiguration
    let log: String

    /// - Parameter yaml: what the configuration has beside the directory.
    init(_ yaml: String = "", limits: Bool = true) throws {
        directory = TemporaryDirectory()
        engine = TestEngine(in: directory.path)
        let risk = limits ? "risk:\n  firm: \(someLimits)\n  default: \(someLimits)\n" : ""
        configuration = try HostConfiguration(
            parsing: "directory: \(directory.path)\n\(risk)\(yaml)", file: "test.yaml")
        log = directory.file("tectrad.log")
    }

    var client: HTTPClient { HTTPClient(.socket(path: configuration.socketPath)) }
    var connection: ControlConnection { ControlConnection(.socket(path: configuration.socketPath)) }

    /// Runs `body` while tectrad serves.
    func serving(_ body: @escaping @Sendable (TestHost) async throws -> Void) async throws {
        let descriptor = open(log, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        let logger = Logger(label: "test") { JSONLogHandler(label: $0, descriptor: descriptor, level: .debug) }
        let service = try ControlService(configuration, logger: logger)
        let serving = Task { try await service.run() }
        defer { engine.stop() }
        do {
            try await awaitReady()
            try await body(self)
        } catch {
            serving.cancel()
            _ = try? await serving.value
            throw error
        }
        serving.cancel()
        _ = try? await serving.value
    }

    private func awaitReady() async throws {
        for _ in 0..<400 {
            let path = configuration.socketPath
            if (try? await blocking { try HTTPClient(.socket(path: path)).request("GET", "/healthz") }) != nil {
                return
            }
            try await Task.sleep(for: .milliseconds(10))
        }
        Issue.record("tectrad was not ready within 4 s")
    }

    /// An answer's status and body.
    func ask(_ method: String, _ path: String, _ body: String? = nil, headers: [String: String] = [:]) async throws
        -> HTTPAnswer
    {
        let client = client
        return try await blocking {
            try client.request(method, path, body: body.map { Data($0.utf8) }, headers: headers)
        }
    }

    func get<Report: Decodable & Sendable>(_ path: String, as type: Report.Type = Report.self) async throws -> Report {
        let connection = connection
        return try await blocking { try connection.get(path, as: Report.self) }
    }
}

extension HTTPAnswer {
    var text: String { String(decoding: body, as: UTF8.self) }
    var failure: ErrorReport? { try? JSONDecoder.control.decode(ErrorReport.self, from: body) }
}
