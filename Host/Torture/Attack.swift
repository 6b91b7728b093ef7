/// What an attack is: what it does, what must be observed, and the ways in which it is tried.
internal import PluginABI
internal import Records

/// One attack of the suite.
public struct Attack: Sendable {
    /// 1 to 46, as in docs/security.md.
    public let number: Int
    /// What it does, in a few words.
    public let name: String
    /// What is there to stop it, outermost last.
    public let layers: String
    /// Every way in which it is tried.
    public let probes: [Probe]
    /// Whether it makes sense with layers left out: what it meets is a layer of the sandbox.
    public let isOfLayers: Bool

    init(_ number: Int, _ name: String, layers: String, isOfLayers: Bool = false, _ probes: [Probe]) {
        self.number = number
        self.name = name
        self.layers = layers
        self.isOfLayers = isOfLayers
        self.probes = probes
    }
}

/// When a hostile library does what it does.
public enum Moment: Int64, Sendable {
    /// In a constructor or in the library itself: nothing can be told to it before.
    case loading = 0
    /// In init, with the loading filter in force.
    case initializing = 1
    /// In a callback, with the running filter in force.
    case running = 2
}

/// A state that a strategy is given, whole or not.
struct Gift: Sendable {
    var bytes: [UInt8] = []
    var schema: UInt32 = 1
    /// Bytes that its pieces say there are; nil tells the truth.
    var claimed: UInt32?

    /// The piece that begins at an offset, as the host sends it, and its length.
    func piece(from offset: Int) -> tectra_state {
        var piece = tectra_state.blank
        piece.header.template_id = UInt16(TECTRA_STATE_IN)
        piece.offset = UInt32(offset)
        piece.total = claimed ?? UInt32(bytes.count)
        piece.schema = schema
        piece.length = UInt32(length(from: offset))
        withUnsafeMutableBytes(of: &piece.bytes) { room in
            for index in 0..<length(from: offset) { room[index] = bytes[offset + index] }
        }
        return piece
    }

    func length(from offset: Int) -> Int { min(Int(TECTRA_STATE_CHUNK), bytes.count - offset) }
}

/// One way to try an attack: a library, its variant, and what may come of it.
public struct Probe: Sendable {
    /// The library's file name without its ending.
    public let library: String
    public let variant: String
    public let moment: Moment
    /// Any of these is containment.
    public let expected: [Sight]
    /// What the attack needs besides the usual.
    public var needs = Needs()

    public struct Needs: Sendable {
        /// Private memory, bytes; 0 is the usual.
        var memory: UInt64 = 0
        /// From spawn to ready, ms; 0 is the usual.
        var loadMilliseconds = 0
        /// Market records to live through after the attack.
        var events: UInt64 = 20
        /// Only where the machine has x86-64's foreign doors.
        var isIntel = false
        /// How long one event may take, ms; 0 is the usual.
        var hardMilliseconds: Int64 = 0
        /// The strategy beside it is attacked, not the host.
        var attacksTheWitness = false
        /// The state it is given before it starts; nil gives none.
        var state: Gift?
        /// Times that it is asked for its own state.
        var saves = 0
        /// What was to be seen besides, and was not; nil when all was.
        var shortfall: @Sendable (Observation) -> String? = { _ in nil }
        /// It may send what no order ring can take: nothing of it may be accepted.
        var acceptsNothing = true
    }

    init(
        _ library: String, _ variant: String = "", at moment: Moment = .running, _ expected: Sight...,
        needs change: (inout Needs) -> Void = { _ in }
    ) {
        self.library = library
        self.variant = variant
        self.moment = moment
        self.expected = expected
        change(&needs)
    }

    /// `name (init)`.
    public var name: String {
        let what = variant.isEmpty ? library : variant
        return moment == .initializing ? "\(what) (init)" : what
    }
}
