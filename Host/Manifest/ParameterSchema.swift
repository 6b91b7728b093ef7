/// What a strategy's parameters may be: the part of JSON Schema (2020-12) that flat parameters need, and no other
/// keyword, so that nothing is thought to be checked that is not.
public import EngineLink

/// `type` of one parameter.
public enum ParameterType: String, Equatable, Sendable, CaseIterable {
    case integer, number, string
}

/// The schema of one parameter.
public struct ParameterProperty: Equatable, Sendable {
    /// The keywords that are understood.
    public static let keywords = [
        "type", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "enum", "default", "description",
    ]

    public var name: String
    public var type: ParameterType
    /// Bounds of a number; nil is none.
    public var minimum: ParameterValue?
    public var maximum: ParameterValue?
    public var exclusiveMinimum: ParameterValue?
    public var exclusiveMaximum: ParameterValue?
    /// The only values that it takes; empty allows all.
    public var choices: [ParameterValue] = []
    /// What it is when nobody sets it.
    public var standard: ParameterValue?
    public var summary = ""

    public init(_ name: String, _ type: ParameterType) {
        self.name = name
        self.type = type
    }
}

/// The schema of all parameters of a strategy.
public struct ParameterSchema: Equatable, Sendable {
    /// The keywords that are understood; `additionalProperties` is false or absent, and means false.
    public static let keywords = ["type", "properties", "required", "additionalProperties", "description"]

    public var properties: [ParameterProperty] = []
    /// Names of parameters that have to be set.
    public var required: [String] = []

    public init() {}

    public subscript(name: String) -> ParameterProperty? { properties.first { $0.name == name } }

    public var names: [String] { properties.map(\.name) }
}

extension ParameterProperty {
    /// Its range in words, `1 to 10000`, `over 0`, `one of a, b`; empty when it has none.
    public var range: String {
        if !choices.isEmpty { return "one of " + choices.map(\.description).joined(separator: ", ") }
        if let minimum, let maximum { return "\(minimum) to \(maximum)" }
        var bounds: [String] = []
        if let minimum { bounds.append("at least \(minimum)") }
        if let exclusiveMinimum { bounds.append("over \(exclusiveMinimum)") }
        if let maximum { bounds.append("at most \(maximum)") }
        if let exclusiveMaximum { bounds.append("below \(exclusiveMaximum)") }
        return bounds.joined(separator: " and ")
    }
}
