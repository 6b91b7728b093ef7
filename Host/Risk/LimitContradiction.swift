/// What is wrong with a set of limits, found before it counts and told all at once.

/// One thing that is wrong with a set of rows.
public struct LimitContradiction: Equatable, Sendable, CustomStringConvertible {
    public enum Kind: UInt8, Sendable {
        case wrongRowCount, noSuchVersion, versionNotRising, noFirmRow, duplicateRow, unknownStrategy
        case negative, partlyBlocked, orderAbovePosition, orderAboveCredit, bandIsZero, burstBelowOne, rateIsZero
        case aboveFirm
    }

    public let kind: Kind
    /// Whose row; 0 is the firm, or the set as a whole.
    public let strategy: UInt8
    public let field: LimitField
    public let value: Int64
    public let other: Int64

    init(_ kind: Kind, _ strategy: UInt8 = 0, _ field: LimitField = .bandBps, value: Int64 = 0, other: Int64 = 0) {
        self.kind = kind
        self.strategy = strategy
        self.field = field
        self.value = value
        self.other = other
    }

    /// What is wrong and what to do about it.
    public var description: String {
        let row = strategy == 0 ? "firm" : "strategy \(strategy)"
        let given = "\(row): \(field.name) \(field.text(value))"
        return switch kind {
        case .wrongRowCount: "\(value) rows were to come, \(other) came; send all rows of the version, then commit"
        case .noSuchVersion: "no rows of version \(value) came; send the rows first, then commit"
        case .versionNotRising: "version \(value) is not above \(other), which is in force; use a higher one"
        case .noFirmRow: "the firm has no row; add one with strategy 0"
        case .duplicateRow: "\(row): has more than one row; leave one"
        case .unknownStrategy: "strategy \(value) does not exist; the highest is \(other)"
        case .negative: "\(given) is below zero; use 0 for nothing, or unlimited"
        case .partlyBlocked:
            "\(given) lets nothing through, although order_quantity_max is \(other); raise it, "
                + "or set order_quantity_max to 0"
        case .orderAbovePosition:
            "\(given) is above position_max \(other): so large an order can never pass; lower it, or raise position_max"
        case .orderAboveCredit:
            "\(given) is above credit_max \(field.text(other)): so large an order can never pass; lower it, "
                + "or raise credit_max"
        case .bandIsZero:
            "\(given) lets through only orders at the reference price itself; widen it, or set order_quantity_max to 0"
        case .burstBelowOne: "\(given) lets nothing through, although orders_per_second is \(other); use at least 1"
        case .rateIsZero:
            "\(given) would never let an order through again once the burst of \(other) is used; use at least 1"
        case .aboveFirm:
            "\(given) is above the firm's \(field.text(other)) and can never be used; lower it, or raise the firm's"
        }
    }
}

/// Contradictions in memory taken once, because a refusal happens on the engine's thread too.
struct ContradictionList: ~Copyable {
    /// More than 64 rows can have wrong with them, and more than one set can bring in.
    static let capacity = 2048
    private let items: UnsafeMutablePointer<LimitContradiction>
    private(set) var count = 0

    init() {
        items = .allocate(capacity: Self.capacity)
        items.initialize(repeating: LimitContradiction(.noFirmRow), count: Self.capacity)
    }

    deinit { items.deallocate() }

    mutating func append(_ contradiction: LimitContradiction) {
        guard count < Self.capacity else { return }
        items[count] = contradiction
        count += 1
    }

    mutating func removeAll() { count = 0 }

    subscript(index: Int) -> LimitContradiction {
        precondition(index >= 0 && index < count)
        return items[index]
    }
}
