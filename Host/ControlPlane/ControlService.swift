/// tectrad from start to end: lock, store, engine, limits, strategies, then the API until it is told
/// to stop. The engine outlives it.
internal import ControlStores
internal import EngineLink
internal import Foundation
internal import Glibc
public import HostConfiguration
internal import Hummingbird
public import Logging
internal import ServiceLifecycle
internal import TickRecorder
internal import UnixSignals

public struct ControlService: Sendable {
    public let host: ControlHost
    private let directory: RunDirectory
    private let logger: Logger
    private let token: [UInt8]?
    private let engine: EngineProcess.Origin

    /// Takes the directory, opens the store and makes sure that the engine runs.
    ///
    /// - Throws: `StartupError`, with what is in the way and what to do about it.
    public init(_ configuration: HostConfiguration, logger: Logger) throws(StartupError) {
        self.logger = logger
        signal(SIGPIPE, SIG_IGN)
        directory = try RunDirectory(configuration.directory)
        try RunDirectory.clearSocket(configuration.socketPath)
        if let tcp = configuration.tcp { token = try TokenFile.read(tcp.tokenFile) } else { token = nil }
        let store: ControlStore
        do throws(StoreError) {
            store = try ControlStore(path: configuration.databasePath)
        } catch {
            throw StartupError(error.description)
        }
        engine = try EngineProcess.ensure(configuration, program: configuration.engineProgram)
        host = ControlHost(
            configuration: configuration, store: store,
            gateway: EngineGateway(path: configuration.engine.socketPath),
            recorder: Self.recorder(configuration, engine, logger))
    }

    /// What the session before left in its journal comes first: it may not have been recorded to its end.
    private static func recorder(
        _ configuration: HostConfiguration, _ engine: EngineProcess.Origin, _ logger: Logger
    ) -> RecorderThread? {
        guard let plan = configuration.ticks else { return nil }
        var journals = [configuration.engine.journalDirectory]
        if case .started(_, let archive?) = engine { journals.insert(archive, at: 0) }
        return RecorderThread(plan, journals: journals) { logger.notice("\($0)") }
    }

    /// Serves until SIGTERM or SIGINT.
    public func run() async throws {
        switch engine {
        case .attached(let process): logger.info("attached to the engine", metadata: ["pid": "\(process)"])
        case .started(let process, let archive):
            logger.info("started the engine", metadata: ["pid": "\(process)"])
            if let archive {
                logger.warning(
                    "a new session begins; the journal of the one before was put aside",
                    metadata: ["journal": .string(archive)])
            }
        }
        do {
            try await host.reconcileLimits()
        } catch {
            throw StartupError("the limits can not be put in force: \(APIError(error).error)")
        }
        try await host.deployConfigured(logger)
        try await serve()
        if host.configuration.stopsEngine {
            logger.info("ending the engine")
            try await host.stopEngine(reason: "tectrad was stopped with stop-engine")
        } else if UnixAddress.occupant(of: host.configuration.engine.socketPath, isStream: false) == .listener {
            logger.info("the engine goes on without tectrad; start tectrad again to attach to it")
        }
    }

    private func serve() async throws {
        let configuration = host.configuration
        let path = configuration.socketPath
        let logger = logger
        let local = Application(
            router: ControlRouter.make(host),
            configuration: ApplicationConfiguration(address: .unixDomainSocket(path: path), serverName: "tectrad"),
            onServerRunning: { _ in
                chmod(path, 0o600)
                logger.info("ready", metadata: ["socket": .string(path)])
            }, logger: logger)
        var services: [any Service] = [local, EngineWatch(engine: engine, logger: logger)]
        if let recorder = host.recorder { services.append(TickRecording(recorder: recorder)) }
        if let tcp = configuration.tcp, let token {
            services.append(
                Application(
                    router: ControlRouter.make(host, token: token),
                    configuration: ApplicationConfiguration(
                        address: .hostname(tcp.host, port: tcp.port), serverName: "tectrad"),
                    onServerRunning: { channel in
                        logger.info(
                            "ready on TCP",
                            metadata: ["address": "\(tcp.host):\(channel.localAddress?.port ?? tcp.port)"])
                    }, logger: logger))
        }
        var group = ServiceGroupConfiguration(
            services: services, gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        group.maximumGracefulShutdownDuration = .seconds(3)
        defer { unlink(path) }
        try await ServiceGroup(configuration: group).run()
    }
}

/// Fills the tick store for as long as tectrad runs.
struct TickRecording: Service {
    let recorder: RecorderThread

    func run() async throws {
        try recorder.start()
        try? await gracefulShutdown()
        recorder.stop()
    }
}

/// Notices when an engine that tectrad started ends, and says so.
struct EngineWatch: Service {
    let engine: EngineProcess.Origin
    let logger: Logger

    func run() async throws {
        guard case .started(let process, _) = engine else {
            try? await gracefulShutdown()
            return
        }
        let logger = logger
        try? await cancelWhenGracefulShutdown {
            while true {
                try await Task.sleep(for: .milliseconds(500))
                guard EngineProcess.hasEnded(process) else { continue }
                logger.critical(
                    "the engine has ended; see logs/engine.log, then start tectrad anew",
                    metadata: ["pid": "\(process)"])
                try await gracefulShutdown()
                return
            }
        }
    }
}
