/// What can happen to an order. Requests come from the strategy or the host, the rest from the venue.

public enum OrderEvent: UInt8, Sendable, CaseIterable {
    /// The venue took the order.
    case accept = 1
    /// Risk or the venue did not take the order.
    case reject
    /// Some of what remained was executed.
    case partialFill
    /// All that remained was executed.
    case fill
    /// A cancel was sent.
    case requestCancel
    /// The order is out of the market, asked for or not (the rest of an IOC, for one).
    case cancel
    /// The venue did not do the cancel.
    case refuseCancel
    /// A replace was sent.
    case requestReplace
    /// The venue did the replace.
    case replace
    /// The venue did not do the replace.
    case refuseReplace
    /// The order's time is over.
    case expire
}
