// Every reason of the contract has its case, and every case something to tell a person.
import Orders
import PluginABI
import Testing

@Suite struct RejectReasonTests {
    @Test func rawValuesAreTheContracts() {
        let pairs: [(RejectReason, Int)] = [
            (.none, TECTRA_REASON_NONE), (.priceBand, TECTRA_REASON_PRICE_BAND),
            (.maxQuantity, TECTRA_REASON_MAX_QUANTITY), (.maxNotional, TECTRA_REASON_MAX_NOTIONAL),
            (.maxPosition, TECTRA_REASON_MAX_POSITION), (.credit, TECTRA_REASON_CREDIT),
            (.throttle, TECTRA_REASON_THROTTLE), (.selfMatch, TECTRA_REASON_SELF_MATCH),
            (.noReferencePrice, TECTRA_REASON_NO_REFERENCE_PRICE), (.limitsNotSet, TECTRA_REASON_LIMITS_NOT_SET),
            (.dryRun, TECTRA_REASON_DRY_RUN), (.firmMaxNotional, TECTRA_REASON_FIRM_MAX_NOTIONAL),
            (.firmMaxPosition, TECTRA_REASON_FIRM_MAX_POSITION), (.firmCredit, TECTRA_REASON_FIRM_CREDIT),
            (.firmThrottle, TECTRA_REASON_FIRM_THROTTLE), (.killed, TECTRA_REASON_KILLED),
            (.paused, TECTRA_REASON_PAUSED), (.notRunning, TECTRA_REASON_NOT_RUNNING),
            (.workerLost, TECTRA_REASON_WORKER_LOST), (.stopped, TECTRA_REASON_STOPPED),
            (.unknownInstrument, TECTRA_REASON_UNKNOWN_INSTRUMENT), (.unknownOrder, TECTRA_REASON_UNKNOWN_ORDER),
            (.duplicateID, TECTRA_REASON_DUPLICATE_ID), (.badPrice, TECTRA_REASON_BAD_PRICE),
            (.badQuantity, TECTRA_REASON_BAD_QUANTITY), (.badField, TECTRA_REASON_BAD_FIELD),
            (.tooLate, TECTRA_REASON_TOO_LATE), (.tooManyOrders, TECTRA_REASON_TOO_MANY_ORDERS),
            (.wouldCross, TECTRA_REASON_WOULD_CROSS), (.noLiquidity, TECTRA_REASON_NO_LIQUIDITY),
            (.notTrading, TECTRA_REASON_NOT_TRADING), (.requested, TECTRA_REASON_REQUESTED),
            (.endOfDay, TECTRA_REASON_END_OF_DAY),
        ]
        #expect(pairs.count == RejectReason.allCases.count)
        for (reason, raw) in pairs { #expect(Int(reason.rawValue) == raw, "\(reason.name)") }
    }

    @Test func everyReasonSpeaks() {
        let all = RejectReason.allCases
        #expect(Set(all.map(\.name)).count == all.count)
        #expect(Set(all.map(\.summary)).count == all.count)
        for reason in all {
            #expect(reason.summary.hasSuffix(".") && reason.summary.count > 10)
            #expect(reason.action.hasSuffix(".") && reason.action.count > 8)
            #expect(reason.description == "\(reason.name): \(reason.summary) \(reason.action)")
        }
    }
}
