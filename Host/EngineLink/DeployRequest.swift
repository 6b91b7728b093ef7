/// Starting a strategy: what is asked for and what came of it.

/// The value of a parameter, in the three kinds of the contract.
public enum ParameterValue: Equatable, Sendable, CustomStringConvertible {
    case integer(Int64)
    case number(Double)
    case text(String)

    /// As typed on a command line: a whole number, else a decimal number, else text.
    public init(parsing text: String) {
        if let value = Int64(text) {
            self = .integer(value)
        } else if let value = Double(text), value.isFinite {
            self = .number(value)
        } else {
            self = .text(text)
        }
    }

    public var description: String {
        switch self {
        case .integer(let value): "\(value)"
        case .number(let value): "\(value)"
        case .text(let value): value
        }
    }
}

/// What the host does when a strategy's worker is lost.
public enum FaultAction: String, Equatable, Sendable, CaseIterable {
    /// Its open orders are cancelled and it stays down.
    case stop
    /// The same, and the kill switch of the whole firm is pulled.
    case kill
}

/// Start `library` as strategy `name`.
public struct DeployRequest: Equatable, Sendable {
    public static let nameMax = 39
    public static let symbolMax = 15
    public static let parameterNameMax = 39
    public static let parameterTextMax = 63
    /// Bounds of the lists, so that a request always fits a message.
    public static let symbolsMax = 512
    public static let parametersMax = 128
    public static let restartsMax: UInt64 = 1_000_000

    /// Unique among the strategies of the host; at most 39 bytes of UTF-8.
    public var name: String
    /// Absolute path of the `.so`.
    public var library: String
    /// Symbols that it sees; `*` alone for all.
    public var symbols: [String]
    /// The number that it is to have, 1 to 63; 0 leaves it to the engine. Limits are by number, so
    /// the control plane gives each name a number of its own. One that is taken is refused.
    public var strategy: UInt8 = 0
    /// Of its random numbers.
    public var seed: UInt64 = 1
    /// The processor that its worker runs on; -1 is the configuration's choice for all workers.
    public var processor = -1
    /// Judged and journaled as if, never sent.
    public var isDryRun = false
    public var onFault = FaultAction.stop
    /// Times that it is started again from its last saved state after its worker was lost; 0 stays down.
    public var restarts: UInt64 = 0
    /// The wait before the first of them; each next is twice as long, up to 30 s.
    public var restartMilliseconds: UInt64 = 100
    /// Its open orders stay while it is started again; else they are cancelled.
    public var keepsOrders = false
    /// When it stays down after a fault its position is closed with market orders; else it is kept.
    public var flattens = false
    /// Seconds between two saved states; 0 saves none.
    public var snapshotSeconds: UInt64 = 10
    public var parameters: [(name: String, value: ParameterValue)] = []
    /// Hexadecimal SHA-256 that the library must have; empty takes any.
    public var expectedSHA256 = ""
    /// What its descriptor must say; nil takes any.
    public var expected: LibrarySelf?

    public init(name: String, library: String, symbols: [String]) {
        self.name = name
        self.library = library
        self.symbols = symbols
    }

    public static func == (left: DeployRequest, right: DeployRequest) -> Bool {
        left.payload == right.payload
    }

    /// What is wrong with the request, all of it; empty when nothing is.
    public var problems: [String] {
        var problems: [String] = []
        if name.isEmpty || name.utf8.count > Self.nameMax || !name.utf8.allSatisfy(Self.isNameByte) {
            problems.append(
                "name \"\(name)\": use 1 to \(Self.nameMax) letters, digits, dots, dashes and underscores")
        }
        if strategy > 63 { problems.append("strategy \(strategy): use a number from 1 to 63, or 0 for any") }
        if !library.hasPrefix("/") { problems.append("library \"\(library)\": give an absolute path") }
        if symbols.isEmpty { problems.append("symbols: name at least one, or * for all") }
        if symbols.count > Self.symbolsMax {
            problems.append("symbols: \(symbols.count) are too many; at most \(Self.symbolsMax), or * for all")
        }
        for symbol in symbols where symbol.isEmpty || symbol.utf8.count > Self.symbolMax {
            problems.append("symbol \"\(symbol)\": use 1 to \(Self.symbolMax) bytes")
        }
        if parameters.count > Self.parametersMax {
            problems.append("parameters: \(parameters.count) are too many; at most \(Self.parametersMax)")
        }
        for parameter in parameters {
            if parameter.name.isEmpty || parameter.name.utf8.count > Self.parameterNameMax {
                problems.append("parameter \"\(parameter.name)\": use a name of 1 to \(Self.parameterNameMax) bytes")
            }
            if case .text(let text) = parameter.value, text.utf8.count > Self.parameterTextMax {
                problems.append(
                    "parameter \(parameter.name): its text has \(text.utf8.count) bytes, "
                        + "at most \(Self.parameterTextMax)")
            }
        }
        if restarts > Self.restartsMax { problems.append("restarts \(restarts): use 0 to \(Self.restartsMax)") }
        if !(1...30_000).contains(restartMilliseconds) {
            problems.append("restart-ms \(restartMilliseconds): use 1 to 30000")
        }
        let processors = EngineConfiguration.processors
        if !processors.contains(processor) {
            problems.append("processor \(processor): use 0 to \(processors.upperBound), or -1 for the configuration's")
        }
        if snapshotSeconds > 86_400 { problems.append("snapshot-s \(snapshotSeconds): use 0 to 86400") }
        if keepsOrders, restarts == 0 {
            problems.append("keep-orders: orders are kept for a restart; allow restarts too")
        }
        if onFault == .kill, restarts > 0 {
            problems.append("on-fault kill and restarts: a strategy that stops the firm is not started again")
        }
        if onFault == .kill, flattens {
            problems.append("on-fault kill and flatten: under the kill switch nothing is sent, not even to flatten")
        }
        let isDigest = expectedSHA256.utf8.count == 64 && expectedSHA256.utf8.allSatisfy(Self.isHexadecimal)
        if !expectedSHA256.isEmpty, !isDigest { problems.append("sha256: give 64 hexadecimal digits") }
        return problems
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
            true
        default: false
        }
    }

    private static func isHexadecimal(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"): true
        default: false
        }
    }

    public var payload: [UInt8] {
        var text = KeyValueText()
        text.append("name", name)
        text.append("library", library)
        for symbol in symbols { text.append("symbol", symbol) }
        text.append("strategy", strategy)
        text.append("seed", seed)
        if processor >= 0 { text.append("processor", processor) }
        text.append("dry-run", isDryRun ? 1 : 0)
        text.append("on-fault", onFault.rawValue)
        text.append("restarts", restarts)
        text.append("restart-ms", restartMilliseconds)
        text.append("keep-orders", keepsOrders ? 1 : 0)
        text.append("flatten", flattens ? 1 : 0)
        text.append("snapshot-seconds", snapshotSeconds)
        if !expectedSHA256.isEmpty { text.append("sha256", expectedSHA256) }
        text.append(expecting: expected)
        text.append(parameters)
        return text.bytes
    }

    /// - Throws: `malformed` when a line is not of a deploy request. Whether the values make sense is
    ///   `problems`' to say.
    public init(_ text: KeyValueText) throws(LinkError) {
        guard let name = text["name"], let library = text["library"] else {
            throw .malformed("a deploy request needs name and library")
        }
        self.init(name: name, library: library, symbols: [])
        expected = text.expected
        for (key, value) in text.lines {
            try take(key, value)
        }
    }

    private mutating func take(_ key: String, _ value: String) throws(LinkError) {
        switch key {
        case "name", "library": return
        case "expected-name", "expected-version", "expected-author", "expected-abi", "expected-schema": return
        case "symbol": symbols.append(value)
        case "sha256": expectedSHA256 = value
        case "seed":
            guard let number = UInt64(value) else { throw .malformed("seed \"\(value)\" is not a whole number") }
            seed = number
        case "processor":
            guard let number = Int(value) else { throw .malformed("processor \"\(value)\" is not a whole number") }
            processor = number
        case "strategy":
            guard let number = UInt8(value) else { throw .malformed("strategy \"\(value)\"") }
            strategy = number
        case "dry-run": isDryRun = value == "1"
        case "keep-orders": keepsOrders = value == "1"
        case "flatten": flattens = value == "1"
        case "restarts", "restart-ms", "snapshot-seconds":
            guard let number = UInt64(value) else { throw .malformed("\(key) \"\(value)\" is not a whole number") }
            switch key {
            case "restarts": restarts = number
            case "restart-ms": restartMilliseconds = number
            default: snapshotSeconds = number
            }
        case "on-fault":
            guard let action = FaultAction(rawValue: value) else { throw .malformed("on-fault \"\(value)\"") }
            onFault = action
        default:
            parameters.append(try KeyValueText.parameter(key, value))
        }
    }
}

/// A strategy was started.
public struct DeployReply: Equatable, Sendable {
    /// 1 to 63.
    public var strategy: UInt8 = 0
    public var process: Int32 = 0
    /// A, B or C.
    public var tier = ""
    /// The strategy's own version.
    public var version = ""
    /// Hexadecimal SHA-256 of the library and of the second seccomp filter.
    public var librarySHA256 = ""
    public var filterSHA256 = ""
    /// From spawn to attested and ready, µs.
    public var loadMicroseconds: Int64 = 0

    public init() {}

    public var payload: [UInt8] {
        var text = KeyValueText()
        text.append("strategy", strategy)
        text.append("process", process)
        text.append("tier", tier)
        text.append("version", version)
        text.append("library-sha256", librarySHA256)
        text.append("filter-sha256", filterSHA256)
        text.append("load-us", loadMicroseconds)
        return text.bytes
    }

    public init(_ text: KeyValueText) throws(LinkError) {
        guard let strategy = text.number("strategy", as: UInt8.self) else {
            throw .malformed("a deploy reply needs strategy")
        }
        self.strategy = strategy
        process = text.number("process") ?? 0
        tier = text["tier"] ?? ""
        version = text["version"] ?? ""
        librarySHA256 = text["library-sha256"] ?? ""
        filterSHA256 = text["filter-sha256"] ?? ""
        loadMicroseconds = text.number("load-us") ?? 0
    }
}
