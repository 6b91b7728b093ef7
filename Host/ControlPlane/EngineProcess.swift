/// The engine's process as tectrad sees it: started when none runs, attached to when one does, and
/// left running when tectrad goes.
internal import ControlStores
internal import EngineLink
internal import Foundation
internal import Glibc
public import HostConfiguration

public enum EngineProcess {
    /// How the engine came to be there.
    public enum Origin: Equatable, Sendable {
        case attached(process: Int32)
        /// `archive` is where the journal of the session before was put, when there was one.
        case started(process: Int32, archive: String?)
    }

    /// Makes sure that an engine answers at the run directory's socket.
    ///
    /// - Parameter program: tectra-engine; empty is the one beside this program.
    /// - Throws: with the end of the engine's own log when it does not come up.
    public static func ensure(_ configuration: HostConfiguration, program: String = "") throws(StartupError) -> Origin {
        let path = configuration.engine.socketPath
        switch UnixAddress.occupant(of: path, isStream: false) {
        case .listener:
            do throws(StartupError) {
                return .attached(process: try greet(path).process)
            } catch {
                // One that is just dying still has its socket for a moment.
                usleep(300_000)
                guard UnixAddress.occupant(of: path, isStream: false) == .stale else { throw error }
                return try start(configuration, program)
            }
        case .other: throw StartupError(LinkError.notASocket(path: path).description)
        case .nothing, .stale: return try start(configuration, program)
        }
    }

    private static func greet(_ path: String) throws(StartupError) -> EngineFacts {
        do throws(LinkError) {
            var client = try LinkClient(connectingTo: path)
            return try client.hello(HelloRequest(program: "tectrad", process: getpid()))
        } catch {
            throw StartupError("the engine at \(path) does not answer: \(error)")
        }
    }

    private static func start(_ configuration: HostConfiguration, _ given: String) throws(StartupError) -> Origin {
        let program = given.isEmpty ? beside("tectra-engine") : given
        guard access(program, X_OK) == 0 else {
            throw StartupError(
                "\(program) can not be run: \(String(cString: strerror(errno))); "
                    + "build it, or set engine.program")
        }
        var engine = configuration.engine
        guard engine.feedFile.isEmpty || access(engine.feedFile, R_OK) == 0 else {
            throw StartupError(
                "feed.file \(engine.feedFile): \(String(cString: strerror(errno))); "
                    + "make one with tectractl feed generate --out \(engine.feedFile)")
        }
        let capture = engine.feed.capture
        guard capture.isEmpty || access(capture, R_OK) == 0 else {
            throw StartupError("feed.capture \(capture): \(String(cString: strerror(errno)))")
        }
        let archive = try archiveJournal(configuration)
        // With snapshots the day goes on where the engine before left it; else it begins anew.
        if engine.snapshotMilliseconds > 0, engine.warmStart.isEmpty { engine.warmStart = archive ?? "" }
        if engine.workerProgram.isEmpty { engine.workerProgram = beside("tectra-worker") }
        let file = configuration.directory + "/" + EngineConfiguration.fileName
        do {
            try engine.text.write(toFile: file, atomically: true, encoding: .utf8)
        } catch {
            throw StartupError("\(file) can not be written: \(error.localizedDescription)")
        }
        let log = EngineLog(path: configuration.logDirectory + "/engine.log")
        let process = try spawn(program, [program, file], log: log.path)
        try awaitReady(process, configuration.engine.socketPath, log: log)
        return .started(process: process, archive: archive)
    }

    /// Puts the journal of the session before aside, for a new engine begins a new one. In live mode
    /// a person decides that, for what was open then is in it.
    private static func archiveJournal(_ configuration: HostConfiguration) throws(StartupError) -> String? {
        let journal = configuration.engine.journalDirectory
        let parts = (try? FileManager.default.contentsOfDirectory(atPath: journal)) ?? []
        guard parts.contains(where: { $0.hasSuffix(".seg") }) else { return nil }
        guard configuration.engine.mode == .paper else {
            throw StartupError(
                "\(journal) holds the journal of a live session; verify it, settle what was open, then move it away")
        }
        let archive = configuration.directory + "/journals/" + Timestamp.now().filter { $0 != ":" }
        do {
            try FileManager.default.createDirectory(
                atPath: configuration.directory + "/journals", withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700])
            try FileManager.default.moveItem(atPath: journal, toPath: archive)
        } catch {
            throw StartupError("\(journal) can not be moved to \(archive): \(error.localizedDescription)")
        }
        return archive
    }

    /// A program in the directory of this one.
    static func beside(_ name: String) -> String {
        let own =
            (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? CommandLine.arguments[0]
        return URL(filePath: own).deletingLastPathComponent().appending(path: name).path
    }

    /// Starts the program in a session of its own, so that neither the terminal's interrupt nor the
    /// end of tectrad reaches it. What tectrad has open (its lock, the store) is all close-on-exec.
    private static func spawn(_ program: String, _ arguments: [String], log: String) throws(StartupError) -> Int32 {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, log, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        posix_spawn_file_actions_adddup2(&actions, 1, 2)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        // POSIX_SPAWN_SETSID of <spawn.h>, which needs _GNU_SOURCE.
        let newSession: Int16 = 0x80
        posix_spawnattr_setflags(&attributes, newSession | Int16(POSIX_SPAWN_SETSIGMASK))
        var process: pid_t = 0
        var texts: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) }
        defer { for text in texts { free(text) } }
        texts.append(nil)
        let code = posix_spawn(&process, program, &actions, &attributes, texts, environ)
        guard code == 0 else { throw StartupError("\(program) can not be started: \(String(cString: strerror(code)))") }
        return process
    }

    private static func awaitReady(_ process: Int32, _ path: String, log: EngineLog) throws(StartupError) {
        let deadline = ContinuousClock.now + .seconds(30)
        while ContinuousClock.now < deadline {
            if hasEnded(process) {
                throw StartupError("tectra-engine ended before it was ready; the end of \(log.path):\n\(log.tail)")
            }
            // It listens before it has opened everything; what it says then is in its log.
            let isListening = UnixAddress.occupant(of: path, isStream: false) == .listener
            if isListening, (try? greet(path)) != nil { return }
            usleep(5_000)
        }
        kill(process, SIGTERM)
        throw StartupError("tectra-engine was not ready within 30 s; the end of \(log.path):\n\(log.tail)")
    }

    /// Whether a started engine has ended; reaps it then.
    public static func hasEnded(_ process: Int32) -> Bool {
        var status: Int32 = 0
        return waitpid(process, &status, WNOHANG) == process
    }
}

/// The engine's log from where it stood at the start of this one.
private struct EngineLog {
    /// Bytes that a failure shows.
    private static let tailMax = 2000
    let path: String
    private let begin: Int

    init(path: String) {
        self.path = path
        let facts = try? FileManager.default.attributesOfItem(atPath: path)
        begin = (facts?[.size] as? NSNumber)?.intValue ?? 0
    }

    var tail: String {
        let data = FileManager.default.contents(atPath: path)?.dropFirst(begin) ?? Data()
        guard !data.isEmpty else { return "(it is empty)" }
        return String(decoding: data.suffix(Self.tailMax), as: UTF8.self)
            .trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
