/// Another version for a strategy that is trading: what is asked for and what came of it.

/// When a version in shadow takes over.
public enum Promotion: Equatable, Sendable, CustomStringConvertible {
    /// As soon as it has caught up.
    case now
    /// After so many further events of the session.
    case after(UInt64)
    /// Once so many requests in a row were the same as the trading version's.
    case whenEqual(UInt64)
    /// When an operator says so.
    case byHand

    /// `now`, `after:N`, `when-equal:N` or `by-hand`.
    public init?(_ text: String) {
        switch text {
        case "now": self = .now
        case "by-hand": self = .byHand
        default:
            let parts = text.split(separator: ":", maxSplits: 1)
            guard parts.count == 2, let count = UInt64(parts[1]), count > 0 else { return nil }
            switch parts[0] {
            case "after": self = .after(count)
            case "when-equal": self = .whenEqual(count)
            default: return nil
            }
        }
    }

    public var description: String {
        switch self {
        case .now: "now"
        case .after(let count): "after:\(count)"
        case .whenEqual(let count): "when-equal:\(count)"
        case .byHand: "by-hand"
        }
    }
}

/// What is to become of a strategy's second seat.
public enum ReloadAction: String, Equatable, Sendable, CaseIterable {
    /// Put the version of `deploy` into it.
    case reload
    /// Let what sits there trade.
    case promote
    /// Let the version trade that traded before.
    case rollback
    /// End what sits there.
    case dismiss
}

public struct ReloadRequest: Equatable, Sendable {
    public var action: ReloadAction
    /// 1 to 63.
    public var strategy: UInt8
    public var promotion = Promotion.now
    /// More differences than this end the shadow; nil takes any number.
    public var differencesMax: UInt64?
    /// How long the version that traded before is kept beside the new one, for an instant rollback.
    public var keepSeconds: UInt64 = 60
    /// For the journal and the history.
    public var by = "operator"
    /// With `reload`: name, library, parameters, processor and digest of the new version. Symbols, seed and dry run
    /// are the strategy's and stay.
    public var deploy: DeployRequest?

    public init(_ action: ReloadAction, strategy: UInt8) {
        self.action = action
        self.strategy = strategy
    }

    public var payload: [UInt8] {
        var text = KeyValueText()
        text.append("reload", action.rawValue)
        text.append("number", strategy)
        text.append("promotion", "\(promotion)")
        if let differencesMax { text.append("differences", differencesMax) }
        text.append("keep", keepSeconds)
        text.append("by", by)
        return text.bytes + (deploy?.payload ?? [])
    }

    public init(_ text: KeyValueText) throws(LinkError) {
        guard let action = text["reload"].flatMap(ReloadAction.init(rawValue:)),
            let strategy = text.number("number", as: UInt8.self), (1...63).contains(strategy)
        else { throw .malformed("a reload request needs reload and number") }
        self.init(action, strategy: strategy)
        if let given = text["promotion"] {
            guard let promotion = Promotion(given) else { throw .malformed("promotion \"\(given)\"") }
            self.promotion = promotion
        }
        differencesMax = text.number("differences")
        keepSeconds = text.number("keep") ?? 60
        by = text["by"] ?? "operator"
        guard action == .reload else { return }
        let own: Set = ["reload", "number", "promotion", "differences", "keep", "by"]
        var rest = KeyValueText()
        for line in text.lines where !own.contains(line.key) { rest.append(line.key, line.value) }
        deploy = try DeployRequest(rest)
    }
}

/// How a change of version stands.
public struct ReloadReply: Equatable, Sendable {
    public enum State: String, Equatable, Sendable, CaseIterable {
        /// The new version runs in shadow.
        case shadow
        /// It trades.
        case promoted
        /// The second seat is empty again.
        case dismissed
    }

    public var state = State.shadow
    /// Of what trades now, and of the version in the second seat; empty when there is none.
    public var version = ""
    public var otherVersion = ""
    public var process: Int32 = 0
    /// Sequence of the cut, and of the promotion; 0 when there was none yet.
    public var cut: UInt64 = 0
    public var boundary: UInt64 = 0
    /// Nanoseconds in which neither version's orders went out.
    public var pause: Int64 = 0
    public var equal: UInt64 = 0
    public var different: UInt64 = 0
    /// Bytes of state that were handed over.
    public var stateBytes: UInt64 = 0
    /// From the request to this answer, µs.
    public var microseconds: Int64 = 0

    public init() {}

    public var payload: [UInt8] {
        var text = KeyValueText()
        text.append("state", state.rawValue)
        text.append("version", version)
        text.append("other-version", otherVersion)
        text.append("process", process)
        text.append("cut", cut)
        text.append("boundary", boundary)
        text.append("pause", pause)
        text.append("equal", equal)
        text.append("different", different)
        text.append("state-bytes", stateBytes)
        text.append("us", microseconds)
        return text.bytes
    }

    public init(_ text: KeyValueText) throws(LinkError) {
        guard let state = text["state"].flatMap(State.init(rawValue:)) else {
            throw .malformed("a reload reply needs state")
        }
        self.state = state
        version = text["version"] ?? ""
        otherVersion = text["other-version"] ?? ""
        process = text.number("process") ?? 0
        cut = text.number("cut") ?? 0
        boundary = text.number("boundary") ?? 0
        pause = text.number("pause") ?? 0
        equal = text.number("equal") ?? 0
        different = text.number("different") ?? 0
        stateBytes = text.number("state-bytes") ?? 0
        microseconds = text.number("us") ?? 0
    }
}
