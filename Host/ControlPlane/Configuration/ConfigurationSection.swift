/// A mapping of a YAML file being read: every value is taken by key, and whatever is wrong with it
/// is noted with its line, so that one reading finds all mistakes.
internal import EngineLink
internal import Foundation
internal import Yams

/// The problems found so far; shared by the sections of one file.
final class ProblemList {
    private(set) var problems: [ConfigurationProblem] = []

    func add(_ line: Int?, _ text: String) {
        problems.append(ConfigurationProblem(line: line ?? 0, text))
    }
}

/// One mapping, or an absent one.
struct ConfigurationSection {
    /// As `feed` or `strategies[2]`; empty for the whole file.
    let path: String
    let list: ProblemList
    let line: Int?
    private var values: [String: Node] = [:]

    /// - Parameter keys: what may stand here; anything else is a problem. Nil allows any key.
    init(_ node: Node?, path: String, keys: [String]?, list: ProblemList) {
        self.path = path
        self.list = list
        line = node?.mark?.line
        guard let node, !Self.isNull(node) else { return }
        guard let mapping = node.mapping else {
            list.add(node.mark?.line, "\(path.isEmpty ? "the file" : path) is not a mapping of keys to values")
            return
        }
        for (key, value) in mapping {
            guard let name = key.scalar?.string else {
                list.add(key.mark?.line, "\(path): a key is not a word")
                continue
            }
            if let keys, !keys.contains(name) {
                let place = path.isEmpty ? "" : " of \(path)"
                list.add(key.mark?.line, "\"\(name)\" is not a setting\(place)" + Spelling.hint(for: name, among: keys))
                continue
            }
            values[name] = value
        }
    }

    var keys: [String] { values.keys.sorted { (line(of: $0) ?? 0) < (line(of: $1) ?? 0) } }
    func has(_ key: String) -> Bool { values[key].map { !Self.isNull($0) } ?? false }
    func line(of key: String) -> Int? { values[key]?.mark?.line }
    func node(_ key: String) -> Node? { values[key] }

    func name(of key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }

    func problem(_ key: String, _ text: String) {
        list.add(line(of: key) ?? line, "\(name(of: key)): \(text)")
    }

    /// The text of a scalar; nil when absent, and noted when it is a list or a mapping.
    func scalar(_ key: String) -> String? {
        guard let node = values[key], !Self.isNull(node) else { return nil }
        guard let text = node.scalar?.string else {
            problem(key, "a single value belongs here, not a \(node.sequence == nil ? "mapping" : "list")")
            return nil
        }
        return text
    }

    func text(_ key: String, required: Bool = false) -> String? {
        let text = scalar(key)
        if required, text?.isEmpty ?? true, values[key]?.scalar != nil || values[key] == nil {
            list.add(line(of: key) ?? line, "\(name(of: key)) is missing")
            return nil
        }
        return text
    }

    func whole<Number: FixedWidthInteger>(_ key: String, in range: ClosedRange<Number>) -> Number? {
        guard let text = scalar(key) else { return nil }
        guard let value = Number(text.filter { $0 != "_" }) else {
            problem(key, "\"\(text)\" is not a whole number from \(range.lowerBound) to \(range.upperBound)")
            return nil
        }
        guard range.contains(value) else {
            problem(key, "\(text) is out of range; use \(range.lowerBound) to \(range.upperBound)")
            return nil
        }
        return value
    }

    func flag(_ key: String) -> Bool? {
        guard let text = scalar(key) else { return nil }
        switch text {
        case "true", "yes", "on": return true
        case "false", "no", "off": return false
        default:
            problem(key, "\"\(text)\" is neither true nor false")
            return nil
        }
    }

    func choice<Value: RawRepresentable<String> & CaseIterable>(_ key: String, _ type: Value.Type) -> Value? {
        guard let text = scalar(key) else { return nil }
        guard let value = Value(rawValue: text) else {
            let names = Value.allCases.map(\.rawValue)
            problem(
                key,
                "\"\(text)\" is not one of \(names.joined(separator: ", "))" + Spelling.hint(for: text, among: names))
            return nil
        }
        return value
    }

    func list(_ key: String) -> [Node]? {
        guard let node = values[key], !Self.isNull(node) else { return nil }
        guard let sequence = node.sequence else {
            problem(key, "a list belongs here")
            return nil
        }
        return Array(sequence)
    }

    func section(_ key: String, keys: [String]?) -> ConfigurationSection {
        ConfigurationSection(values[key], path: name(of: key), keys: keys, list: list)
    }

    private static func isNull(_ node: Node) -> Bool {
        guard let scalar = node.scalar else { return false }
        return scalar.style == .plain && ["", "~", "null"].contains(scalar.string)
    }
}

extension ConfigurationSection {
    /// Composes a YAML text into its root section.
    ///
    /// - Throws: when it is no YAML at all; then nothing more can be said.
    static func root(of text: String, file: String, keys: [String], list: ProblemList) throws(ConfigurationError)
        -> ConfigurationSection
    {
        do {
            guard let node = try compose(yaml: text) else {
                throw ConfigurationError(file: file, [ConfigurationProblem(line: 0, "the file is empty")])
            }
            return ConfigurationSection(node, path: "", keys: keys, list: list)
        } catch let error as ConfigurationError {
            throw error
        } catch {
            throw ConfigurationError(file: file, [problem(of: error)])
        }
    }

    private static func problem(of error: any Error) -> ConfigurationProblem {
        switch error as? YamlError {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            return ConfigurationProblem(line: mark.line, "not YAML: \(problem)")
        case .duplicatedKeysInMapping(let duplicates, let context):
            return ConfigurationProblem(
                line: context.mark.line, "set more than once: \(duplicates.joined(separator: ", "))")
        default:
            return ConfigurationProblem(line: 0, "not YAML: \(error)")
        }
    }

    /// Reads a text file, or says why not.
    static func contents(of path: String) throws(ConfigurationError) -> String {
        do {
            return try String(contentsOfFile: path, encoding: .utf8)
        } catch {
            let isThere = FileManager.default.fileExists(atPath: path)
            throw ConfigurationError(
                file: path,
                [ConfigurationProblem(line: 0, isThere ? "can not be read as UTF-8 text" : "there is no such file")])
        }
    }
}
