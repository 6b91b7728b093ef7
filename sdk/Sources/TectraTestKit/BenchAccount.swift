/// Positions and profit and loss on the bench: average cost, as the host accounts.
internal import PluginABI

struct BenchAccount {
    private struct Holding {
        var quantity: Int64 = 0
        /// What the open quantity cost, signed like it.
        var cost: Int128 = 0
        var realized: Int128 = 0
        var fees: Int64 = 0
        var mid: Int64?
    }

    private var holdings: [UInt32: Holding] = [:]

    mutating func mark(_ instrument: UInt32, mid: Int64) { holdings[instrument, default: Holding()].mid = mid }

    /// - Parameter quantity: positive bought, negative sold.
    mutating func fill(_ instrument: UInt32, quantity: Int64, price: Int64, fee: Int64) {
        var holding = holdings[instrument, default: Holding()]
        holding.fees += fee
        var opened = quantity
        if holding.quantity.signum() == -quantity.signum() {
            // What closes takes its share of the cost with it; what is left over opens the other way.
            let closed = min(holding.quantity.magnitude, quantity.magnitude)
            let part = Int128(closed) * Int128(holding.quantity.signum())
            let cost = holding.cost * part / Int128(holding.quantity)
            holding.realized += part * Int128(price) - cost
            holding.cost -= cost
            holding.quantity -= Int64(part)
            opened += Int64(part)
        }
        holding.quantity += opened
        holding.cost += Int128(opened) * Int128(price)
        holdings[instrument] = holding
    }

    func position(in instrument: UInt32) -> tectra_position {
        let holding = holdings[instrument] ?? Holding()
        var record = tectra_position()
        record.header = header(tectra_position.self, TECTRA_POSITION)
        record.instrument = instrument
        record.quantity = holding.quantity
        if holding.quantity != 0 { record.average_price = Int64(holding.cost / Int128(holding.quantity)) }
        record.realized = Int64(holding.realized)
        record.unrealized = unrealized(holding)
        record.fees = holding.fees
        return record
    }

    var profitAndLoss: tectra_pnl {
        holdings.values.reduce(into: tectra_pnl()) { total, holding in
            total.realized += Int64(holding.realized)
            total.unrealized += unrealized(holding)
            total.fees += holding.fees
        }
    }

    private func unrealized(_ holding: Holding) -> Int64 {
        guard let mid = holding.mid else { return 0 }
        return Int64(Int128(holding.quantity) * Int128(mid) - holding.cost)
    }
}
