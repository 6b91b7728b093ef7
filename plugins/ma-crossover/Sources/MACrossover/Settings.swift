/// What an operator can set; README.md says what each means.
import TectraStrategy

struct Settings: Equatable {
    /// Ticks in the fast average.
    var fast: Int64 = 50
    /// Ticks in the slow average.
    var slow: Int64 = 200
    /// Shares of the position to hold.
    var quantity: Int64 = 100
    /// Close every position and open none: what an operator sets before a stop.
    var flatten = false

    /// Takes over what is given and keeps the rest.
    func changed(by parameters: borrowing Parameters) throws(StrategyError) -> Settings {
        try parameters.refuseUnknown(besides: "fast", "slow", "quantity", "flatten")
        var changed = self
        changed.fast = try parameters.integer("fast", in: 1...100_000) ?? fast
        changed.slow = try parameters.integer("slow", in: 2...100_000) ?? slow
        changed.quantity = try parameters.integer("quantity", in: 1...1_000_000) ?? quantity
        if let flatten = try parameters.integer("flatten", in: 0...1) { changed.flatten = flatten == 1 }
        guard changed.fast < changed.slow else {
            throw StrategyError("fast: must be below slow, but \(changed.fast) is not below \(changed.slow)")
        }
        return changed
    }

    /// As they are in force.
    func write(to parameters: inout ParameterWriter) {
        parameters.integer("fast", fast)
        parameters.integer("slow", slow)
        parameters.integer("quantity", quantity)
        parameters.integer("flatten", flatten ? 1 : 0)
    }
}
