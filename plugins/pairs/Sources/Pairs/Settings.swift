/// What an operator can set; README.md says what each means.
import TectraStrategy

struct Settings: Equatable {
    /// Symbols of the two legs.
    var first = ""
    var second = ""
    /// Shares of the second leg that balance one of the first.
    var ratio = 1.0
    /// Ticks of either leg that the usual spread is taken from.
    var period: Int64 = 500
    /// Deviations of the spread at which the pair is opened.
    var entry = 2.0
    /// Deviations of the spread at which it is closed again.
    var exit = 0.5
    /// Shares of the first leg.
    var quantity: Int64 = 100

    /// Shares of the second leg against `quantity` of the first.
    var secondQuantity: Int64 { Int64((Double(quantity) * ratio).rounded()) }

    /// Takes over what is given and keeps the rest.
    func changed(by parameters: borrowing Parameters) throws(StrategyError) -> Settings {
        try parameters.refuseUnknown(besides: "first", "second", "ratio", "period", "entry", "exit", "quantity")
        var changed = self
        changed.first = try parameters.string("first") ?? first
        changed.second = try parameters.string("second") ?? second
        changed.ratio = try parameters.number("ratio", in: 0.001...1000) ?? ratio
        changed.period = try parameters.integer("period", in: 2...100_000) ?? period
        changed.entry = try parameters.number("entry", in: 0.1...20) ?? entry
        changed.exit = try parameters.number("exit", in: 0...20) ?? exit
        changed.quantity = try parameters.integer("quantity", in: 1...1_000_000) ?? quantity
        guard !changed.first.isEmpty, !changed.second.isEmpty, changed.first != changed.second else {
            throw StrategyError("first and second: must be two different symbols, such as AAPL and MSFT")
        }
        guard changed.exit < changed.entry else {
            throw StrategyError("exit: must be below entry, but \(changed.exit) is not below \(changed.entry)")
        }
        guard changed.secondQuantity > 0 else {
            throw StrategyError("ratio: \(changed.quantity) shares times \(changed.ratio) is less than one share")
        }
        return changed
    }

    /// As they are in force.
    func write(to parameters: inout ParameterWriter) {
        parameters.string("first", first)
        parameters.string("second", second)
        parameters.number("ratio", ratio)
        parameters.integer("period", period)
        parameters.number("entry", entry)
        parameters.number("exit", exit)
        parameters.integer("quantity", quantity)
    }
}
