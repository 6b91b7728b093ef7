/// What an operator can set; README.md says what each means.
import TectraStrategy

struct Settings: Equatable {
    /// Ticks that the usual price is taken from.
    var period: Int64 = 200
    /// Deviations from the mean at which a position is opened.
    var entry = 2.0
    /// Deviations from the mean at which it is closed again.
    var exit = 0.5
    /// Shares of a position.
    var quantity: Int64 = 100
    /// Event-time seconds after which a position is closed, whatever the price; 0 never.
    var holdSeconds: Int64 = 300

    /// Takes over what is given and keeps the rest.
    func changed(by parameters: borrowing Parameters) throws(StrategyError) -> Settings {
        try parameters.refuseUnknown(besides: "period", "entry", "exit", "quantity", "hold-seconds")
        var changed = self
        changed.period = try parameters.integer("period", in: 2...100_000) ?? period
        changed.entry = try parameters.number("entry", in: 0.1...20) ?? entry
        changed.exit = try parameters.number("exit", in: 0...20) ?? exit
        changed.quantity = try parameters.integer("quantity", in: 1...1_000_000) ?? quantity
        changed.holdSeconds = try parameters.integer("hold-seconds", in: 0...86_400) ?? holdSeconds
        guard changed.exit < changed.entry else {
            throw StrategyError("exit: must be below entry, but \(changed.exit) is not below \(changed.entry)")
        }
        return changed
    }

    /// As they are in force.
    func write(to parameters: inout ParameterWriter) {
        parameters.integer("period", period)
        parameters.number("entry", entry)
        parameters.number("exit", exit)
        parameters.integer("quantity", quantity)
        parameters.integer("hold-seconds", holdSeconds)
    }
}
