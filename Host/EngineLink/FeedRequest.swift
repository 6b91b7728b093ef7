/// The feed from outside: start it, stop it, look at it.

public enum FeedAction: String, Equatable, Sendable, CaseIterable {
    case start
    case stop
    case status
    /// Joins live lines anew from the first message and rebuilds the books.
    case recover
    /// Changes what is named of: symbols that are shown, cadences.
    case configure
    /// Writes a snapshot of the books.
    case snapshot
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
    /// With `configure`: what strategies are shown.
    public var symbols: SymbolChoice?
    /// With `configure`: ns between two depth records of an instrument, and between two snapshots of the books; 0 is
    /// every change, and none.
    public var depthInterval: Int64?
    public var snapshotInterval: Int64?
    public var by = ""

    /// The longest time between two of them: a day.
    public static let intervalMax: Int64 = 86_400_000_000_000

    public init(_ action: FeedAction, speed: PlaybackSpeed? = nil) {
        self.action = action
        self.speed = speed
    }

    var payload: [UInt8] {
        var text = KeyValueText()
        text.append("action", action.rawValue)
        if let speed { text.append("speed", "\(speed)") }
        if let symbols { text.append("symbols", "\(symbols)") }
        if let depthInterval { text.append("depth-interval", depthInterval) }
        if let snapshotInterval { text.append("snapshot-interval", snapshotInterval) }
        text.append("by", by)
        return text.bytes
    }

    init(_ text: KeyValueText) throws(LinkError) {
        guard let action = text["action"].flatMap(FeedAction.init(rawValue:)) else {
            throw .malformed("a feed request needs action start, stop, status, recover, configure or snapshot")
        }
        var speed: PlaybackSpeed?
        if let given = text["speed"] {
            guard let parsed = PlaybackSpeed(given) else { throw .malformed("speed \"\(given)\"") }
            speed = parsed
        }
        self.init(action, speed: speed)
        by = text["by"] ?? ""
        if let given = text["symbols"] { symbols = try SymbolChoice(linked: given) }
        depthInterval = try Self.interval("depth-interval", text)
        snapshotInterval = try Self.interval("snapshot-interval", text)
    }

    private static func interval(_ key: String, _ text: KeyValueText) throws(LinkError) -> Int64? {
        guard text[key] != nil else { return nil }
        guard let value = text.number(key, as: Int64.self), (0...intervalMax).contains(value) else {
            throw .malformed("\(key) is not from 0 to \(intervalMax) ns")
        }
        return value
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
    /// What strategies are shown.
    public var symbols = SymbolChoice.all
    /// ns between two depth records of an instrument, and between two snapshots of the books; 0 is every change, and
    /// none.
    public var depthInterval: Int64 = 0
    public var snapshotInterval: Int64 = 0
    /// The newest snapshot: sequence that it is of, and CLOCK_REALTIME ns; 0 before the first.
    public var snapshotSequence: UInt64 = 0
    public var snapshotAt: Int64 = 0
    public var areSnapshotsBroken = false

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
        text.append("symbols", "\(symbols)")
        text.append("depth-interval", depthInterval)
        text.append("snapshot-interval", snapshotInterval)
        text.append("snapshot-sequence", snapshotSequence)
        text.append("snapshot-at", snapshotAt)
        text.append("snapshots-broken", areSnapshotsBroken ? 1 : 0)
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
        symbols = try text["symbols"].map { value throws(LinkError) in try SymbolChoice(linked: value) } ?? .all
        depthInterval = text.number("depth-interval") ?? 0
        snapshotInterval = text.number("snapshot-interval") ?? 0
        snapshotSequence = text.number("snapshot-sequence") ?? 0
        snapshotAt = text.number("snapshot-at") ?? 0
        areSnapshotsBroken = text.number("snapshots-broken") == 1
    }
}

extension SymbolChoice {
    /// As it comes over the link.
    fileprivate init(linked text: String) throws(LinkError) {
        do throws(SymbolChoiceError) {
            try self.init(text)
        } catch {
            throw .malformed("\(error)")
        }
    }
}
