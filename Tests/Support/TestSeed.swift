/// Where a property test's random numbers begin.
internal import Glibc

extension SplitMix64 {
    /// The seed that TECTRA_TEST_SEED asks for, or else one made of the test's name (FNV-1a).
    static func chosen(for name: String) -> UInt64 {
        switch getenv("TECTRA_TEST_SEED").map({ String(cString: $0) }) {
        case "random": return .random(in: .min ... .max)
        case .some(let text): if let seed = UInt64(text) { return seed }
        case nil: break
        }
        return name.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }
}
