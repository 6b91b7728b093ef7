/// What a strategy did, as a test looks at it.
public import TectraStrategy

/// An order that the strategy submitted, and what the test made of it since.
public struct SubmittedOrder: Sendable {
    public let id: OrderID
    public let instrument: InstrumentID
    public let side: Side
    public let type: OrderType
    public let timeInForce: TimeInForce
    public let isPostOnly: Bool
    /// nil for a market order.
    public internal(set) var price: Price?
    public internal(set) var quantity: Int64
    public internal(set) var filled: Int64 = 0
    public internal(set) var state: OrderState = .new
    /// Event time of the submit.
    public let time: Int64

    public var isOpen: Bool { !state.isFinal }
    var record: tectra_order
    var paid: Int128 = 0
}

/// A request to change an order.
public struct ModifyRequest: Equatable, Sendable {
    public let id: OrderID
    public let price: Price
    public let quantity: Int64
}

/// A signal that the strategy emitted.
public struct EmittedSignal: Equatable, Sendable {
    public let type: SignalType
    public let instrument: InstrumentID
    public let confidence: Double
    public let metadata: String
    public let timestamp: Int64
}

/// A line that the strategy logged.
public struct LogLine: Equatable, Sendable {
    public let level: LogLevel
    public let text: String
}

/// The value of a parameter, written as a literal in a test.
public enum ParameterValue: Equatable, Sendable, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral,
    ExpressibleByStringLiteral
{
    case integer(Int64)
    case number(Double)
    case text(String)

    public init(integerLiteral value: Int64) { self = .integer(value) }
    public init(floatLiteral value: Double) { self = .number(value) }
    public init(stringLiteral value: String) { self = .text(value) }
}

/// A price in a test may be a literal; one that is not exact decimal text ends the test run.
extension Price: ExpressibleByStringLiteral {
    public init(stringLiteral value: String) {
        guard let price = Price(value) else { preconditionFailure("\"\(value)\" is not a price") }
        self = price
    }
}
