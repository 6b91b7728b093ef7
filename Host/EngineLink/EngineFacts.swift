/// Who is at each end of the link, told in `hello`.

/// The number of this protocol; both ends must have the same.
public enum LinkProtocol {
    public static let version = 1
}

/// What an asker says of itself. Optional: an engine answers questions without a hello.
public struct HelloRequest: Equatable, Sendable {
    public var program: String
    public var process: Int32
    public var protocolVersion: Int

    public init(program: String, process: Int32, protocolVersion: Int = LinkProtocol.version) {
        self.program = program
        self.process = process
        self.protocolVersion = protocolVersion
    }

    var payload: [UInt8] {
        var text = KeyValueText()
        text.append("program", program)
        text.append("process", process)
        text.append("protocol", protocolVersion)
        return text.bytes
    }

    init(_ text: KeyValueText) throws(LinkError) {
        guard let process = text.number("process", as: Int32.self),
            let version = text.number("protocol", as: Int.self)
        else { throw .malformed("a hello needs process and protocol") }
        self.init(program: text["program"] ?? "", process: process, protocolVersion: version)
    }
}

/// What an engine says of itself.
public struct EngineFacts: Equatable, Sendable {
    public var protocolVersion = LinkProtocol.version
    /// Version and revision of the build.
    public var build = ""
    public var process: Int32 = 0
    /// CLOCK_REALTIME ns.
    public var startedAt: Int64 = 0
    /// `live` or `paper`.
    public var mode = ""
    /// Midnight of the session's day, ns since the epoch.
    public var session: Int64 = 0
    public var seed: UInt64 = 0
    public var directory = ""
    public var feedFile = ""
    /// Sandbox tier of this machine: A, B or C.
    public var tier = ""
    /// What the sandbox lacks here and tolerates, one a line; may be empty.
    public var warnings: [String] = []

    public init() {}

    public var payload: [UInt8] {
        var text = KeyValueText()
        text.append("protocol", protocolVersion)
        text.append("build", build)
        text.append("process", process)
        text.append("started", startedAt)
        text.append("mode", mode)
        text.append("session", session)
        text.append("seed", seed)
        text.append("directory", directory)
        text.append("feed-file", feedFile)
        text.append("tier", tier)
        for warning in warnings { text.append("warning", warning) }
        return text.bytes
    }

    public init(_ text: KeyValueText) throws(LinkError) {
        guard let version = text.number("protocol", as: Int.self) else { throw .malformed("a hello needs protocol") }
        protocolVersion = version
        build = text["build"] ?? ""
        process = text.number("process") ?? 0
        startedAt = text.number("started") ?? 0
        mode = text["mode"] ?? ""
        session = text.number("session") ?? 0
        seed = text.number("seed") ?? 0
        directory = text["directory"] ?? ""
        feedFile = text["feed-file"] ?? ""
        tier = text["tier"] ?? ""
        warnings = text.lines.filter { $0.key == "warning" }.map(\.value)
    }
}
