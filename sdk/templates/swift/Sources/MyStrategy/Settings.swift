/// What an operator can set; README.md says what each means.
import TectraStrategy

struct Settings: Equatable {
    /// Ticks that the imbalance is averaged over.
    var window: Int64 = 20
    /// Average imbalance from which a side is taken, 0 to 1.
    var threshold = 0.6
    /// Shares of the position to hold.
    var quantity: Int64 = 100

    /// Takes over what is given and keeps the rest; throws, with a sentence for the operator, when
    /// anything of it is wrong.
    func changed(by parameters: borrowing Parameters) throws(StrategyError) -> Settings {
        try parameters.refuseUnknown(besides: "window", "threshold", "quantity")
        var changed = self
        changed.window = try parameters.integer("window", in: 1...10_000) ?? window
        changed.threshold = try parameters.number("threshold", in: 0.01...1) ?? threshold
        changed.quantity = try parameters.integer("quantity", in: 1...1_000_000) ?? quantity
        return changed
    }

    /// As they are in force.
    func write(to parameters: inout ParameterWriter) {
        parameters.integer("window", window)
        parameters.number("threshold", threshold)
        parameters.integer("quantity", quantity)
    }
}
