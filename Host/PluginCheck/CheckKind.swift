/// Which checks there are, in the order in which they are made.

public enum CheckKind: String, CaseIterable, Hashable, Sendable {
    case file, exports, libraries, imports
    case negotiation, descriptor, manifest, lifecycle
    case configuration
    case state
    case damagedState = "damaged-state"
    case determinism, clock, entropy
    case extremes, symbols, latency, memory

    /// What must hold, in one line.
    public var rule: String {
        switch self {
        case .file: "a 64-bit shared library for this machine"
        case .exports: "one exported symbol, tectra_strategy_entry"
        case .libraries: "needs only libraries that a worker has"
        case .imports: "calls no clock, no randomness, no files, no threads"
        case .negotiation: "answers NULL to another major version, a table to a newer minor one"
        case .descriptor: "loads, locks down, and says a sound name, version and state schema"
        case .manifest: "a manifest beside the library says what the library is"
        case .lifecycle: "init, start, events, pause, resume, kill and shutdown in every legal order"
        case .configuration: "refuses bad parameters with a sentence, takes good ones whole"
        case .state: "saved, loaded and saved again, the state is the same bytes"
        case .damagedState: "an empty, cut, random or altered state is refused or taken, never a crash"
        case .determinism: "two runs over the same feed make the same requests, byte for byte"
        case .clock: "reads no clock of the machine"
        case .entropy: "asks the system for no randomness"
        case .extremes: "empty books and the largest values of the feed are no crash"
        case .symbols: "orders only what it is subscribed to"
        case .latency: "how long its callbacks take"
        case .memory: "memory does not grow with the number of events"
        }
    }
}
