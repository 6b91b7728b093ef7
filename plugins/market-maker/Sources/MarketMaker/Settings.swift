/// What an operator can set; README.md says what each means.
import TectraStrategy

struct Settings: Equatable {
    /// Shares of each quote.
    var quantity: Int64 = 100
    /// How far from the fair price to quote.
    var halfSpread: Price = Price(billionths: 10_000_000)
    /// How far to move both quotes against the inventory, for each `quantity` held.
    var skew: Price = Price(billionths: 5_000_000)
    /// How far a quote may be from where it should be before it is moved.
    var requote: Price = Price(billionths: 10_000_000)
    /// Shares held, either way, at which the side that adds to them is withdrawn.
    var positionMax: Int64 = 500
    /// Event-time milliseconds to leave a side alone after a rejection.
    var pauseMilliseconds: Int64 = 100

    /// Takes over what is given and keeps the rest.
    func changed(by parameters: borrowing Parameters) throws(StrategyError) -> Settings {
        try parameters.refuseUnknown(
            besides: "quantity", "half-spread", "skew", "requote", "position-max", "pause-milliseconds")
        let prices = Price.zero...Price(units: 1000)
        var changed = self
        changed.quantity = try parameters.integer("quantity", in: 1...1_000_000) ?? quantity
        changed.halfSpread = try parameters.price("half-spread", in: prices) ?? halfSpread
        changed.skew = try parameters.price("skew", in: prices) ?? skew
        changed.requote = try parameters.price("requote", in: prices) ?? requote
        changed.positionMax = try parameters.integer("position-max", in: 1...100_000_000) ?? positionMax
        changed.pauseMilliseconds = try parameters.integer("pause-milliseconds", in: 0...60_000) ?? pauseMilliseconds
        guard changed.positionMax >= changed.quantity else {
            throw StrategyError("position-max: must be at least quantity, which is \(changed.quantity)")
        }
        return changed
    }

    /// As they are in force.
    func write(to parameters: inout ParameterWriter) {
        parameters.integer("quantity", quantity)
        parameters.price("half-spread", halfSpread)
        parameters.price("skew", skew)
        parameters.price("requote", requote)
        parameters.integer("position-max", positionMax)
        parameters.integer("pause-milliseconds", pauseMilliseconds)
    }
}
