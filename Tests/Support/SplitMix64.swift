/// The random numbers of property tests: small, fast, and repeatable from a printed seed.

/// Steele, Lea and Flood, "Fast Splittable Pseudorandom Number Generators" (2014).
public struct SplitMix64: RandomNumberGenerator, Sendable {
    private var state: UInt64
    /// What the generator began with.
    public let seed: UInt64

    public init(seed: UInt64) {
        self.seed = seed
        state = seed
    }

    /// A generator for a property test. Unless told otherwise it begins from the test's name, so that a change of
    /// the code, not of the dice, turns a run red. TECTRA_TEST_SEED=random draws a new seed for every test, as the
    /// soak runs do; TECTRA_TEST_SEED=<number> repeats a run. The seed is printed.
    public static func printed(_ name: String = #function) -> SplitMix64 {
        let seed = chosen(for: name)
        print("seed of \(name): \(seed)")
        return SplitMix64(seed: seed)
    }

    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A number below `bound`, which is at least 1. Its bias is below bound / 2^64.
    public mutating func below(_ bound: Int) -> Int {
        Int(truncatingIfNeeded: next().multipliedFullWidth(by: UInt64(bound)).high)
    }
}
