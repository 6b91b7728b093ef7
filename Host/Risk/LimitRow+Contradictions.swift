/// The rules that a set of limits must keep to make sense. Pure; used at commit, and by tools on a file.
extension LimitRow {
    /// All contradictions of a whole set of rows, in the order of the rows; empty when it makes sense.
    public static func contradictions(in rows: [LimitRow], strategies: Int = 63) -> [LimitContradiction] {
        var list = ContradictionList()
        var seen: UInt64 = 0
        for row in rows {
            guard Int(row.strategy) <= min(strategies, 63) else {
                list.append(LimitContradiction(.unknownStrategy, value: Int64(row.strategy), other: Int64(strategies)))
                continue
            }
            let bit = UInt64(1) << UInt64(row.strategy)
            if seen & bit != 0 { list.append(LimitContradiction(.duplicateRow, row.strategy)) }
            seen |= bit
        }
        let firm = rows.first { $0.strategy == 0 }
        if firm == nil { list.append(LimitContradiction(.noFirmRow)) }
        for row in rows where Int(row.strategy) <= strategies { row.check(against: firm, into: &list) }
        return (0..<list.count).map { list[$0] }
    }

    /// Adds what is wrong with this row, by itself and below the firm's.
    func check(against firm: LimitRow?, into list: inout ContradictionList) {
        for field in Self.fields where self[field] < 0 {
            list.append(LimitContradiction(.negative, strategy, field, value: self[field]))
        }
        // A row that allows no quantity allows nothing: its other limits do not matter.
        if orderQuantityMax > 0 {
            if orderNotionalMax == 0 { append(.partlyBlocked, .orderNotionalMax, orderQuantityMax, &list) }
            if bandBps == 0 { append(.bandIsZero, .bandBps, 0, &list) }
            if ordersPerSecond == 0, ordersBurst > 0 { append(.rateIsZero, .ordersPerSecond, ordersBurst, &list) }
            if ordersPerSecond == 0, ordersBurst == 0 {
                append(.partlyBlocked, .ordersPerSecond, orderQuantityMax, &list)
            }
            if ordersPerSecond > 0, ordersPerSecond != Self.unlimited, ordersBurst < 1 {
                append(.burstBelowOne, .ordersBurst, ordersPerSecond, &list)
            }
            // With 0, orders can only close, and those may be as large as the position is.
            if orderQuantityMax != Self.unlimited, positionMax > 0, orderQuantityMax > positionMax {
                append(.orderAbovePosition, .orderQuantityMax, positionMax, &list)
            }
            if orderNotionalMax != Self.unlimited, creditMax > 0, orderNotionalMax > creditMax {
                append(.orderAboveCredit, .orderNotionalMax, creditMax, &list)
            }
        }
        guard let firm, strategy != 0 else { return }
        for field in Self.fields where self[field] != Self.unlimited && self[field] > firm[field] {
            append(.aboveFirm, field, firm[field], &list)
        }
    }

    private func append(
        _ kind: LimitContradiction.Kind, _ field: LimitField, _ other: Int64, _ list: inout ContradictionList
    ) {
        list.append(LimitContradiction(kind, strategy, field, value: self[field], other: other))
    }

    private static let fields = LimitField.allCases
}
