/// What the strategy knows about one instrument: both quotes and the inventory between them.
import TectraStrategy

struct Market {
    var bid = Quote(.buy)
    var ask = Quote(.sell)
    /// Shares held; negative is short.
    var inventory: Int64
    let tickSize: Price

    init(inventory: Int64, tickSize: Price) {
        self.inventory = inventory
        self.tickSize = tickSize
    }

    /// Where the two quotes should be; nil withdraws a side.
    ///
    /// The fair price is the mid moved against the inventory (Avellaneda and Stoikov,
    /// "High-frequency trading in a limit order book", 2008, with a linear reservation price), so
    /// that the side that sheds inventory is the likelier to trade. Neither quote may cross
    /// the market or the other one.
    func quotes(_ top: TopOfBook, _ settings: Settings) -> (bid: Price?, ask: Price?) {
        let lean = Double(inventory) / Double(settings.quantity) * settings.skew.units
        guard let fair = Price(rounding: top.mid.units - lean) else { return (nil, nil) }
        let bid = min((fair - settings.halfSpread).roundedDown(to: tickSize), top.ask.price - tickSize)
        let ask = max((fair + settings.halfSpread).roundedUp(to: tickSize), top.bid.price + tickSize, bid + tickSize)
        return (
            bid: inventory + settings.quantity <= settings.positionMax && bid > .zero ? bid : nil,
            ask: inventory - settings.quantity >= -settings.positionMax ? ask : nil
        )
    }
}
