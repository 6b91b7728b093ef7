/// What risk decided about one request, by which rule, with the numbers, under which limits.
public import Orders

/// A decision. Everything that explains it is in it.
public struct Verdict: Equatable, Sendable {
    /// Whose limit a rule is.
    public enum Scope: UInt8, Sendable {
        case strategy = 1
        case firm = 2
    }

    public var isAccepted: Bool
    /// The rule that said no; `.none` when accepted.
    public var rule: RejectReason
    public var scope: Scope
    /// Judged as if, not to be sent, whether accepted or not.
    public var isDryRun: Bool
    /// What a share was valued at, in 1e-9: the limit price, or a market order's far touch. 0 when there
    /// was none.
    public var price: Int64
    public var quantity: Int64
    /// In the rule's unit (`rule.unit`); 0 when accepted.
    public var limit: Int64
    public var observed: Int64
    /// Limit minus observed: how much too much, as a negative number. For self-match, how far in price the
    /// order reaches past the firm's own, as a negative number or 0.
    public var headroom: Int64
    public var limitsVersion: UInt64

    /// Accepted, and not a dry run.
    @inlinable
    public var isToBeSent: Bool { isAccepted && !isDryRun }

    /// What an order that is not sent is rejected with: the rule, or that it is a dry run.
    @inlinable
    public var rejection: RejectReason { isAccepted ? (isDryRun ? .dryRun : .none) : rule }
}
