/// The feed from outside: start it, stop it, look at it.

public enum FeedAction: String, Equatable, Sendable, CaseIterable {
    case start
    case stop
    case status
    /// Joins live lines anew from the first message and rebuilds the books.
    case recover
}

/// How fast a recorded day is to be played.
public enum PlaybackSpeed: Equatable, Sendable, CustomStringConvertible {
    /// As fast as the engine takes it.
    case maximum
    /// Seconds of the day in one second of the host; 1 or more.
    case times(Int64)

    /// `max`, or a whole number from 1 to 1,000,000.
    public init?(_ text: String) {
        if text == "max" {
            self = .maximum
        } else {
            guard let factor = Int64(text), (1...1_000_000).contains(factor) else { return nil }
            self = .times(factor)
        }
    }

    public var description: String {
        switch self {
        case .maximum: "max"
        case .times(let factor): "\(factor)"
        }
    }
}

public struct FeedRequest: Equatable, Sendable {
    public var action: FeedAction
    /// With `start`, another speed than the configured one.
    public var speed: PlaybackSpeed?

    public init(_ action: FeedAction, speed: PlaybackSpeed? = nil) {
        self.action = action
        self.speed = speed
    }

    var payload: [UInt8] {
        var text = KeyValueText()
        text.append("action", action.rawValue)
        if let speed { text.append("speed", "\(speed)") }
        return text.bytes
    }

    init(_ text: KeyValueText) throws(LinkError) {
        guard let action = text["action"].flatMap(FeedAction.init(rawValue:)) else {
            throw .malformed("a feed request needs action start, stop, status or recover")
        }
        var speed: PlaybackSpeed?
        if let given = text["speed"] {
            guard let parsed = PlaybackSpeed(given) else { throw .malformed("speed \"\(given)\"") }
            speed = parsed
        }
        self.init(action, speed: speed)
    }
}

/// Where the feed is.
public struct FeedStatus: Equatable, Sendable {
    public enum State: String, Equatable, Sendable, CaseIterable {
        /// Not started yet.
        case waiting
        case running
        /// Stopped by command; can be started again.
        case stopped
        /// At the end of its file.
        case ended
    }

    public var state = State.waiting
    public var file = ""
    public var kind = FeedKind.none
    public var speed = PlaybackSpeed.maximum
    /// Messages taken so far, in all (0 not known), and faults among them.
    public var messages: UInt64 = 0
    public var total: UInt64 = 0
    public var faults: UInt64 = 0
    /// Event time, ns since the epoch; 0 before the first.
    public var time: Int64 = 0

    public init() {}

    public var payload: [UInt8] {
        var text = KeyValueText()
        text.append("state", state.rawValue)
        text.append("file", file)
        text.append("kind", kind.rawValue)
        text.append("speed", "\(speed)")
        text.append("messages", messages)
        text.append("total", total)
        text.append("faults", faults)
        text.append("time", time)
        return text.bytes
    }

    public init(_ text: KeyValueText) throws(LinkError) {
        guard let state = text["state"].flatMap(State.init(rawValue:)) else {
            throw .malformed("a feed status needs state")
        }
        self.state = state
        file = text["file"] ?? ""
        kind = text["kind"].flatMap(FeedKind.init(rawValue:)) ?? .none
        speed = text["speed"].flatMap(PlaybackSpeed.init) ?? .maximum
        messages = text.number("messages") ?? 0
        total = text.number("total") ?? 0
        faults = text.number("faults") ?? 0
        time = text.number("time") ?? 0
    }
}
