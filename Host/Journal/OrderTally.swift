/// Counts of verdicts, orders and fills by strategy, off a journal: the tables at the end of a run.
internal import PluginABI
internal import Records

/// What a journal says of one strategy.
public struct StrategyTally: Sendable {
    public var name = ""
    /// Verdicts by rule; 0 is accepted.
    public var verdicts: [UInt16: UInt64] = [:]
    /// Final orders by state (TECTRA_ORDER_…).
    public var finals: [UInt8: UInt64] = [:]
    public var fills: UInt64 = 0
    public var shares: Int64 = 0
    public var signals: UInt64 = 0
    public var fees: Int128 = 0
}

public enum OrderTally {
    /// Walks a journal; by strategy number.
    public static func count(_ directory: String) throws(JournalError) -> [UInt8: StrategyTally] {
        var tallies: [UInt8: StrategyTally] = [:]
        var reader = try JournalReader(directory)
        while let frame = try reader.next() {
            guard frame.strategy != 0 || Int(frame.template) == TECTRA_DEPLOY else { continue }
            switch Int(frame.template) {
            case Int(TECTRA_DEPLOY):
                guard let deploy = tectra_deploy(copying: frame.record) else { continue }
                tallies[deploy.strategy, default: StrategyTally()].name = withUnsafeBytes(of: deploy.name) {
                    String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
                }
            case Int(TECTRA_VERDICT):
                guard let verdict = tectra_verdict(copying: frame.record) else { continue }
                let rule = verdict.accepted == 1 ? 0 : verdict.rule
                tallies[frame.strategy, default: StrategyTally()].verdicts[rule, default: 0] += 1
            case Int(TECTRA_ORDER):
                guard let order = tectra_order(copying: frame.record), Int(order.state) >= TECTRA_ORDER_FILLED
                else { continue }
                tallies[frame.strategy, default: StrategyTally()].finals[order.state, default: 0] += 1
            case Int(TECTRA_FILL):
                guard let fill = tectra_fill(copying: frame.record) else { continue }
                tallies[frame.strategy, default: StrategyTally()].fills += 1
                tallies[frame.strategy, default: StrategyTally()].shares &+= fill.quantity
                tallies[frame.strategy, default: StrategyTally()].fees += Int128(fill.fee)
            case Int(TECTRA_SIGNAL):
                tallies[frame.strategy, default: StrategyTally()].signals += 1
            default: continue
            }
        }
        return tallies
    }
}
