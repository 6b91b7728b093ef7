/// One life of a strategy, as the journal has it: a version in a worker of its own, from its deployment
/// or its time in shadow to its end. A strategy that was reloaded has several.
public import PluginABI
public import Sandbox

public struct ReplayedLife: Sendable {
    /// How it began.
    public enum Beginning: Sendable, Equatable {
        /// Deployed, with nothing before it.
        case deployed
        /// It took over from the version that traded, with that one's state as of the cut.
        case reloaded
        /// It took the place of a worker that was lost, with the state saved as of that sequence; 0 is none.
        case restarted(state: UInt64)
    }

    public let beginning: Beginning
    /// Of the deploy record; or of the cut, as of which it was told the world.
    public let sequence: UInt64
    /// 1 to 63.
    public let strategy: UInt8
    public let name: String
    /// Which library it was.
    public let library: Digest
    /// Of its random numbers.
    public let seed: UInt64
    public let parameters: [tectra_parameter]
    /// Sequences whose events' requests counted: it traded then. What it asked at other times, in shadow or
    /// kept for a rollback, the journal does not have.
    public internal(set) var reigns: [ClosedRange<UInt64>]

    /// Whether a request that this event caused was acted on.
    public func reigns(at cause: UInt64) -> Bool { reigns.contains { $0.contains(cause) } }

    /// Sequence of the last event that matters to it.
    var lastEvent: UInt64 { reigns.last?.upperBound ?? 0 }
}
