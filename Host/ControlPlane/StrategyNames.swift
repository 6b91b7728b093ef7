/// The names that people have for the numbers that the engine has.

struct StrategyNames: Sendable {
    private let numbers: [String: UInt8]
    private let names: [UInt8: String]

    init(numbers: [String: UInt8]) {
        self.numbers = numbers
        names = Dictionary(numbers.map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    }

    var all: [String] { numbers.keys.sorted() }

    /// `firm` for 0, `#n` for a number without a name.
    func name(of number: UInt8) -> String { number == 0 ? "firm" : names[number] ?? "#\(number)" }

    /// By name, or by number as text.
    func number(of text: String) -> UInt8? {
        if let number = numbers[text] { return number }
        let digits = text.hasPrefix("#") ? text.dropFirst() : text[...]
        guard let number = UInt8(digits), (1...63).contains(number), names[number] != nil else { return nil }
        return number
    }
}

/// Writes texts into the fixed fields of records.
enum FixedText {
    /// Cut at a whole character, zero-padded, ending in a zero.
    static func put<Field>(_ text: String, into field: inout Field) {
        withUnsafeMutableBytes(of: &field) { bytes in
            bytes.initializeMemory(as: UInt8.self, repeating: 0)
            var end = 0
            for character in text {
                let utf8 = character.utf8
                guard end + utf8.count < bytes.count else { return }
                for byte in utf8 {
                    bytes[end] = byte
                    end += 1
                }
            }
        }
    }
}
