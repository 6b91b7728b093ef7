/// The order state machine as one pure function. Everything that is not written here is illegal:
/// it is refused and reported, never applied.
extension OrderState {
    /// The state after `event`, or nil when the event is illegal in this state.
    ///
    /// Cancels and replaces race with the venue, so a pending order may still be accepted, filled or
    /// expire. A cancel may overtake a replace; the venue's answer to the replace then finds the order in
    /// `pendingCancel` and leaves it there.
    ///
    /// - Parameter resuming: the state that a refused cancel or replace goes back to: the one the order
    ///   would be in had the request never been made.
    public func after(_ event: OrderEvent, resuming underlying: OrderState = .accepted) -> OrderState? {
        switch self {
        case .new:
            switch event {
            case .accept: .accepted
            case .reject: .rejected
            case .requestCancel: .pendingCancel
            default: nil
            }
        case .accepted, .partiallyFilled, .replaced:
            switch event {
            case .partialFill: .partiallyFilled
            case .fill: .filled
            case .requestCancel: .pendingCancel
            case .requestReplace: .pendingReplace
            case .cancel: .cancelled
            case .expire: .expired
            default: nil
            }
        case .pendingReplace:
            switch event {
            case .partialFill: .pendingReplace
            case .fill: .filled
            case .requestCancel: .pendingCancel
            case .cancel: .cancelled
            case .replace: .replaced
            case .refuseReplace: underlying
            case .expire: .expired
            default: nil
            }
        case .pendingCancel:
            switch event {
            case .accept, .partialFill, .replace, .refuseReplace: .pendingCancel
            case .reject: .rejected
            case .fill: .filled
            case .cancel: .cancelled
            case .refuseCancel: underlying
            case .expire: .expired
            default: nil
            }
        case .filled, .cancelled, .rejected, .expired:
            nil
        }
    }
}
