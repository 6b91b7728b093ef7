/// Closing a strategy's position by the host's word: after a fault that it does not come back from, or by
/// an operator. The orders are the strategy's own in every respect but who asked for them: judged by
/// risk, journaled, filled into its position.
internal import KillSwitch
internal import Orders
internal import PluginABI
internal import Records
internal import Risk

extension Engine {
    /// Cancels what is open and sends a market order against each position, as large as the limits let one
    /// order be: what is left is closed by asking again. A killed strategy's position stays, for nothing
    /// is sent under the kill switch.
    mutating func flatten(_ strategy: UInt8, _ outputs: inout OutputBuffer) {
        guard strategies[Int(strategy)].state != .vacant, !latch.isKilled(strategy) else { return countMalformed() }
        _ = cancelAll(of: strategy, in: nil, .requested, &outputs)
        // Beyond every number that its worker may have used and not been heard with.
        var client = strategies[Int(strategy)].lastClient &+ Self.clientGap
        for index in 0..<touched.count(of: strategy) {
            let instrument = touched.instrument(of: strategy, at: index)
            guard let order = closingOrder(of: strategy, in: instrument, client: client &+ 1) else { continue }
            client &+= 1
            send(order, &outputs)
        }
        strategies[Int(strategy)].lastClient = client
        guard strategies[Int(strategy)].state.hasWorker else { return }
        var told = tectra_command.blank
        told.sequence = sequence
        told.time = time
        told.command = UInt8(TECTRA_COMMAND_ADOPT)
        told.value = client
        outputs.append(told, .strategy, strategy)
    }

    /// nil where there is no position.
    private func closingOrder(of strategy: UInt8, in instrument: UInt32, client: UInt64) -> NewOrder? {
        let held = positions.position(of: strategy, in: instrument).quantity
        let limits = [risk.limits.row(of: strategy), risk.limits.row(of: 0)].compactMap { $0?.orderQuantityMax }
        let most = min(limits.min() ?? 0, Order.quantityMax)
        let quantity = min(Int64(clamping: held.magnitude), most)
        guard quantity > 0 else { return nil }
        return try? NewOrder(
            strategy: strategy, clientID: client, instrument: instrument, side: held > 0 ? .sell : .buy, type: .market,
            timeInForce: .immediateOrCancel, price: Price.none, quantity: quantity)
    }
}
