/// A manifest as JSON: the same bytes for the same manifest, because those are what a signature is over.
public import EngineLink
internal import Records

extension Manifest {
    /// The whole file, with a line break at its end.
    public var text: String {
        var lines: [String] = []
        func add(_ key: String, _ value: String) { lines.append("  \(JSONText.quoted(key)): \(value)") }
        add("manifest", "\(Self.format)")
        add("name", JSONText.quoted(name))
        add("version", JSONText.quoted(version))
        add("author", JSONText.quoted(author))
        add("library", "{\"sha256\": \(JSONText.quoted(sha256)), \"abi\": \(JSONText.quoted(abi.description))}")
        let accepted = acceptedSchemas.map(\.description).joined(separator: ", ")
        add("state", "{\"schema\": \(stateSchema), \"accepts\": [\(accepted)]}")
        add("symbols", "[" + symbols.map(JSONText.quoted).joined(separator: ", ") + "]")
        add("resources", memory == 0 ? "{\"threads\": \(threads)}" : "{\"memory\": \(memory), \"threads\": \(threads)}")
        add("parameters", parameters.text(indented: "  "))
        return "{\n" + lines.joined(separator: ",\n") + "\n}\n"
    }
}

extension ParameterSchema {
    /// The schema as JSON, whose lines after the first begin with `indent`.
    public func text(indented indent: String) -> String {
        let inner = indent + "  "
        var lines = ["\(inner)\"type\": \"object\"", "\(inner)\"additionalProperties\": false"]
        if !required.isEmpty {
            lines.append("\(inner)\"required\": [" + required.map(JSONText.quoted).joined(separator: ", ") + "]")
        }
        let rows = properties.map { "\(inner)  \(JSONText.quoted($0.name)): \($0.text)" }
        lines.append(
            "\(inner)\"properties\": " + (rows.isEmpty ? "{}" : "{\n" + rows.joined(separator: ",\n") + "\n\(inner)}"))
        return "{\n" + lines.joined(separator: ",\n") + "\n\(indent)}"
    }
}

extension ParameterProperty {
    var text: String {
        var members = ["\"type\": \"\(type.rawValue)\""]
        func add(_ keyword: String, _ value: ParameterValue?) {
            if let value { members.append("\"\(keyword)\": \(Self.json(value))") }
        }
        add("minimum", minimum)
        add("maximum", maximum)
        add("exclusiveMinimum", exclusiveMinimum)
        add("exclusiveMaximum", exclusiveMaximum)
        if !choices.isEmpty { members.append("\"enum\": [" + choices.map(Self.json).joined(separator: ", ") + "]") }
        add("default", standard)
        if !summary.isEmpty { members.append("\"description\": \(JSONText.quoted(summary))") }
        return "{" + members.joined(separator: ", ") + "}"
    }

    private static func json(_ value: ParameterValue) -> String {
        if case .text(let text) = value { return JSONText.quoted(text) }
        return value.description
    }
}
