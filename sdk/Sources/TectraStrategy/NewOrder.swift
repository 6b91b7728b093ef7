/// What a new order should be, said in one line.
public import PluginABI

/// An order to submit.
///
///     host.submit(.limit(.buy, 100, of: tick.instrument, at: bid.price, postOnly: true))
///     host.submit(.market(.sell, 100, of: tick.instrument))
public struct NewOrder: Sendable {
    public let record: tectra_order_request

    /// - Parameters:
    ///   - quantity: shares, at least 1.
    ///   - price: a multiple of the instrument's tick size.
    ///   - postOnly: reject the order rather than let it take liquidity.
    @inlinable @inline(__always)
    public static func limit(
        _ side: Side, _ quantity: Int64, of instrument: InstrumentID, at price: Price,
        _ timeInForce: TimeInForce = .day, postOnly: Bool = false
    ) -> NewOrder {
        NewOrder(
            record: tectra_order_request(
                instrument: instrument.rawValue, side: side.rawValue, type: OrderType.limit.rawValue,
                time_in_force: timeInForce.rawValue, flags: postOnly ? 1 : 0, price: price.billionths,
                quantity: quantity))
    }

    /// - Parameter quantity: shares, at least 1. What the displayed book can not fill is cancelled.
    @inlinable @inline(__always)
    public static func market(
        _ side: Side, _ quantity: Int64, of instrument: InstrumentID, _ timeInForce: TimeInForce = .immediateOrCancel
    ) -> NewOrder {
        NewOrder(
            record: tectra_order_request(
                instrument: instrument.rawValue, side: side.rawValue, type: OrderType.market.rawValue,
                time_in_force: timeInForce.rawValue, flags: 0, price: .min, quantity: quantity))
    }

    @inlinable @inline(__always)
    init(record: tectra_order_request) { self.record = record }
}
