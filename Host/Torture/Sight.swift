/// What can be seen of an attack from outside, and by what it says itself.

/// How an attack went.
public enum Sight: Hashable, Sendable, CustomStringConvertible {
    /// Ended by a filter, at this system call; nil is a foreign or unnamed one, "" any.
    case filter(String?)
    /// It lives; every try was refused.
    case held
    /// It lives and did nothing that counts.
    case lives
    /// A trap: SIGILL, SIGTRAP, SIGFPE, abort().
    case trap
    case signal(Int32)
    case exit(Int32)
    /// The worker or the host refused the library or what it gave; the text contains this.
    case refused(String)
    /// It was not ready in time.
    case loadDeadline
    /// It took longer than the hard deadline for one event.
    case deadline
    /// It broke the protocol of the order ring.
    case corrupt
    /// It was not locked down when the host looked.
    case attestation
    /// It stopped when told to.
    case stopped
    /// Something else.
    case other

    public var description: String {
        switch self {
        case .filter(let call): "SIGSYS" + (call.map { $0.isEmpty ? "" : " \($0)" } ?? " foreign")
        case .held: "refused by errno"
        case .lives: "no effect"
        case .trap: "trap"
        case .signal(let number): [7: "SIGBUS", 9: "SIGKILL", 11: "SIGSEGV"][number] ?? "signal \(number)"
        case .exit(let code): "exit \(code)"
        case .refused: "refused"
        case .loadDeadline: "load deadline"
        case .deadline: "deadline"
        case .corrupt: "ring corrupt"
        case .attestation: "attestation"
        case .stopped: "stopped"
        case .other: "something else"
        }
    }

    /// Whether this was seen when `seen` with `text` was.
    func covers(_ seen: Sight, _ text: String) -> Bool {
        switch (self, seen) {
        case (.filter(let wanted), .filter(let found)): wanted == "" || wanted == found
        case (.refused(let wanted), .refused): wanted.isEmpty || text.contains(wanted)
        default: self == seen
        }
    }
}

/// Everything that was observed of one try.
public struct Observation: Sendable {
    public var sight = Sight.other
    /// A sentence for people.
    public var text = ""
    /// What the attack says went through.
    public var breaches: [String] = []
    /// What it says no layer was in the way of.
    public var opens: [String] = []
    /// What it says was refused.
    public var held: [String] = []
    /// What became worse for the host or the strategy beside it; empty when nothing.
    public var harms: [String] = []
    /// Orders of it that were accepted.
    public var accepted: UInt64 = 0
    /// Requests and log lines that the host took of it, and lines that its worker dropped.
    public var requests: UInt64 = 0
    public var lines: UInt64 = 0
    public var droppedLogs: UInt64 = 0
    /// Length and digest of each state that the host took of it.
    public var states: [String] = []
    /// Event time that went by while it was watched, ns.
    public var eventNanoseconds: Int64 = 0

    /// Every line as it came, the first of them.
    private var lineTexts: [String] = []

    /// Whether it wrote exactly this line.
    func said(_ line: String) -> Bool { lineTexts.contains(line) }

    mutating func take(line: String) {
        if lineTexts.count < 64 { lineTexts.append(line) }
        let words = line.split(separator: " ", maxSplits: 1).map(String.init)
        guard words.count == 2 else { return }
        switch words[0] {
        case "breach": breaches.append(words[1])
        case "open": opens.append(words[1])
        case "held": held.append(words[1])
        default: break
        }
    }
}

/// What came of one try.
public struct Outcome: Sendable {
    public let probe: Probe
    public let observation: Observation
    public let isContained: Bool
    /// The machine has not what the attack needs; why.
    public let skipped: String?

    static func skipped(_ probe: Probe, _ why: String) -> Outcome {
        Outcome(probe: probe, observation: Observation(), isContained: true, skipped: why)
    }
}
