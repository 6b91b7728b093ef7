/// Round trips: from flat to flat in one instrument, or through zero to the other side. A trade in
/// the sense of "win rate" is one of these, net of its fees.

/// Follows one strategy's fills in one instrument.
struct RoundTrip: Sendable {
    private var position: Int64 = 0
    /// Money in less money out since the trip began, 1e-9.
    private var cash: Int128 = 0
    private var fees: Int128 = 0

    /// Takes one fill.
    ///
    /// - Parameter quantity: positive bought, negative sold.
    /// - Returns: the profit of the trip that this fill ended, net of fees, 1e-9; else nil.
    mutating func fill(quantity: Int64, price: Int64, fee: Int64) -> Int128? {
        let crosses = position != 0 && (position > 0) != (quantity > 0) && quantity.magnitude >= position.magnitude
        guard crosses else {
            position &+= quantity
            cash -= Int128(price) * Int128(quantity)
            fees += Int128(fee)
            return nil
        }
        // The part that closes ends the trip; the rest opens the next one and takes its share of the fee.
        let closing = -position
        let opening = quantity &- closing
        let closingFee = Int128(fee) * Int128(closing) / Int128(quantity)
        let profit = cash - Int128(price) * Int128(closing) - fees - closingFee
        position = opening
        cash = -Int128(price) * Int128(opening)
        fees = Int128(fee) - closingFee
        return profit
    }
}

/// Counts the round trips of one strategy.
public struct TradeStatistics: Sendable {
    public private(set) var trades = 0
    public private(set) var wins = 0
    public private(set) var grossProfit: Int128 = 0
    public private(set) var grossLoss: Int128 = 0
    private var open: [UInt32: RoundTrip] = [:]

    public init() {}

    /// Of several strategies together; round trips that are still open count for none.
    public init(sum parts: [TradeStatistics]) {
        for part in parts {
            trades += part.trades
            wins += part.wins
            grossProfit += part.grossProfit
            grossLoss += part.grossLoss
        }
    }

    mutating func fill(instrument: UInt32, quantity: Int64, price: Int64, fee: Int64) {
        guard let profit = open[instrument, default: RoundTrip()].fill(quantity: quantity, price: price, fee: fee)
        else { return }
        trades += 1
        if profit > 0 {
            wins += 1
            grossProfit += profit
        } else {
            grossLoss -= profit
        }
    }

    /// Trades that earned money, of all; nil when there were none.
    public var winRate: Double? {
        trades > 0 ? Double(wins) / Double(trades) : nil
    }

    /// Gross profit over gross loss; nil when nothing was lost.
    public var profitFactor: Double? {
        grossLoss > 0 ? Double(grossProfit) / Double(grossLoss) : nil
    }
}
