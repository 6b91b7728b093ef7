/// How bad a published line is, and the dice that decide it: repeatable from a seed, so that a
/// failure can be shown again.

/// Parts of a million packets.
public struct LineFaultRates: Hashable, Sendable, BitwiseCopyable {
    public var loss = 0
    public var duplicate = 0
    /// Held back behind one to eight later packets.
    public var reorder = 0

    public init(loss: Int = 0, duplicate: Int = 0, reorder: Int = 0) {
        self.loss = loss
        self.duplicate = duplicate
        self.reorder = reorder
    }
}

struct SeededFaults: BitwiseCopyable {
    private var state: UInt64
    let rates: LineFaultRates

    init(seed: UInt64, rates: LineFaultRates) {
        state = seed
        self.rates = rates
    }

    /// SplitMix64: Steele, Lea and Flood, "Fast Splittable Pseudorandom Number Generators" (2014).
    private mutating func random() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A number below `bound`.
    private mutating func below(_ bound: UInt64) -> Int {
        Int(truncatingIfNeeded: random().multipliedFullWidth(by: bound).high)
    }

    enum Fate {
        case sent, lost, twice
        case late(packets: Int)
    }

    /// What becomes of the next packet.
    mutating func next() -> Fate {
        let roll = (below(1_000_000), below(1_000_000), below(1_000_000), below(8))
        if roll.0 < rates.loss { return .lost }
        if roll.1 < rates.reorder { return .late(packets: 1 + roll.3) }
        return roll.2 < rates.duplicate ? .twice : .sent
    }
}
