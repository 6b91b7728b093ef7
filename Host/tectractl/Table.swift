/// Tables for people: columns as wide as they must be, numbers to the right.

struct Table {
    enum Alignment { case left, right }

    private let columns: [(title: String, alignment: Alignment)]
    private var rows: [[String]] = []

    /// Titles with a `>` in front are of columns that are set to the right.
    init(_ titles: [String]) {
        columns = titles.map { $0.hasPrefix(">") ? (String($0.dropFirst()), .right) : ($0, .left) }
    }

    mutating func add(_ cells: [String]) { rows.append(cells) }

    var isEmpty: Bool { rows.isEmpty }

    /// The lines, without trailing blanks; `empty` when there are no rows.
    func text(empty: String = "nothing") -> String {
        guard !rows.isEmpty else { return empty }
        let widths = columns.indices.map { column in
            max(columns[column].title.count, rows.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0)
        }
        func line(_ cells: [String]) -> String {
            var text = ""
            for column in columns.indices {
                let cell = column < cells.count ? cells[column] : ""
                let blanks = String(repeating: " ", count: widths[column] - cell.count)
                text +=
                    (column == 0 ? "" : "  ") + (columns[column].alignment == .right ? blanks + cell : cell + blanks)
            }
            while text.last == " " { text.removeLast() }
            return text
        }
        return ([line(columns.map { $0.title.uppercased() })] + rows.map(line)).joined(separator: "\n")
    }
}

/// `name  value` lines, values under each other.
struct FactList {
    private var facts: [(name: String, value: String)] = []

    mutating func add(_ name: String, _ value: String) {
        if !value.isEmpty { facts.append((name, value)) }
    }

    var text: String {
        let width = facts.map(\.name.count).max() ?? 0
        return facts.map { $0.name + String(repeating: " ", count: width - $0.name.count + 2) + $0.value }
            .joined(separator: "\n")
    }
}

/// Numbers as people read them.
enum Reading {
    /// A decimal text rounded to `digits` behind the point.
    static func rounded(_ text: String, digits: Int = 2) -> String {
        guard let dot = text.firstIndex(of: ".") else { return digits > 0 ? text + "." + zeros(digits) : text }
        let part = text[text.index(after: dot)...]
        guard part.count > digits else { return text + zeros(digits - part.count) }
        guard let value = Double(text) else { return text }
        let scale = (0..<digits).reduce(1.0) { product, _ in product * 10 }
        let units = Int64((value * scale).rounded())
        let sign = units < 0 ? "-" : ""
        let (whole, rest) = units.magnitude.quotientAndRemainder(dividingBy: UInt64(scale))
        guard digits > 0 else { return "\(sign)\(whole)" }
        let tail = String(rest)
        return "\(sign)\(whole)." + zeros(digits - tail.count) + tail
    }

    /// A price with at least two digits behind the point, and all that it has.
    static func price(_ text: String) -> String {
        guard let dot = text.firstIndex(of: ".") else { return text + ".00" }
        return text + zeros(2 - text[text.index(after: dot)...].count)
    }

    /// The first few, and how many more there are.
    static func list(_ words: [String], most: Int) -> String {
        let shown = words.prefix(most).joined(separator: ", ")
        return words.count > most ? "\(shown) and \(words.count - most) more" : shown
    }

    /// `1 fault`, `2,000 faults`.
    static func count(_ number: some BinaryInteger, _ one: String, _ many: String? = nil) -> String {
        "\(grouped(number)) \(number == 1 ? one : many ?? one + "s")"
    }

    /// `1,234,567`.
    static func grouped(_ value: some BinaryInteger) -> String {
        let digits = String(value.magnitude)
        var text = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { text += "," }
            text.append(digit)
        }
        return (value < 0 ? "-" : "") + text
    }

    /// ns in the unit that fits.
    static func duration(_ nanoseconds: Int64) -> String {
        switch nanoseconds {
        case ..<10_000: "\(nanoseconds) ns"
        case ..<10_000_000: "\(nanoseconds / 1000) µs"
        default: "\(nanoseconds / 1_000_000) ms"
        }
    }

    private static func zeros(_ count: Int) -> String { String(repeating: "0", count: max(0, count)) }
}
