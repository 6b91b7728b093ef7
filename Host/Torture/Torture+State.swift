/// Attack 41: states that are none. The strategy takes what it wrote itself and nothing else; whatever it is given, the
/// host only learns that it was refused, and what trades beside it trades on.
internal import Records

extension Torture {
    private static let whole = [UInt8](repeating: 7, count: 256)

    func brokenStates() -> [Outcome] {
        var random = SeededBytes(seed: plan.seed)
        func state(_ name: String, _ gift: Gift, _ expected: Sight) -> Probe {
            Probe("41-state", name, at: .running, expected) { needs in
                needs.state = gift
                if case .lives = expected {
                    needs.shortfall = { $0.said("loaded 256 1") ? nil : "its own state was not given to it whole" }
                }
            }
        }
        let refused = Sight.refused("load_state returned")
        var probes = [
            state("whole", Gift(bytes: Self.whole), .lives),
            state("empty", Gift(), refused),
            state("newer-schema", Gift(bytes: Self.whole, schema: 2), refused),
            state("other-plugin", Gift(bytes: Array("TECTRAST".utf8) + Self.whole), refused),
            state("claims-4-GiB", Gift(bytes: Self.whole, claimed: .max), refused),
            state("claims-less", Gift(bytes: Self.whole, claimed: 16), refused),
        ]
        probes += (1...3).map { state("random-1-MiB-\($0)", Gift(bytes: random.next(1 << 20)), refused) }
        probes += Self.whole.indices.map {
            state("cut-at-\($0)", Gift(bytes: Array(Self.whole.prefix($0))), refused)
        }
        probes += [
            Probe("41-state", "load-hangs", at: .running, .deadline) { $0.state = Gift(bytes: Self.whole) },
            Probe("41-state", "load-traps", at: .running, .trap) { $0.state = Gift(bytes: Self.whole) },
        ]
        return probes.map { attempt($0) }
    }
}

/// Bytes that look like nothing, the same for the same seed (SplitMix64).
struct SeededBytes {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next(_ count: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count)
        while bytes.count < count {
            state &+= 0x9E37_79B9_7F4A_7C15
            var word = state
            word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
            word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
            word ^= word >> 31
            withUnsafeBytes(of: word) { bytes.append(contentsOf: $0.prefix(count - bytes.count)) }
        }
        return bytes
    }
}
