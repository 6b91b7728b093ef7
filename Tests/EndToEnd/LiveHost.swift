/// A whole host as an operator has it: tectrad, tectra-engine and workers with the real plugins, in a
/// directory of its own, on a small generated day.
import ControlClient
import Foundation
import Glibc
import TestSupport

final class LiveHost: @unchecked Sendable {
    struct Failure: Error, CustomStringConvertible { let description: String }

    static let root = Checkout.root.path

    static let someLimits =
        "{band_bps: 1000, order_quantity_max: 5000, order_notional_max: 2_000_000, position_max: 50_000, "
        + "credit_max: 100_000_000, orders_per_second: 200_000, orders_burst: 200_000}"

    /// Of the strategies that tests run, in C and Swift; the one that quotes is `market-maker`.
    static let parameters = [
        "passthrough": "{every: 40, quantity: 100}", "ma-crossover": "{fast: 10, slow: 40, quantity: 100}",
        "market-maker":
            "{quantity: 100, half-spread: \"0.02\", skew: \"0.01\", requote: \"0.02\", position-max: 1000, "
            + "pause-milliseconds: 100}",
    ]

    let directory = TemporaryDirectory()
    /// The run directory.
    let path: String
    private var tectrad: Daemon?
    private var engine: Int32 = 0

    /// - Parameters:
    ///   - yaml: what the configuration has besides.
    ///   - run: where the run directory is made, when not in the test's own.
    init(
        messages: Int = 30_000, strategies: [String] = ["passthrough", "ma-crossover", "market-maker"],
        yaml: String = "", run: String? = nil
    ) throws {
        path = (run ?? directory.path) + "/run"
        let made = try Program.run(
            Program.built("tectractl"),
            ["feed", "generate", "--messages", "\(messages)", "--symbols", "6", "--seed", "5", "--out", feed])
        guard made.status == 0 else { throw Failure(description: made.error) }
        var text = """
            directory: \(path)
            session: 2026-01-05
            feed: {file: \(feed), start: on-command}
            risk: {firm: \(Self.someLimits), default: \(Self.someLimits)}
            engine: {instruments-max: 64, orders-max: 65536, own-orders-max: 4096}
            \(yaml)
            """
        if !strategies.isEmpty { text += "\nstrategies:\n" }
        for name in strategies {
            let library = try Self.plugin(name)
            let parameters = Self.parameters[name] ?? "{}"
            text += "  - {name: \(name), library: \(library), symbols: \"*\", parameters: \(parameters)}\n"
        }
        try text.write(toFile: configuration, atomically: true, encoding: .utf8)
    }

    deinit { end() }

    var feed: String { directory.file("day.itch") }
    var configuration: String { directory.file("host.yaml") }
    var journal: String { path + "/journal" }
    var connection: ControlConnection { ControlConnection(.socket(path: path + "/tectrad.sock")) }

    /// A ready strategy's library, which `plugins/build` makes.
    static func plugin(_ name: String) throws -> String {
        let path = "\(root)/plugins/\(name)/build/lib\(name).so"
        guard access(path, R_OK) == 0 else { throw Failure(description: "\(path) is not there; run plugins/build") }
        return path
    }

    // MARK: - Processes

    /// Starts tectrad and waits until it is ready, with every strategy running.
    func start() throws {
        let daemon = try Daemon(Program.built("tectrad"), [configuration], log: directory.file("tectrad.out"))
        tectrad = daemon
        try wait(for: "tectrad to be ready", seconds: 40) {
            if let code = daemon.ended() { throw Failure(description: "tectrad ended (\(code)): \(self.log)") }
            return (try? self.connection.get("/readyz", as: HealthReport.self))?.status == "ready"
        }
        engine = try status().engine?.process ?? 0
    }

    var log: String { (try? String(contentsOfFile: directory.file("tectrad.out"), encoding: .utf8)) ?? "" }
    var engineProcess: Int32 { engine }

    /// Ends what runs, whatever state it is in.
    func end() {
        tectrad?.kill()
        if engine > 1, Self.isAlive(engine) { kill(engine, SIGKILL) }
        engine = 0
    }

    /// Ends tectrad as by `kill -9`; the engine is not told.
    func killTectrad() { tectrad?.kill() }

    /// Asks tectrad to end in order and waits for it.
    func stopTectrad() throws {
        guard let tectrad else { return }
        kill(tectrad.process, SIGTERM)
        try wait(for: "tectrad's end") { tectrad.ended() != nil }
    }

    /// Asks the engine to end in order and waits for it; the journal is closed then.
    func shutDown() throws {
        let ended = try control("shutdown")
        guard ended.status == 0 else { throw Failure(description: ended.error) }
        try wait(for: "the engine's end") { !Self.isAlive(self.engine) }
    }

    /// Whether a process is there and no zombie.
    static func isAlive(_ process: Int32) -> Bool {
        guard let text = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8),
            let name = text.lastIndex(of: ")")
        else { return false }
        return !text[name...].hasPrefix(") Z")
    }

    // MARK: - Looking and waiting

    func wait(for what: String, seconds: Double = 20, _ condition: () throws -> Bool) throws {
        let deadline = Date().addingTimeInterval(seconds)
        while Date() < deadline {
            if try condition() { return }
            usleep(5_000)
        }
        throw Failure(description: "waited \(seconds) s for \(what)\n\(log)")
    }

    func status() throws -> StatusReport { try connection.get("/status") }
    func strategies() throws -> [StrategyReport] { try connection.get("/strategies") }

    func strategy(_ name: String) throws -> StrategyReport {
        guard let report = try strategies().first(where: { $0.name == name }) else {
            throw Failure(description: "there is no \(name)")
        }
        return report
    }

    /// Starts the feed, or changes its speed.
    func play(_ speed: String) throws {
        _ = try connection.send("POST", "/feed/start", FeedBody(speed: speed), as: FeedReport.self)
    }

    func messages() throws -> UInt64 { try status().feed?.messages ?? 0 }

    /// Plays at a pace until so many messages went by.
    func play(_ speed: String, until messages: UInt64) throws {
        try play(speed)
        try wait(for: "\(messages) messages") { try self.messages() >= messages }
    }

    /// Plays the rest of the day as fast as it goes.
    func playToTheEnd() throws {
        try play("max")
        try wait(for: "the end of the day", seconds: 60) { try self.status().feed?.state == "ended" }
    }

    // MARK: - tectractl

    /// Runs a command against this host.
    func control(_ arguments: String...) throws -> Program.Result {
        try Program.run(
            Program.built("tectractl"), arguments + ["--directory", path], environment: ["USER": "anna"])
    }

    /// Runs a command that works on files.
    static func offline(_ arguments: String...) throws -> Program.Result {
        try Program.run(Program.built("tectractl"), arguments)
    }
}
