/// What the API takes and says about a strategy's parameters.

/// PUT /strategies/{name}/parameters
public struct ParametersBody: Codable, Equatable, Sendable {
    /// Only what changes; in the kind of the schema.
    public var parameters: [String: String]
    public var by: String?

    public init(_ parameters: [String: String], by: String? = nil) {
        self.parameters = parameters
        self.by = by
    }
}

/// One parameter: what it may be and what it is.
public struct ParameterReport: Codable, Equatable, Sendable {
    public var name: String
    /// `integer`, `number` or `string`.
    public var type: String
    /// In force; nil when the strategy does not tell.
    public var value: String?
    /// In words; empty for any.
    public var range = ""
    /// What it is when nobody sets it.
    public var standard: String?
    public var description = ""

    public init(name: String, type: String, value: String?) {
        self.name = name
        self.type = type
        self.value = value
    }
}

/// The parameters of one strategy.
public struct ParametersReport: Codable, Equatable, Sendable {
    public var name = ""
    public var version = ""
    /// Of the input at which a change took effect, or at which the strategy was asked.
    public var sequence: UInt64 = 0
    /// Where names, kinds and ranges are from: `manifest`, `strategy` (what it tells) or `none`.
    public var source = ""
    public var parameters: [ParameterReport] = []

    public init() {}
}
