/// The name of a strategy in the two spellings that a project needs.

public struct ProjectName: Equatable, Sendable {
    /// As files, products and the descriptor have it: `my-strategy`.
    public let text: String
    /// As Swift has it: `MyStrategy`.
    public let type: String

    /// Names that a Swift project can not give to its own type: modules and types that it imports.
    static let taken: Set<String> = [
        "Bar", "BarKind", "Book", "DataFlags", "Decimal9", "Descriptor", "Fill", "Host", "Instrument", "InstrumentID",
        "InstrumentTable", "Kill", "Level", "Liquidity", "LogLevel", "MarketEvents", "Money", "NewOrder", "Order",
        "OrderID", "OrderState", "OrderType", "ParameterWriter", "Parameters", "Plugin", "PluginABI", "Position",
        "Pressure", "Price", "ProfitAndLoss", "Reason", "Refusal", "Settings", "Side", "SignalType", "StateReader",
        "StateWriter", "Strategy", "StrategyError", "Swift", "TargetPosition", "TectraSignals", "TectraStrategy",
        "TectraTestKit", "Testing", "Tick", "TimeInForce", "TimerEvent", "TimerID", "TopOfBook", "Trade",
    ]

    /// - Throws: when a descriptor could not carry the name: 1 to 39 of a-z, 0-9 and -, a letter first.
    public init(_ text: String) throws(ProjectError) {
        let isSpelled = text.utf8.allSatisfy { byte in
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || Self.isDigit(byte) || byte == UInt8(ascii: "-")
        }
        let first = text.utf8.first ?? 0
        guard isSpelled, text.utf8.count <= 39, !Self.isDigit(first), first != 0, first != UInt8(ascii: "-"),
            !text.hasSuffix("-"), !text.contains("--")
        else { throw .name(text) }
        self.text = text
        let words = text.split(separator: "-").map { $0.prefix(1).uppercased() + $0.dropFirst() }
        let type = words.joined()
        self.type = Self.taken.contains(type) ? type + "Strategy" : type
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
}
