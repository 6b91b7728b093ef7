/// What is known of an instrument besides its book and its status: one cache line of figures that
/// trades move.
internal import Records

struct InstrumentState: BitwiseCopyable {
    var symbol: UInt64 = 0
    var lastPrice: Int64 = Price.none
    var lastQuantity: Int64 = 0
    var volume: Int64 = 0
    /// Sum of price times quantity of what counts, 1e-9.
    var turnover: Int128 = 0
    var lot: UInt32 = 100
    var isDefined = false
    /// Side that took in the last trade, as a `Side`; 0 where it is not told.
    var aggressor: UInt8 = 0
    /// Match number of the last trade; 0 before the first.
    var lastMatch: UInt64 = 0
}

extension InstrumentState {
    /// Counts a trade towards the day's figures.
    mutating func count(price: Int64, quantity: Int64, aggressor: UInt8) {
        lastPrice = price
        lastQuantity = quantity
        volume &+= quantity
        turnover &+= notional(price: price, quantity: quantity)
        self.aggressor = aggressor
    }

    /// Takes a trade that was broken out of the day's figures; what traded last stays as it was told.
    mutating func discount(price: Int64, quantity: Int64) {
        volume &-= quantity
        turnover &-= notional(price: price, quantity: quantity)
    }
}
