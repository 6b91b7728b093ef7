// The state machine against a table written by hand: every state, every event.
import Orders
import PluginABI
import Testing

@Suite struct TransitionTests {
    /// One row a state; columns as in `events`. "-" is illegal, "=" goes back to what was before.
    static let events: [OrderEvent] = [
        .accept, .reject, .partialFill, .fill, .requestCancel, .cancel, .refuseCancel, .requestReplace, .replace,
        .refuseReplace, .expire,
    ]
    static let expected: [(OrderState, String)] = [
        // acc  rej part fill  rqC canc refC  rqR repl refR  exp
        (.new, "  ACC  REJ   -    -   PCA   -    -    -    -    -    -"),
        (.accepted, "   -    -   PAR  FIL  PCA  CAN   -   PRE   -    -   EXP"),
        (.partiallyFilled, "   -    -   PAR  FIL  PCA  CAN   -   PRE   -    -   EXP"),
        (.pendingCancel, "  PCA  REJ  PCA  FIL   -   CAN   =    -   PCA  PCA  EXP"),
        (.pendingReplace, "   -    -   PRE  FIL  PCA  CAN   -    -   REP   =   EXP"),
        (.replaced, "   -    -   PAR  FIL  PCA  CAN   -   PRE   -    -   EXP"),
        (.filled, "   -    -    -    -    -    -    -    -    -    -    -"),
        (.cancelled, "   -    -    -    -    -    -    -    -    -    -    -"),
        (.rejected, "   -    -    -    -    -    -    -    -    -    -    -"),
        (.expired, "   -    -    -    -    -    -    -    -    -    -    -"),
    ]
    static let codes: [String: OrderState] = [
        "ACC": .accepted, "PAR": .partiallyFilled, "PCA": .pendingCancel, "PRE": .pendingReplace, "REP": .replaced,
        "FIL": .filled, "CAN": .cancelled, "REJ": .rejected, "EXP": .expired,
    ]

    @Test func everyStateTimesEveryEvent() throws {
        #expect(Set(Self.events) == Set(OrderEvent.allCases))
        #expect(Self.expected.map(\.0) == OrderState.allCases)
        var checked = 0
        for (state, row) in Self.expected {
            let cells = row.split(separator: " ").map(String.init)
            try #require(cells.count == Self.events.count)
            for (event, cell) in zip(Self.events, cells) {
                for underlying in OrderState.allCases {
                    let wanted: OrderState? =
                        switch cell {
                        case "-": nil
                        case "=": underlying
                        default: try #require(Self.codes[cell])
                        }
                    #expect(state.after(event, resuming: underlying) == wanted, "\(state) after \(event)")
                    checked += 1
                }
            }
        }
        #expect(checked == 10 * 11 * 10)
    }

    @Test func finalMeansFinal() {
        for state in OrderState.allCases {
            let moves = OrderEvent.allCases.contains { state.after($0) != nil }
            #expect(moves == state.isOpen)
            #expect(state.isFinal != state.isOpen)
        }
    }

    @Test func rawValuesAreTheContracts() {
        #expect(OrderState.new.rawValue == UInt8(TECTRA_ORDER_NEW))
        #expect(OrderState.accepted.rawValue == UInt8(TECTRA_ORDER_ACCEPTED))
        #expect(OrderState.partiallyFilled.rawValue == UInt8(TECTRA_ORDER_PARTIALLY_FILLED))
        #expect(OrderState.pendingCancel.rawValue == UInt8(TECTRA_ORDER_PENDING_CANCEL))
        #expect(OrderState.pendingReplace.rawValue == UInt8(TECTRA_ORDER_PENDING_REPLACE))
        #expect(OrderState.replaced.rawValue == UInt8(TECTRA_ORDER_REPLACED))
        #expect(OrderState.filled.rawValue == UInt8(TECTRA_ORDER_FILLED))
        #expect(OrderState.cancelled.rawValue == UInt8(TECTRA_ORDER_CANCELLED))
        #expect(OrderState.rejected.rawValue == UInt8(TECTRA_ORDER_REJECTED))
        #expect(OrderState.expired.rawValue == UInt8(TECTRA_ORDER_EXPIRED))
    }
}
