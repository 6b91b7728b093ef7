/// What a pull or a clear of the kill switch did, and what is to be done now.
public import PluginABI
internal import Records

/// Why the kill switch did not do as told.
public enum KillRefusal: UInt8, Error, Sendable, CaseIterable, CustomStringConvertible {
    /// Clearing needs the name of who answers for it.
    case noOperator = 1
    /// Strategies are 1 to 63; 0 is the firm.
    case unknownStrategy = 2
    /// `engaged` is neither 0 nor 1.
    case badField = 3

    public var description: String {
        switch self {
        case .noOperator: "the kill switch is cleared only in somebody's name; give the operator's name"
        case .unknownStrategy: "there is no such strategy; use 1 to 63, or 0 for the firm"
        case .badField: "engaged is 1 to pull and 0 to clear"
        }
    }
}

/// The result of one operation. `record` says who, why and when.
public struct KillOutcome: Sendable {
    /// Nil when it was done.
    public let refusal: KillRefusal?
    /// 0 is the firm.
    public let strategy: UInt8
    /// How the latch of that scope stands now.
    public let isEngaged: Bool
    /// Whether it stood otherwise before.
    public let isChanged: Bool
    /// Whose open orders are to be cancelled now. A second pull names them again, for orders that a first
    /// cancel did not reach.
    public let cancel: StrategySet
    /// The input as it came.
    public let record: tectra_kill_switch

    /// Event time.
    public var time: Int64 { record.time }
    public var operatorName: String { KillText.string(record.operator_name) }
    public var reason: String { KillText.string(record.text) }

    /// The record that tells everybody how the switch stands; `ordersCancelled` is counted by who cancels.
    public func stateRecord(sequence: UInt64, ordersCancelled: UInt32) -> tectra_kill_state {
        var state = tectra_kill_state.blank
        state.sequence = sequence
        state.time = record.time
        state.strategy = strategy
        state.engaged = isEngaged ? 1 : 0
        state.orders_cancelled = ordersCancelled
        state.text = KillText.sentence(record)
        return state
    }

    /// The record for one of the strategies in `cancel`.
    public func killRecord(sequence: UInt64) -> tectra_kill {
        var kill = tectra_kill.blank
        kill.sequence = sequence
        kill.time = record.time
        kill.scope = strategy == 0 ? 2 : 1
        kill.text = KillText.sentence(record)
        return kill
    }
}
