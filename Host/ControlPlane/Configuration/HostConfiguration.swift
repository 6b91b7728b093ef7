/// The host's configuration: what an operator writes in YAML and tectrad runs by.
public import EngineLink
public import TickRecorder

/// A strategy to deploy when the host starts.
public struct StrategyEntry: Equatable, Sendable {
    public var deployment: DeployRequest
    /// Where it stands in the file.
    public var line: Int
}

/// The HTTP API on TCP; only with a token.
public struct TCPListener: Equatable, Sendable {
    public var host: String
    public var port: Int
    /// A file, readable by its owner only, with the bearer token.
    public var tokenFile: String
}

/// How much is logged.
public enum LogLevel: String, Equatable, Sendable, CaseIterable {
    case debug, info, warning, error
}

public struct HostConfiguration: Equatable, Sendable {
    /// What the engine is started with; its directory is the host's.
    public var engine = EngineConfiguration()
    /// The tectra-engine program; empty is the one beside tectrad.
    public var engineProgram = ""
    /// The first limits, loaded when the store has none; nil leaves it empty.
    public var limits: LimitsFile?
    public var strategies: [StrategyEntry] = []
    /// Whose signatures strategies need.
    public var signatures = SignatureSettings()
    /// The HTTP API's unix socket; empty is `tectrad.sock` in the directory.
    public var socket = ""
    public var tcp: TCPListener?
    /// The tick store that is filled while the host runs; nil keeps none.
    public var ticks: RecorderPlan?
    /// Ends the engine when tectrad ends.
    public var stopsEngine = false
    public var logLevel = LogLevel.info
    /// Empty logs to standard error.
    public var logFile = ""

    public init() {}

    /// The run directory; absolute.
    public var directory: String { engine.directory }
    public var socketPath: String { socket.isEmpty ? directory + "/tectrad.sock" : socket }
    public var databasePath: String { directory + "/tectra.sqlite" }
    public var lockPath: String { directory + "/lock" }
    public var logDirectory: String { directory + "/logs" }
}
