/// Closing the position of a strategy that stays down, as long as it takes.
internal import CLinux
internal import EngineLink
internal import PluginABI
internal import Records
internal import SharedMemory

extension Supervisor {
    /// Asks again where the limits, or the market, let through less than the whole position.
    mutating func goOnFlattening() {
        let now = tectra_clock_monotonic()
        for index in strategies.indices where strategies[index]?.flattening != nil {
            let left = telemetry.strategy(UInt8(index))?.grossPosition ?? 0
            switch strategies[index]?.flattening?.due(position: left, now: now) ?? .over {
            case .nothing: continue
            case .again: tellToFlatten(UInt8(index))
            case .over:
                let name = strategies[index]?.request.name ?? ""
                strategies[index]?.flattening = nil
                if left == 0 {
                    Log.info("\(name) is flat")
                } else {
                    Log.error("\(name) could not be flattened; it still holds \(left) shares")
                }
            }
        }
    }

    func tellToFlatten(_ strategy: UInt8) {
        var command = tectra_strategy_command.blank
        command.strategy = strategy
        command.command = UInt8(TECTRA_COMMAND_FLATTEN)
        withUnsafeMutableBytes(of: &command.operator_name) { $0.put("tectra-engine") }
        tell(command)
    }
}
