/// A manifest held against the library beside it. A difference says both values: one of the two is not what its author
/// thought.
public import EngineLink

extension Manifest {
    /// What the bytes of the library contradict.
    public func differences(sha256 actual: String) -> [String] {
        sha256 == actual ? [] : [LibrarySelf.difference("SHA-256", sha256, actual)]
    }

    /// What its descriptor contradicts.
    public func differences(_ found: LibrarySelf) -> [String] { library.differences(from: found) }

    /// What the parameters that it reports as in force contradict: names and kinds.
    public func differences(reported: [(name: String, value: ParameterValue)]) -> [String] {
        var differences: [String] = []
        for (name, value) in reported {
            guard let property = parameters[name] else {
                differences.append("the library has a parameter \(name), the manifest none")
                continue
            }
            let kind = ParameterType(of: value)
            if property.type != kind {
                differences.append(LibrarySelf.difference("type of \(name)", property.type.rawValue, kind.rawValue))
            }
        }
        for name in parameters.names where !reported.contains(where: { $0.name == name }) {
            differences.append("the manifest has a parameter \(name), the library none")
        }
        return differences
    }
}

extension ParameterType {
    /// The type of a value in the three kinds of the contract.
    public init(of value: ParameterValue) {
        self =
            switch value {
            case .integer: .integer
            case .number: .number
            case .text: .string
            }
    }
}
