/// Which symbols strategies are shown: all, all but some, or some alone.
public import PluginABI
internal import Records

public struct SymbolChoice: Equatable, Sendable, CustomStringConvertible {
    public static let symbolsMax = Int(TECTRA_PUBLISH_SYMBOLS_MAX)
    public static let all = SymbolChoice()

    public private(set) var isEverything = true
    /// Exceptions from everything, or what alone is shown; each once, in the order of their letters.
    public private(set) var symbols: [String] = []

    private init() {}

    /// These alone; none of them: nothing is shown.
    ///
    /// - Throws: naming the first that is no symbol.
    public init(only symbols: some Sequence<String>) throws(SymbolChoiceError) {
        try self.init(symbols, isEverything: false)
    }

    /// All but these.
    ///
    /// - Throws: naming the first that is no symbol.
    public init(allExcept symbols: some Sequence<String>) throws(SymbolChoiceError) {
        try self.init(symbols, isEverything: true)
    }

    /// `*`, `* except A B`, or `A B`, as `description` writes it.
    ///
    /// - Throws: naming the first that is no symbol.
    public init(_ text: String) throws(SymbolChoiceError) {
        let words = text.split(separator: " ").map(String.init)
        let isEverything = words.first == "*"
        guard !isEverything || words.count == 1 || words.count > 2 && words[1] == "except" else {
            throw SymbolChoiceError("\"\(text)\" is neither *, nor * except SYMBOL …, nor SYMBOL …")
        }
        try self.init(isEverything ? Array(words.dropFirst(2)) : words, isEverything: isEverything)
    }

    private init(_ symbols: some Sequence<String>, isEverything: Bool) throws(SymbolChoiceError) {
        let distinct = Set(symbols)
        for symbol in distinct.sorted() where !Self.isSymbol(symbol) {
            throw SymbolChoiceError("\"\(symbol)\" is not a symbol: one to eight printable ASCII characters")
        }
        guard distinct.count <= Self.symbolsMax else {
            throw SymbolChoiceError("\(distinct.count) symbols are named; at most \(Self.symbolsMax) can be")
        }
        self.isEverything = isEverything
        self.symbols = distinct.sorted { Self.padded($0).lexicographicallyPrecedes(Self.padded($1)) }
    }

    private static func isSymbol(_ text: String) -> Bool {
        (1...8).contains(text.utf8.count) && text.utf8.allSatisfy { (0x21...0x7E).contains($0) } && text != "*"
    }

    /// As ITCH has it.
    private static func padded(_ symbol: String) -> [UInt8] {
        Array(symbol.utf8) + Array(repeating: 0x20, count: 8 - symbol.utf8.count)
    }

    public var description: String {
        let names = symbols.joined(separator: " ")
        return isEverything ? (symbols.isEmpty ? "*" : "* except \(names)") : names
    }

    /// The choice as inputs of the core, in their order.
    public func records(by name: String) -> (rows: [tectra_publish_symbols], choice: tectra_publish) {
        let size = Int(TECTRA_PUBLISH_ROW_SYMBOLS)
        let rows = stride(from: 0, to: symbols.count, by: size).map { start in
            var row = tectra_publish_symbols.blank
            let part = symbols[start..<min(start + size, symbols.count)]
            row.count = UInt8(part.count)
            withUnsafeMutableBytes(of: &row.symbols) { room in
                for (index, symbol) in part.enumerated() {
                    for (offset, byte) in Self.padded(symbol).enumerated() { room[index * 8 + offset] = byte }
                }
            }
            return row
        }
        var choice = tectra_publish.blank
        choice.everything = isEverything ? 1 : 0
        choice.symbols = UInt32(symbols.count)
        withUnsafeMutableBytes(of: &choice.operator_name) { room in
            // A zero ends it.
            for (index, byte) in name.utf8.prefix(room.count - 1).enumerated() { room[index] = byte }
        }
        return (rows, choice)
    }
}

public struct SymbolChoiceError: Error, Equatable, Sendable, CustomStringConvertible {
    public let description: String

    init(_ description: String) { self.description = description }
}
