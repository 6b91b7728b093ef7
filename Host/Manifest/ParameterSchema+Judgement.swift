/// Values held against a schema: taken whole, each in the kind that the schema names, or refused with every reason.
public import EngineLink

/// What became of a set of values.
public struct ParameterJudgement: Sendable {
    /// The values in their schema's kinds; of no use when there are problems.
    public fileprivate(set) var values: [(name: String, value: ParameterValue)] = []
    /// One sentence a mistake.
    public fileprivate(set) var problems: [String] = []
}

extension ParameterSchema {
    /// Judges values that somebody sets.
    ///
    /// - Parameter isWhole: whether these are all there are, so that required ones must be among them; a change of
    ///   some leaves the others as they are.
    public func judge(
        _ values: [(name: String, value: ParameterValue)], isWhole: Bool
    ) -> ParameterJudgement {
        var judgement = ParameterJudgement()
        var seen: Set<String> = []
        for (name, value) in values {
            if !seen.insert(name).inserted {
                judgement.problems.append("\(name) is set more than once")
                continue
            }
            guard let property = self[name] else {
                let known = names.isEmpty ? "it has none" : "there are \(names.joined(separator: ", "))"
                judgement.problems.append(
                    "there is no parameter \"\(name)\"" + Spelling.hint(for: name, among: names) + "; \(known)")
                continue
            }
            switch property.take(value) {
            case .success(let taken): judgement.values.append((name, taken))
            case .failure(let refusal): judgement.problems.append("\(name): \(refusal.text)")
            }
        }
        if isWhole {
            for name in required where !seen.contains(name) { judgement.problems.append("\(name) must be set") }
        }
        return judgement
    }

    /// Judges values as they were typed: text where the schema says string, whatever it looks like.
    public func judge(
        typed values: [(name: String, text: String)], isWhole: Bool
    ) -> ParameterJudgement {
        judge(
            values.map { name, text in
                (name, self[name]?.type == .string ? .text(text) : ParameterValue(parsing: text))
            }, isWhole: isWhole)
    }
}

/// Why a value is not taken.
public struct ParameterRefusal: Error, Equatable {
    public let text: String
}

extension ParameterProperty {
    /// The value in the kind of the schema, or why not.
    public func take(_ value: ParameterValue) -> Result<ParameterValue, ParameterRefusal> {
        guard let value = cast(value) else {
            return .failure(ParameterRefusal(text: "\(Self.quoted(value)) is not \(Self.article(type))"))
        }
        if !choices.isEmpty, !choices.contains(value) {
            return .failure(ParameterRefusal(text: "\(Self.quoted(value)) is not \(range)"))
        }
        let isWithin =
            (minimum.map { !Self.isBelow(value, $0) } ?? true)
            && (maximum.map { !Self.isBelow($0, value) } ?? true)
            && (exclusiveMinimum.map { Self.isBelow($0, value) } ?? true)
            && (exclusiveMaximum.map { Self.isBelow(value, $0) } ?? true)
        guard isWithin else {
            return .failure(ParameterRefusal(text: "\(Self.quoted(value)) is out of range; use \(range)"))
        }
        return .success(value)
    }

    /// JSON knows one kind of number: 2 is a number as well, and 2.0 an integer.
    public func cast(_ value: ParameterValue) -> ParameterValue? {
        switch (type, value) {
        case (.integer, .integer), (.number, .number), (.string, .text): value
        case (.number, .integer(let whole)): .number(Double(whole))
        case (.integer, .number(let number)): Int64(exactly: number).map { .integer($0) }
        default: nil
        }
    }

    /// Whole numbers are compared as such: a Double does not hold all of them.
    static func isBelow(_ left: ParameterValue, _ right: ParameterValue) -> Bool {
        switch (left, right) {
        case (.integer(let left), .integer(let right)): left < right
        case (.integer(let left), .number(let right)): Double(left) < right
        case (.number(let left), .integer(let right)): left < Double(right)
        case (.number(let left), .number(let right)): left < right
        default: false
        }
    }

    static func quoted(_ value: ParameterValue) -> String {
        if case .text(let text) = value { return "\"\(text)\"" }
        return value.description
    }

    private static func article(_ type: ParameterType) -> String {
        switch type {
        case .integer: "a whole number"
        case .number: "a number"
        case .string: "text"
        }
    }
}
