/// Reading the schema of a strategy's parameters.
internal import EngineLink
internal import Manifest
internal import Yams

extension ParameterSchema {
    mutating func read(_ section: ConfigurationSection) {
        if let type = section.scalar("type"), type != "object" {
            section.problem("type", "\"\(type)\": parameters are an object")
        }
        if section.flag("additionalProperties") == true {
            section.problem("additionalProperties", "a parameter that is not listed is always refused; use false")
        }
        required = section.list("required")?.compactMap { $0.scalar?.string } ?? []
        guard section.has("properties"), let node = section.node("properties") else { return }
        guard let mapping = node.mapping else {
            return section.problem("properties", "a mapping of names to schemas belongs here")
        }
        for (key, value) in mapping {
            guard let name = key.scalar?.string else { continue }
            let path = "\(section.name(of: "properties")).\(name)"
            let row = ConfigurationSection(value, path: path, keys: ParameterProperty.keywords, list: section.list)
            if let property = ParameterProperty(name, row) { properties.append(property) }
        }
    }
}

extension ParameterProperty {
    init?(_ name: String, _ section: ConfigurationSection) {
        guard section.has("type") else {
            section.list.add(section.line, "\(section.path).type is missing")
            return nil
        }
        guard let type = section.choice("type", ParameterType.self) else { return nil }
        self.init(name, type)
        minimum = value("minimum", section)
        maximum = value("maximum", section)
        exclusiveMinimum = value("exclusiveMinimum", section)
        exclusiveMaximum = value("exclusiveMaximum", section)
        standard = value("default", section)
        choices = section.list("enum")?.compactMap { $0.scalar.map(value) } ?? []
        summary = section.text("description") ?? ""
    }

    private func value(_ key: String, _ section: ConfigurationSection) -> ParameterValue? {
        guard section.scalar(key) != nil else { return nil }
        return section.node(key)?.scalar.map(value)
    }

    /// In the kind of the schema where it fits; else as it looks, for `problems` to name.
    private func value(_ scalar: Node.Scalar) -> ParameterValue {
        let isQuoted = scalar.style == .singleQuoted || scalar.style == .doubleQuoted
        let value = isQuoted ? ParameterValue.text(scalar.string) : ParameterValue(parsing: scalar.string)
        return cast(value) ?? value
    }
}
