/// What an operator configured, checked as it is read.
public import PluginABI

/// Why a strategy refuses its parameters or a state; an operator reads it.
public struct StrategyError: Error, CustomStringConvertible {
    /// What is wrong and what would be right.
    public let message: String
    public init(_ message: String) { self.message = message }
    public var description: String { message }
}

/// The named parameters of one configuration. Like every view it ends with the call.
///
/// A getter returns nil when the parameter is not there, so that one piece of code serves the
/// first configuration and every later change:
///
///     fast = try parameters.integer("fast", in: 1...500) ?? fast
public struct Parameters: ~Copyable {
    @usableFromInline let records: UnsafeBufferPointer<tectra_parameter>

    /// - Parameter records: must stay valid as long as the view.
    public init(_ records: UnsafeBufferPointer<tectra_parameter>) { self.records = records }

    public var count: Int { records.count }

    /// Every name that is given, in order.
    public var names: [String] { records.map { text(of: $0.name) } }

    /// Refuses names that the strategy does not know: a typing error must not pass as a default.
    public func refuseUnknown(besides known: String...) throws(StrategyError) {
        for name in names where !known.contains(name) {
            let list = known.joined(separator: ", ")
            throw StrategyError("\(name): there is no such parameter; known are \(list.isEmpty ? "none" : list)")
        }
    }

    /// A whole number in `range`.
    public func integer(_ name: String, in range: ClosedRange<Int64>) throws(StrategyError) -> Int64? {
        guard let record = find(name) else { return nil }
        guard Int(record.kind) == TECTRA_INTEGER, range.contains(record.integer) else {
            throw StrategyError("\(name): must be a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return record.integer
    }

    /// A finite number in `range`; a whole number will do.
    public func number(_ name: String, in range: ClosedRange<Double>) throws(StrategyError) -> Double? {
        guard let record = find(name) else { return nil }
        let value: Double? =
            switch Int(record.kind) {
            case TECTRA_INTEGER: Double(record.integer)
            case TECTRA_NUMBER: record.number
            default: nil
            }
        guard let value, value.isFinite, range.contains(value) else {
            throw StrategyError("\(name): must be a number from \(range.lowerBound) to \(range.upperBound)")
        }
        return value
    }

    /// Text, at most 63 bytes.
    public func string(_ name: String) throws(StrategyError) -> String? {
        guard let record = find(name) else { return nil }
        guard Int(record.kind) == TECTRA_TEXT else { throw StrategyError("\(name): must be a text") }
        return text(of: record.text)
    }

    /// A price: exact as a text (`"0.005"`) or a whole number, nearest as a number.
    public func price(_ name: String, in range: ClosedRange<Price>) throws(StrategyError) -> Price? {
        guard let record = find(name) else { return nil }
        let value: Price? =
            switch Int(record.kind) {
            case TECTRA_INTEGER: Price(String(record.integer))
            case TECTRA_NUMBER: Price(rounding: record.number)
            default: Price(text(of: record.text))
            }
        guard let value, range.contains(value) else {
            throw StrategyError("\(name): must be a price from \(range.lowerBound) to \(range.upperBound)")
        }
        return value
    }

    /// The last of that name, as a later value replaces an earlier one.
    private func find(_ name: String) -> tectra_parameter? {
        records.last { isEqual($0.name, name) }
    }
}
