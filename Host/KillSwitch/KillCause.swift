/// Who pulled the kill switch, why and when, for people.
public import PluginABI
internal import Records

public struct KillCause: Equatable, Sendable {
    /// 0 is the firm.
    public let strategy: UInt8
    /// Event time, ns since the epoch.
    public let time: Int64
    /// Global sequence of the input.
    public let sequence: UInt64
    public let operatorName: String
    public let reason: String
    /// Open orders that were cancelled because of it, by the first pull and those after it.
    public let ordersCancelled: UInt32

    init(_ record: tectra_kill_switch, ordersCancelled: UInt32) {
        self.ordersCancelled = ordersCancelled
        strategy = record.strategy
        time = record.time
        sequence = record.sequence
        operatorName = KillText.string(record.operator_name)
        reason = KillText.string(record.text)
    }
}

/// The input for a kill switch, from words: for the command line and the engine's own triggers.
public func killSwitchRecord(
    strategy: UInt8, isEngaged: Bool, operatorName: String, reason: String, sequence: UInt64 = 0, time: Int64 = 0
) -> tectra_kill_switch {
    var record = tectra_kill_switch.blank
    record.sequence = sequence
    record.time = time
    record.strategy = strategy
    record.engaged = isEngaged ? 1 : 0
    KillText.fill(&record.operator_name, operatorName)
    KillText.fill(&record.text, reason)
    return record
}
