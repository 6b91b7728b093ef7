/// Verdicts as records of the contract, and as a sentence.
internal import Orders
public import PluginABI
internal import Records

extension Verdict {
    /// The record that goes to the journal for every verdict.
    ///
    /// - Parameter filter: of the worker that asked, as the record has it.
    public func record(
        of request: RiskRequest, orderID: UInt64, clientID: UInt64, tier: UInt8, filter: UInt64, sequence: UInt64,
        time: Int64
    ) -> tectra_verdict {
        var record = tectra_verdict.blank
        record.sequence = sequence
        record.time = time
        record.order_id = orderID
        record.client_id = clientID
        record.limits_version = limitsVersion
        record.instrument = request.instrument
        record.accepted = isAccepted ? 1 : 0
        record.side = request.side.rawValue
        record.rule = rule.rawValue
        record.price = price
        record.quantity = quantity
        record.limit = limit
        record.observed = observed
        record.headroom = headroom
        record.dry_run = isDryRun ? 1 : 0
        record.tier = tier
        record.filter = filter
        return record
    }
}

extension Verdict: CustomStringConvertible {
    public var description: String {
        let tail = "limits version \(limitsVersion)\(isDryRun ? ", dry run" : "")"
        guard !isAccepted else { return "accepted (\(tail))" }
        let whose = scope == .firm ? " of the firm" : ""
        guard rule.unit != .nothing else { return "\(rule.name): \(rule.summary) (\(tail))" }
        let numbers = "limit\(whose) \(text(limit)), observed \(text(observed)), headroom \(text(headroom))"
        return "\(rule.name): \(rule.summary) \(numbers) \(rule.unit.name) (\(tail))"
    }

    private func text(_ value: Int64) -> String {
        switch rule.unit {
        case .money, .price: Decimal9.text(value)
        default: String(value)
        }
    }
}
