/// An order's hops in words.
internal import Orders
internal import PluginABI
internal import Records

extension OrderTrace {
    // MARK: - Inputs

    /// What an input is, in two words.
    static func inputName(_ frame: JournalFrame) -> String {
        switch Int(frame.template) {
        case Int(TECTRA_FEED_MESSAGE):
            tectra_feed_message(copying: frame.record).map { "ITCH \(Character(UnicodeScalar($0.bytes.0)))" } ?? "feed"
        case Int(TECTRA_SUBMIT): "submit"
        case Int(TECTRA_MODIFY): "its modify"
        case Int(TECTRA_CANCEL): "its cancel"
        case Int(TECTRA_CANCEL_ALL): "its cancel of all"
        case Int(TECTRA_KILL_SWITCH): "the kill switch"
        case Int(TECTRA_WORKER_LOST): "the loss of its worker"
        case Int(TECTRA_STRATEGY_COMMAND): "an operator's command"
        case Int(TECTRA_CLOCK): "the clock"
        case Int(TECTRA_PUBLISH): "a choice of symbols"
        case Int(TECTRA_PROMOTE): "a change of version"
        default: "an input of template \(frame.template)"
        }
    }

    static func requestText(_ frame: JournalFrame) -> String {
        guard let submit = tectra_submit(copying: frame.record) else { return inputName(frame) }
        let side = submit.side == 1 ? "buy" : "sell"
        let price = submit.type == 2 ? "at market" : "at \(money(submit.price))"
        return "\(side) \(submit.quantity) of instrument \(submit.instrument) \(price), client id \(submit.client_id)"
    }

    /// The instrument and symbol of an ITCH stock directory message.
    static func directoryEntry(_ feed: tectra_feed_message) -> (instrument: UInt32, symbol: String)? {
        withUnsafeBytes(of: feed.bytes) { bytes in
            guard bytes[0] == UInt8(ascii: "R"), feed.length >= 19 else { return nil }
            let symbol = String(decoding: bytes[11..<19].prefix { $0 > 0x20 && $0 < 0x7F }, as: UTF8.self)
            return (UInt32(bytes[1]) << 8 | UInt32(bytes[2]), symbol)
        }
    }

    // MARK: - Hops

    static func hop(_ signal: tectra_signal, _ frame: JournalFrame) -> TraceHop {
        let kinds = ["flat", "long", "short", "exit", "info"]
        let kind = Int(signal.type) < kinds.count ? kinds[Int(signal.type)] : "?"
        return TraceHop(
            kind: .signal, sequence: frame.sequence, eventTime: signal.timestamp, hostTime: frame.received,
            text: "\(kind), confidence \(signal.confidence)")
    }

    static func hop(_ verdict: tectra_verdict) -> TraceHop {
        let outcome =
            verdict.accepted == 1
            ? "accepted"
            : "refused by \(name(verdict.rule)): limit \(verdict.limit), observed \(verdict.observed)"
        return TraceHop(
            kind: .verdict, sequence: verdict.sequence, eventTime: verdict.time, hostTime: 0,
            text: "\(outcome), limits version \(verdict.limits_version), \(sandbox(of: verdict))"
                + doubts(verdict.data_flags))
    }

    /// What held the worker that asked: `sandbox tier B, filter 3e04122d41edaf0d`.
    private static func sandbox(of verdict: tectra_verdict) -> String {
        guard verdict.tier != 0 else { return "not sandboxed" }
        let tier = verdict.tier <= 3 ? String(UnicodeScalar(UInt8(ascii: "A") + verdict.tier - 1)) : "\(verdict.tier)"
        let digits = String(verdict.filter, radix: 16)
        return "sandbox tier \(tier), filter \(String(repeating: "0", count: 16 - digits.count) + digits)"
    }

    static func hop(_ order: tectra_order) -> TraceHop {
        let names = [
            "?", "new", "accepted", "partially filled", "pending cancel", "pending replace", "replaced", "filled",
            "cancelled", "rejected", "expired",
        ]
        let state = Int(order.state) < names.count ? names[Int(order.state)] : "?"
        let reason = order.reason == 0 ? "" : " (\(name(order.reason)))"
        return TraceHop(
            kind: .order, sequence: order.sequence, eventTime: order.time, hostTime: 0,
            text: "\(state)\(reason), \(order.filled) of \(order.quantity) filled")
    }

    static func hop(_ fill: tectra_fill) -> TraceHop {
        let liquidity = fill.liquidity == 1 ? "maker" : "taker"
        return TraceHop(
            kind: .fill, sequence: fill.sequence, eventTime: fill.time, hostTime: 0,
            text: "\(fill.quantity) at \(money(fill.price)), \(liquidity), fee \(money(fill.fee))"
                + doubts(UInt32(fill.data_flags)))
    }

    /// What was wrong with the market data that it was done on.
    private static func doubts(_ flags: UInt32) -> String {
        guard flags != 0 else { return "" }
        let words = DataFlagNames.of(flags).map { $0 == "gap" ? "behind a gap" : $0 }
        return ", on data that was " + words.joined(separator: " and ")
    }

    private static func name(_ reason: UInt16) -> String { RejectReason(rawValue: reason)?.name ?? "reason \(reason)" }

    /// An amount in 1e-9 as a decimal, trailing zeros cut.
    private static func money(_ value: Int64) -> String {
        let (whole, rest) = value.magnitude.quotientAndRemainder(dividingBy: 1_000_000_000)
        var digits = String(rest)
        digits = String(repeating: "0", count: 9 - digits.count) + digits
        while digits.count > 2, digits.hasSuffix("0") { digits.removeLast() }
        return (value < 0 ? "-" : "") + "\(whole).\(digits)"
    }
}
