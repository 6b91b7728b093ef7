/// Orders as records of the contract.
public import PluginABI
internal import Records

extension Order {
    /// The record that tells the strategy how the order stands now.
    public func record(
        sequence: UInt64, time: Int64, reason: RejectReason? = nil, limit: Int64 = 0, observed: Int64 = 0
    ) -> tectra_order {
        var record = tectra_order.blank
        record.sequence = sequence
        record.time = time
        record.order_id = id
        record.client_id = clientID
        record.instrument = instrument
        record.state = state.rawValue
        record.side = side.rawValue
        record.type = type.rawValue
        record.time_in_force = timeInForce.rawValue
        record.price = price
        record.quantity = quantity
        record.filled = filled
        record.average_price = averagePrice
        record.reason = (reason ?? self.reason).rawValue
        record.flags = flags
        record.limit = limit
        record.observed = observed
        return record
    }
}

extension NewOrder {
    /// The record of an order that never became one.
    public func rejection(
        orderID: UInt64, sequence: UInt64, time: Int64, reason: RejectReason, limit: Int64 = 0, observed: Int64 = 0
    ) -> tectra_order {
        var record = tectra_order.blank
        record.sequence = sequence
        record.time = time
        record.order_id = orderID
        record.client_id = clientID
        record.instrument = instrument
        record.state = OrderState.rejected.rawValue
        record.side = side.rawValue
        record.type = type.rawValue
        record.time_in_force = timeInForce.rawValue
        record.price = price
        record.quantity = quantity
        record.reason = reason.rawValue
        record.flags = flags
        record.limit = limit
        record.observed = observed
        return record
    }
}
