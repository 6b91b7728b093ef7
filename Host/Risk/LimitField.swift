/// The limits by name, as people write and read them: in a limits file, on the command line, over HTTP.
public import Orders

/// One limit of a row. Raw values are the names in files, in JSON and in the contract.
public enum LimitField: String, Sendable, CaseIterable {
    case bandBps = "band_bps"
    case orderQuantityMax = "order_quantity_max"
    case orderNotionalMax = "order_notional_max"
    case positionMax = "position_max"
    case creditMax = "credit_max"
    case ordersPerSecond = "orders_per_second"
    case ordersBurst = "orders_burst"

    public var name: String { rawValue }

    public var unit: ReasonUnit {
        switch self {
        case .bandBps: .basisPoints
        case .orderQuantityMax, .positionMax: .shares
        case .orderNotionalMax, .creditMax: .money
        case .ordersPerSecond, .ordersBurst: .orders
        }
    }

    /// What the limit limits, in one sentence.
    public var summary: String {
        switch self {
        case .bandBps: "How far an order's price may be from the reference price, either way, in 1/10,000."
        case .orderQuantityMax: "Shares of one order."
        case .orderNotionalMax: "Worth of one order."
        case .positionMax: "Shares of one instrument, long or short, with all open orders of that side filled."
        case .creditMax: "Worth of all positions at cost and all open orders at their prices."
        case .ordersPerSecond: "Submits and modifies a second, to each venue."
        case .ordersBurst: "Submits and modifies at once, after a pause."
        }
    }

    /// Highest value that the contract's field holds, below no limit.
    public var valueMax: Int64 {
        switch self {
        case .bandBps, .ordersPerSecond, .ordersBurst: Int64(UInt32.max) - 1
        default: Int64.max - 1
        }
    }

    /// A value as text: money as a decimal number of currency units, `unlimited` for no limit.
    public func text(_ value: Int64) -> String {
        if value == LimitRow.unlimited { return "unlimited" }
        return unit == .money ? Decimal9.text(value) : String(value)
    }

    /// The value of a text as `text` writes it, or as a person does (`1_000_000.50`).
    public func value(parsing text: String) throws(LimitTextError) -> Int64 {
        if text == "unlimited" || text == "none" { return LimitRow.unlimited }
        let value = unit == .money ? Decimal9.value(text) : Decimal9.whole(Substring(text.filter { $0 != "_" }))
        guard let value, value >= 0, value <= valueMax else { throw LimitTextError(field: self, text: text) }
        return value
    }
}

/// A text that is no value of a limit.
public struct LimitTextError: Error, Equatable, Sendable, CustomStringConvertible {
    public let field: LimitField
    public let text: String

    public var description: String {
        let kind = field.unit == .money ? "a decimal number of currency units" : "a whole number"
        let range = "from 0 to \(field.text(field.valueMax))"
        return "\(field.name): \"\(text)\" is not \(kind) \(range), and not \"unlimited\""
    }
}

extension LimitRow {
    /// A limit by its name.
    public subscript(field: LimitField) -> Int64 {
        get {
            switch field {
            case .bandBps: bandBps
            case .orderQuantityMax: orderQuantityMax
            case .orderNotionalMax: orderNotionalMax
            case .positionMax: positionMax
            case .creditMax: creditMax
            case .ordersPerSecond: ordersPerSecond
            case .ordersBurst: ordersBurst
            }
        }
        set {
            switch field {
            case .bandBps: bandBps = newValue
            case .orderQuantityMax: orderQuantityMax = newValue
            case .orderNotionalMax: orderNotionalMax = newValue
            case .positionMax: positionMax = newValue
            case .creditMax: creditMax = newValue
            case .ordersPerSecond: ordersPerSecond = newValue
            case .ordersBurst: ordersBurst = newValue
            }
        }
    }
}
