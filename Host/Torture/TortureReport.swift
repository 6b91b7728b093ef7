/// What the suite found: a row for every attack, and what the strategy beside it felt of them.
public import Sandbox

/// One attack and what came of it.
public struct TortureRow: Sendable {
    public let attack: Attack
    public internal(set) var outcomes: [Outcome]

    init(_ attack: Attack, outcomes: [Outcome]) {
        self.attack = attack
        self.outcomes = outcomes
    }

    public var tries: Int { outcomes.count { $0.skipped == nil } }
    public var contained: Int { outcomes.count { $0.skipped == nil && $0.isContained } }
    public var isContained: Bool { tries > 0 && outcomes.allSatisfy(\.isContained) }
    /// Why nothing could be tried; nil when something was.
    public var skipped: String? {
        tries == 0 ? outcomes.compactMap(\.skipped).first ?? "no try is written yet" : nil
    }

    /// What was seen, each thing once.
    public var seen: String {
        var kinds: [String] = []
        for outcome in outcomes where outcome.skipped == nil {
            let kind =
                switch outcome.observation.sight {
                case .filter: "SIGSYS"
                default: "\(outcome.observation.sight)"
                }
            if !kinds.contains(kind) { kinds.append(kind) }
        }
        return kinds.joined(separator: ", ")
    }
}

/// The whole run.
public struct TortureReport: Sendable {
    public let rows: [TortureRow]
    public let tier: SandboxTier
    public let warnings: [String]
    public let features: KernelFeatures
    /// Of the running filter.
    public let filter: Digest
    /// The user the host ran as.
    public let user: UInt32
    /// Tick to order of the witness.
    public let times: TortureTimes
    /// Ticks that the witness saw, all of them and in order unless a row says otherwise.
    public let ticks: UInt64
    public let seconds: Double

    public var isContained: Bool { rows.allSatisfy { $0.tries == 0 || $0.isContained } }
    /// Attacks of which nothing was tried: they say nothing either way.
    public var untried: Int { rows.count { $0.tries == 0 } }
}
