/// What contradicts itself in a manifest, whatever library lies beside it.
public import EngineLink

extension Manifest {
    /// One mistake and the member that it is in, as `parameters.properties.window`.
    public struct Problem: Equatable, Sendable {
        public let place: String
        public let text: String

        public init(_ place: String, _ text: String) {
            self.place = place
            self.text = text
        }
    }

    public static let authorMax = 63

    /// Everything that is wrong; empty when nothing is.
    public var problems: [Problem] {
        var problems: [Problem] = []
        func add(_ place: String, _ text: String) { problems.append(Problem(place, text)) }
        let isSpelled = name.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"): true
            default: false
            }
        }
        if name.isEmpty || name.utf8.count > 39 || !isSpelled {
            add("name", "\"\(name)\": use 1 to 39 of a-z, 0-9 and -, as the library's descriptor has it")
        }
        if version.isEmpty || version.utf8.count > 23 { add("version", "\"\(version)\": use 1 to 23 bytes") }
        if author.utf8.count > Self.authorMax { add("author", "use at most \(Self.authorMax) bytes") }
        if !Self.isDigest(sha256) { add("library.sha256", "give 64 hexadecimal digits in lower case") }
        if !acceptedSchemas.contains(stateSchema) {
            add("state.accepts", "\(stateSchema) is missing: a version takes the state that it saves itself")
        }
        if threads != 1 { add("resources.threads", "\(threads): a worker has one thread; use 1") }
        if symbols.isEmpty { add("symbols", "name at least one, or * for any") }
        for symbol in symbols where symbol.isEmpty || symbol.utf8.count > DeployRequest.symbolMax {
            add("symbols", "\"\(symbol)\": use 1 to \(DeployRequest.symbolMax) bytes")
        }
        return problems + parameters.problems.map { Problem("parameters." + $0.place, $0.text) }
    }

    static func isDigest(_ text: String) -> Bool {
        text.utf8.count == 64
            && text.utf8.allSatisfy {
                (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
                    || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0)
            }
    }
}

extension ParameterSchema {
    /// Bounds that cross, a default out of its own range, required names that are not there.
    public var problems: [Manifest.Problem] {
        var problems: [Manifest.Problem] = []
        if properties.count > DeployRequest.parametersMax {
            problems.append(
                .init("properties", "\(properties.count) are too many; at most \(DeployRequest.parametersMax)"))
        }
        for property in properties {
            let place = "properties.\(property.name)"
            if property.name.isEmpty || property.name.utf8.count > DeployRequest.parameterNameMax {
                problems.append(.init(place, "use a name of 1 to \(DeployRequest.parameterNameMax) bytes"))
            }
            problems += property.problems.map { .init("\(place).\($0.place)", $0.text) }
        }
        for name in required where self[name] == nil {
            let hint = Spelling.hint(for: name, among: names)
            problems.append(.init("required", "there is no parameter \"\(name)\"" + hint))
        }
        return problems
    }
}

extension ParameterProperty {
    var problems: [Manifest.Problem] {
        var problems: [Manifest.Problem] = []
        let bounds = [
            ("minimum", minimum), ("maximum", maximum), ("exclusiveMinimum", exclusiveMinimum),
            ("exclusiveMaximum", exclusiveMaximum),
        ]
        for case (let keyword, let bound?) in bounds {
            if type == .string {
                problems.append(.init(keyword, "text has no bounds"))
            } else if case .text(let text) = bound {
                problems.append(.init(keyword, "\"\(text)\" is not a number"))
            }
        }
        for choice in choices {
            if cast(choice) == nil {
                problems.append(.init("enum", "\(Self.quoted(choice)) is not of type \(type.rawValue)"))
            } else if case .text(let text) = choice, text.utf8.count > DeployRequest.parameterTextMax {
                problems.append(.init("enum", "\"\(text)\": use at most \(DeployRequest.parameterTextMax) bytes"))
            }
        }
        guard problems.isEmpty else { return problems }
        if let low = minimum ?? exclusiveMinimum, let high = maximum ?? exclusiveMaximum, Self.isBelow(high, low) {
            problems.append(.init("maximum", "\(high) is below the minimum, \(low)"))
        } else if let standard, case .failure(let refusal) = take(standard) {
            problems.append(.init("default", refusal.text))
        }
        return problems
    }
}
