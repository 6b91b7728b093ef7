/// A timer that the strategy set has come due, and the news that trading was stopped.
public import PluginABI

/// Names one of the strategy's timers; the strategy chooses it.
public struct TimerID: Hashable, Sendable, ExpressibleByIntegerLiteral {
    public let rawValue: UInt64
    @inlinable
    public init(_ rawValue: UInt64) { self.rawValue = rawValue }
    @inlinable
    public init(integerLiteral value: UInt64) { rawValue = value }
}

/// A timer has come due.
public struct TimerEvent: Sendable {
    public let record: tectra_timer
    @inlinable @inline(__always)
    public init(_ record: tectra_timer) { self.record = record }

    public var sequence: UInt64 { record.sequence }
    /// Event time now, which may be past `due`: time moves with events.
    public var time: Int64 { record.time }
    public var id: TimerID { TimerID(record.timer_id) }
    /// What was asked for.
    public var due: Int64 { record.due }
}

/// Trading was stopped for this strategy; the host is cancelling its open orders.
public struct Kill: Sendable {
    public enum Scope: UInt8, Sendable {
        case strategy = 1
        case firm = 2
    }

    public let record: tectra_kill
    public init(_ record: tectra_kill) { self.record = record }

    public var time: Int64 { record.time }
    public var scope: Scope { Scope(rawValue: record.scope) ?? .firm }
    /// Who and why, for people.
    public var text: String { TectraStrategy.text(of: record.text) }
}
