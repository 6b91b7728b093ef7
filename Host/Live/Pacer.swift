/// When the next message of a recorded day is due: event time mapped onto the host's clock.
///
/// Pure arithmetic: the caller brings both times. At a speed above 1 a quiet stretch longer than
/// `gapMax` of host time is cut to that, so that nobody waits for an opening bell; at speed 1 the
/// day keeps its own time.

public import EngineLink

/// Maps the event times of a feed onto the host's clock.
public struct Pacer: Sendable {
    public let speed: PlaybackSpeed
    /// The longest quiet stretch at a speed above 1, ns of host time.
    public static let gapMax: Int64 = 250_000_000

    private var eventOrigin: Int64 = 0
    private var hostOrigin: Int64 = 0
    private var isStarted = false

    public init(_ speed: PlaybackSpeed) {
        self.speed = speed
    }

    /// How long until the message is due, in ns of host time; 0 or less: now.
    ///
    /// - Parameters:
    ///   - event: the message's time, ns since the epoch.
    ///   - now: the host's monotonic clock, ns.
    public mutating func wait(event: Int64, now: Int64) -> Int64 {
        guard case .times(let factor) = speed else { return 0 }
        guard isStarted else {
            isStarted = true
            eventOrigin = event
            hostOrigin = now
            return 0
        }
        let due = hostOrigin &+ (event &- eventOrigin) / max(1, factor)
        let wait = due &- now
        if factor > 1, wait > Self.gapMax {
            hostOrigin &-= wait &- Self.gapMax
            return Self.gapMax
        }
        return wait
    }

    /// Event time now, by the host's clock; nil before the first message and at maximum speed.
    public func eventTime(now: Int64) -> Int64? {
        guard isStarted, case .times(let factor) = speed else { return nil }
        return eventOrigin &+ (now &- hostOrigin) &* max(1, factor)
    }

    /// Takes out a stretch of host time in which the feed stood still by command.
    public mutating func skip(hostTime: Int64) {
        hostOrigin &+= hostTime
    }
}
