/// A change of a strategy's parameters while it trades, and the question which are in force.
internal import PluginABI

/// Change `parameters`, whole or not at all; none asks for those in force.
public struct ConfigureRequest: Equatable, Sendable {
    /// 1 to 63.
    public var strategy: UInt8
    public var parameters: [(name: String, value: ParameterValue)]
    public var by = ""

    public init(strategy: UInt8, parameters: [(name: String, value: ParameterValue)] = []) {
        self.strategy = strategy
        self.parameters = parameters
    }

    public static func == (left: ConfigureRequest, right: ConfigureRequest) -> Bool { left.payload == right.payload }

    var payload: [UInt8] {
        var text = KeyValueText()
        text.append("strategy", strategy)
        text.append("by", by)
        text.append(parameters)
        return text.bytes
    }

    init(_ text: KeyValueText) throws(LinkError) {
        guard let strategy = text.number("strategy", as: UInt8.self), (1...63).contains(strategy) else {
            throw .malformed("a configure request needs strategy, 1 to 63")
        }
        self.init(strategy: strategy)
        by = text["by"] ?? ""
        for (key, value) in text.lines where key != "strategy" && key != "by" {
            parameters.append(try KeyValueText.parameter(key, value))
        }
    }
}

/// What the strategy said.
public struct ConfigureReply: Equatable, Sendable {
    /// TECTRA_OK, or why it did not take the change; TECTRA_NOT_NOW: it has no such callback.
    public var status: Int32 = 0
    /// Of the input that the change, or the question, was.
    public var sequence: UInt64 = 0
    /// In force, where that was asked.
    public var parameters: [(name: String, value: ParameterValue)] = []

    public init() {}

    public static func == (left: ConfigureReply, right: ConfigureReply) -> Bool { left.payload == right.payload }

    /// The status in words.
    public var reason: String {
        switch Int(status) {
        case TECTRA_OK: "taken"
        case TECTRA_INVALID: "a value is out of range"
        case TECTRA_FULL: "it has no room"
        case TECTRA_UNKNOWN: "it has no such parameter"
        case TECTRA_NOT_NOW: "it has no such callback"
        case TECTRA_FAILED: "it could not do it"
        default: "status \(status)"
        }
    }

    public var payload: [UInt8] {
        var text = KeyValueText()
        text.append("status", status)
        text.append("sequence", sequence)
        text.append(parameters)
        return text.bytes
    }

    public init(_ text: KeyValueText) throws(LinkError) {
        guard let status = text.number("status", as: Int32.self) else {
            throw .malformed("an answer about parameters needs a status")
        }
        self.status = status
        sequence = text.number("sequence") ?? 0
        for (key, value) in text.lines where key != "status" && key != "sequence" {
            parameters.append(try KeyValueText.parameter(key, value))
        }
    }
}

extension KeyValueText {
    /// Parameters, each with its kind before its name.
    mutating func append(_ parameters: [(name: String, value: ParameterValue)]) {
        for parameter in parameters {
            switch parameter.value {
            case .integer(let value): append("integer." + parameter.name, value)
            case .number(let value): append("number." + parameter.name, "\(value)")
            case .text(let value): append("text." + parameter.name, value)
            }
        }
    }

    static func parameter(_ key: String, _ value: String) throws(LinkError) -> (name: String, value: ParameterValue) {
        guard let dot = key.firstIndex(of: ".") else { throw .malformed("\"\(key)\" is not of this request") }
        let name = String(key[key.index(after: dot)...])
        switch key[..<dot] {
        case "integer":
            guard let number = Int64(value) else { throw .malformed("\(key) is not a whole number") }
            return (name, .integer(number))
        case "number":
            guard let number = Double(value) else { throw .malformed("\(key) is not a number") }
            return (name, .number(number))
        case "text": return (name, .text(value))
        default: throw .malformed("\"\(key)\" is not of this request")
        }
    }
}
