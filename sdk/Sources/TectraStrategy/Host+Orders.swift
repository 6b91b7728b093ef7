/// Sending, changing and cancelling orders.
public import PluginABI

extension Host {
    /// Sends an order. What becomes of it comes through `onOrder` and `onFill` under the id returned.
    @inlinable @discardableResult
    public func submit(_ order: NewOrder) throws(Refusal) -> OrderID {
        var request = order.record
        var id: UInt64 = 0
        try Refusal.check(table.pointee.submit?(context, &request, &id))
        return OrderID(id)
    }

    /// Asks for another price and whole quantity of an open order.
    @inlinable
    public func modify(_ order: OrderID, price: Price, quantity: Int64) throws(Refusal) {
        try Refusal.check(table.pointee.modify?(context, order.rawValue, price.billionths, quantity))
    }

    /// Asks to cancel an open order. It may still fill until `onOrder` says that it is cancelled.
    @inlinable
    public func cancel(_ order: OrderID) throws(Refusal) {
        try Refusal.check(table.pointee.cancel?(context, order.rawValue))
    }

    /// Cancels every open order of an instrument, or with nil of all.
    @inlinable
    public func cancelAll(of instrument: InstrumentID? = nil) throws(Refusal) {
        try Refusal.check(table.pointee.cancel_all?(context, instrument?.rawValue ?? .max))
    }

    /// The open orders as they stand, at most `limit` of them. It allocates: not for every tick.
    public func openOrders(limit: Int = 1024) throws(Refusal) -> [Order] {
        var count: UInt32 = 0
        let room = UInt32(clamping: min(limit, openOrderCount))
        guard room > 0 else { return [] }
        var records = [tectra_order](repeating: tectra_order(), count: Int(room))
        let status = records.withUnsafeMutableBufferPointer {
            table.pointee.open_orders?(context, $0.baseAddress, room, &count)
        }
        try Refusal.check(status)
        return records.prefix(Int(count)).map(Order.init)
    }

    /// How many orders are open.
    public var openOrderCount: Int {
        var count: UInt32 = 0
        let status = table.pointee.open_orders?(context, nil, 0, &count)
        return status == 0 ? Int(count) : 0
    }
}
