/// Tells a worker that is stuck from one that has nothing to do, from one that is starved, and
/// from one that is only slow. A pure state machine: times and positions go in, a verdict comes out.

/// What the watch says.
public enum WatchVerdict: Hashable, Sendable {
    /// It moves, or has nothing to do.
    case well
    /// One event has taken longer than the soft deadline.
    case slow(nanoseconds: Int64)
    /// One event has taken longer than the hard deadline: the worker is to be ended.
    case stuck(nanoseconds: Int64)
}

/// Watches one worker.
public struct StuckDetector: Hashable, Sendable {
    /// Nanoseconds that one event may take before it is reported, and before the worker is ended.
    public let soft: Int64
    public let hard: Int64

    private var lastProcessed: UInt64 = 0
    private var lastHeartbeat: UInt64 = 0
    /// When it was first seen not to move with work waiting; nil while it moves.
    private var stillSince: Int64?

    public init(soft: Int64, hard: Int64) {
        self.soft = soft
        self.hard = max(soft, hard)
    }

    /// One look.
    ///
    /// - Parameters:
    ///   - now: a monotonic clock, ns.
    ///   - head: sequence of the last event published to the worker.
    ///   - processed: sequence that the worker says it has handled. A worker that lies here only
    ///     hides its own slowness; its orders are judged all the same.
    ///   - heartbeat: rises while the worker looks at empty rings.
    public mutating func look(now: Int64, head: UInt64, processed: UInt64, heartbeat: UInt64) -> WatchVerdict {
        let moved = processed != lastProcessed || heartbeat != lastHeartbeat
        lastProcessed = processed
        lastHeartbeat = heartbeat
        guard processed < head, !moved else {
            stillSince = nil
            return .well
        }
        guard let since = stillSince else {
            stillSince = now
            return .well
        }
        let still = max(0, now &- since)
        if still >= hard { return .stuck(nanoseconds: still) }
        if still >= soft { return .slow(nanoseconds: still) }
        return .well
    }
}
