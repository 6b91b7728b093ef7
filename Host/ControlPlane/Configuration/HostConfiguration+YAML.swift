/// Reading the host's configuration from YAML. Everything that is wrong is told at once, each with
/// its line; nothing is guessed and nothing unknown is passed over.
public import EngineLink
internal import Foundation
internal import Risk
internal import Yams

extension HostConfiguration {
    static let keys = [
        "directory", "mode", "session", "seed", "feed", "venue", "risk", "strategies", "control", "journal", "workers",
        "engine", "logging", "signatures", "ticks",
    ]

    /// Reads the file at `path`. Relative paths in it are taken from the working directory.
    public init(readingFile path: String) throws(ConfigurationError) {
        try self.init(parsing: ConfigurationSection.contents(of: path), file: path)
    }

    /// - Parameters:
    ///   - file: its name, for messages.
    ///   - base: where relative paths begin; nil is the working directory.
    public init(parsing text: String, file: String, base: String? = nil) throws(ConfigurationError) {
        self.init()
        let list = ProblemList()
        let root = try ConfigurationSection.root(of: text, file: file, keys: Self.keys, list: list)
        let paths = PathBase(base ?? FileManager.default.currentDirectoryPath)
        readGeneral(root, paths)
        readFeed(root.section("feed", keys: Self.feedKeys), paths)
        readVenue(root.section("venue", keys: ["maker-fee", "taker-fee"]))
        if root.has("risk") { limits = LimitsFile.read(root.section("risk", keys: LimitsFile.keys)) }
        readStrategies(root, paths)
        readControl(root.section("control", keys: ["socket", "stop-engine", "tcp"]), paths)
        readJournal(root.section("journal", keys: ["segment", "sync-ms", "snapshot-ms"]))
        readWorkers(root.section("workers", keys: Self.workerKeys), paths)
        if root.has("ticks") { readTicks(root.section("ticks", keys: Self.tickKeys), paths) }
        readEngine(root.section("engine", keys: Self.engineKeys), paths)
        let logging = root.section("logging", keys: ["level", "file"])
        logging.choice("level", LogLevel.self).map { logLevel = $0 }
        logging.text("file").map { logFile = paths.absolute($0) }
        readSignatures(root.section("signatures", keys: ["policy", "trusted"]), paths)
        checkSocketLength(root)
        guard list.problems.isEmpty else { throw ConfigurationError(file: file, list.problems) }
    }

    private mutating func readGeneral(_ root: ConfigurationSection, _ paths: PathBase) {
        root.text("directory", required: true).map { engine.directory = paths.absolute($0) }
        root.choice("mode", EngineMode.self).map { engine.mode = $0 }
        root.whole("seed", in: UInt64.min...UInt64.max).map { engine.seed = $0 }
        guard let text = root.scalar("session") else { return }
        if let midnight = Self.midnight(of: text) {
            engine.session = midnight
        } else {
            root.problem("session", "\"\(text)\" is not a date like 2026-01-05")
        }
    }

    private mutating func readVenue(_ venue: ConfigurationSection) {
        venue.money("maker-fee", in: -1_000_000_000_000...1_000_000_000_000).map { engine.makerFee = $0 }
        venue.money("taker-fee", in: -1_000_000_000_000...1_000_000_000_000).map { engine.takerFee = $0 }
    }

    private mutating func readControl(_ control: ConfigurationSection, _ paths: PathBase) {
        control.text("socket").map { socket = paths.absolute($0) }
        control.flag("stop-engine").map { stopsEngine = $0 }
        guard control.has("tcp") else { return }
        let section = control.section("tcp", keys: ["address", "token-file"])
        let address = section.text("address", required: true)
        let token = section.text("token-file", required: true)
        guard let address else { return }
        let parts = address.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, let port = Int(parts[1]), (0...65_535).contains(port) else {
            return section.problem("address", "\"\(address)\" is not host:port, like 127.0.0.1:7380")
        }
        guard let token else { return }
        tcp = TCPListener(host: String(parts[0]), port: port, tokenFile: paths.absolute(token))
    }

    private mutating func readJournal(_ journal: ConfigurationSection) {
        journal.whole("sync-ms", in: 0...3_600_000).map { engine.journalSyncMilliseconds = $0 }
        journal.whole("snapshot-ms", in: 0...86_400_000).map { engine.snapshotMilliseconds = $0 }
        journal.bytes("segment", in: (1 << 16)...(1 << 34)).map { engine.journalSegment = $0 / 4096 * 4096 }
    }

    private mutating func checkSocketLength(_ root: ConfigurationSection) {
        guard !directory.isEmpty else { return }
        for path in [socketPath, engine.socketPath] where path.utf8.count > UnixAddress.pathMax {
            root.problem(
                "directory",
                "\(path) has \(path.utf8.count) bytes, and a unix socket's path at most "
                    + "\(UnixAddress.pathMax); use a shorter directory")
            return
        }
    }

    /// Midnight UTC of an ISO date, ns since the epoch.
    private static func midnight(of text: String) -> Int64? {
        let parts = text.split(separator: "-").compactMap { Int($0) }
        guard text.utf8.count == 10, parts.count == 3, (1970...2200).contains(parts[0]) else { return nil }
        var calendar = Calendar(identifier: .gregorian)
        guard let zone = TimeZone(identifier: "UTC") else { return nil }
        calendar.timeZone = zone
        let components = DateComponents(year: parts[0], month: parts[1], day: parts[2])
        guard components.isValidDate(in: calendar), let date = calendar.date(from: components) else { return nil }
        return Int64(date.timeIntervalSince1970) * 1_000_000_000
    }
}

/// Where relative paths of a file begin.
struct PathBase {
    let directory: String

    init(_ directory: String) { self.directory = directory }

    func absolute(_ path: String) -> String {
        path.isEmpty
            ? ""
            : URL(filePath: path, relativeTo: URL(filePath: directory, directoryHint: .isDirectory))
                .standardizedFileURL.path
    }
}
