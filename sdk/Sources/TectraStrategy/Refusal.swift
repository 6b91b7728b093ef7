/// Why the host did not take a request. The order itself may still be refused later, through `onOrder`.
public import PluginABI

/// A service's answer other than yes.
public enum Refusal: Int32, Error, Sendable {
    /// An argument is out of range.
    case invalid = -1
    /// No room now: try again at a later event.
    case full = -2
    /// No such order, instrument or parameter.
    case unknown = -3
    /// Not legal in this state, such as an order while paused or killed.
    case notNow = -4
    /// It could not be done, or this host does not have the service.
    case failed = -5

    @inlinable @inline(__always)
    static func check(_ status: tectra_status?) throws(Refusal) {
        guard status == 0 else { throw Refusal(rawValue: status ?? -5) ?? .failed }
    }
}
