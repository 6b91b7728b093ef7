// Orders for the tests of the table, in few words.
import Orders
import PluginABI
import Records

func order(
    _ clientID: UInt64, strategy: UInt8 = 1, instrument: UInt32 = 0, _ side: Side = .buy, type: OrderType = .limit,
    price: Int64 = 100, quantity: Int64 = 10
) throws -> NewOrder {
    try NewOrder(
        strategy: strategy, clientID: clientID, instrument: instrument, side: side, type: type,
        price: type == .market ? Price.none : price, quantity: quantity)
}

extension OrderTable {
    /// The table is not copyable, so that `#expect` can not take it; this can.
    func state(_ index: OrderIndex) -> OrderState { self[index].state }

    func open(of strategy: UInt8) -> [UInt64] {
        var ids: [UInt64] = []
        var next = firstOpen(of: strategy)
        while let index = next {
            ids.append(self[index].id)
            next = nextOpen(after: index)
        }
        return ids
    }

    func open(of strategy: UInt8, instrument: UInt32) -> [UInt64] {
        var ids: [UInt64] = []
        var next = firstOpen(of: strategy, instrument: instrument)
        while let index = next {
            ids.append(self[index].id)
            next = nextOpenInInstrument(after: index)
        }
        return ids
    }
}

/// What an expression throws, or nil.
func thrown<Failure: Error>(_ body: () throws(Failure) -> Void) -> Failure? {
    do {
        try body()
        return nil
    } catch {
        return error
    }
}
