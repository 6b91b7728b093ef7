/// The contract as it was released, in committed text: one line a fact, so that a diff shows what moved.
import Foundation
import TestSupport
import PluginABI

/// Facts of the contract by what they are about, such as `tectra_tick.bid_price` and `offset 32 int64`.
struct Baseline: Equatable {
    private(set) var facts: [String: String] = [:]
    private var order: [String] = []

    mutating func put(_ subject: String, _ fact: String) {
        if facts.updateValue(fact, forKey: subject) == nil { order.append(subject) }
    }

    /// One line a fact, in the order of the headers.
    var text: String {
        order.map { "\($0): \(facts[$0] ?? "")\n" }.joined()
    }

    init() {}

    init(text: String) {
        for line in text.split(separator: "\n") where !line.hasPrefix("#") {
            guard let colon = line.firstRange(of: ": ") else { continue }
            put(String(line[..<colon.lowerBound]), String(line[colon.upperBound...]))
        }
    }

    /// What of the released contract does not hold any more. A size may grow, and what is new breaks nothing.
    func breaks(with now: Baseline) -> [String] {
        order.compactMap { subject in
            let (then, today) = (facts[subject] ?? "", now.facts[subject])
            guard let today else { return "\(subject) is gone; it was \(then)" }
            guard today != then else { return nil }
            if let old = Self.size(then), let new = Self.size(today), new > old { return nil }
            return "\(subject) was \(then) and is \(today)"
        }
    }

    private static func size(_ fact: String) -> Int? {
        fact.hasPrefix("size ") ? Int(fact.dropFirst(5)) : nil
    }
}

extension Baseline {
    /// Sizes and fields of everything that crosses the boundary; the journal's own records do not.
    static func layout() -> Baseline {
        var baseline = Baseline()
        for record in CompiledRecord.tables() + CompiledRecord.all().filter({ $0.id < TECTRA_FEED_MESSAGE }) {
            baseline.put(record.name, "size \(record.size)")
            if record.id > 0 { baseline.put("\(record.name) template \(record.id)", "a record") }
            for field in record.fields {
                let count = field.count > 1 ? " x \(field.count)" : ""
                // CompiledField counts from the end of the header.
                baseline.put("\(record.name).\(field.name)", "offset \(field.offset + 8) \(field.kind)\(count)")
            }
        }
        return baseline
    }

    /// The functions of the two tables and the entry, in their order, with their whole types.
    static func functions() throws -> Baseline {
        let header = try String(
            contentsOf: Checkout.root.appending(path: "PluginABI/include/tectra/strategy.h"), encoding: .utf8)
        let code = header.replacing(/\/\/\/.*/, with: "").replacing(/\s+/, with: " ")
        var baseline = Baseline()
        for table in code.matches(of: /typedef struct (\w+) \{(.*?)\} \w+;/) {
            for (index, function) in table.2.matches(of: /(\w[\w ]*[ *]+)\(\*(\w+)\)(\([^)]*\));/).enumerated() {
                let result = function.1.trimmingCharacters(in: .whitespaces)
                baseline.put("\(table.1).\(function.2)", "function \(index) \(result) \(function.3)")
            }
        }
        if let entry = code.firstMatch(of: /(const tectra_strategy_vtable \*)tectra_strategy_entry(\([^)]*\));/) {
            baseline.put("tectra_strategy_entry", "function \(entry.1)\(entry.2)")
        }
        return baseline
    }

    /// Every number that the contract's headers give a name.
    static func constants() throws -> Baseline {
        var baseline = Baseline()
        for file in Headers.contract + ["strategy.h"] {
            let text = try String(
                contentsOf: Checkout.root.appending(path: "PluginABI/include/tectra/\(file)"), encoding: .utf8)
            for match in text.matches(of: /\bTECTRA_(\w+) = ([^,}\s]+(?: << \d+)?)/) {
                baseline.put("TECTRA_\(match.1)", String(match.2))
            }
            for match in text.matches(of: /#define TECTRA_(\w+) ([-\w]+)\n/) where match.1 != "ABI_MINOR" {
                baseline.put("TECTRA_\(match.1)", String(match.2))
            }
        }
        return baseline
    }
}
