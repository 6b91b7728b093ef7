/// Tick to order of the strategy beside the attackers, by what went on meanwhile.

/// What goes on beside the witness. Quiet comes in pauses between the attacks, in two halves: how far those are
/// apart is how far two measurements of the same are apart on this machine.
public enum Phase: Int, Sendable, CaseIterable {
    /// Between two of the others, while the kernel clears away who was there.
    case unmeasured
    case firstQuiet, secondQuiet
    /// A strategy that does no harm runs in the attackers' place.
    case besideHarmless
    /// An attacker is started and locked down, or was ended and is cleared away: what any strategy costs then.
    case comingAndGoing
    /// An attacker that was let in has not ended.
    case underAttack
}

/// Times by phase, ns.
public struct TortureTimes: Sendable {
    private static let most = 1 << 20
    private var samples: [[UInt32]]

    init() {
        samples = Phase.allCases.map { _ in
            var room: [UInt32] = []
            room.reserveCapacity(1 << 16)
            return room
        }
    }

    mutating func note(_ nanoseconds: UInt32, in phase: Phase) {
        guard phase != .unmeasured, samples[phase.rawValue].count < Self.most else { return }
        samples[phase.rawValue].append(nanoseconds)
    }

    public func tail(in phase: Phase) -> Tail { Tail(samples[phase.rawValue]) }

    /// Both halves.
    public var quiet: Tail { Tail(samples[Phase.firstQuiet.rawValue] + samples[Phase.secondQuiet.rawValue]) }
}

/// Quantiles of tick to order, ns.
public struct Tail: Sendable {
    public let count: Int
    public let p50: UInt64
    public let p99: UInt64
    public let p999: UInt64
    public let max: UInt64

    init(_ samples: [UInt32]) {
        let sorted = samples.sorted()
        func at(_ fraction: Double) -> UInt64 {
            sorted.isEmpty ? 0 : UInt64(sorted[min(sorted.count - 1, Int(fraction * Double(sorted.count)))])
        }
        count = sorted.count
        p50 = at(0.5)
        p99 = at(0.99)
        p999 = at(0.999)
        max = sorted.last.map { UInt64($0) } ?? 0
    }

    /// By how much the 99.9th percentile is above another's, percent; nil when there is none to compare with.
    public func moved(from other: Tail) -> Double? {
        other.p999 == 0 || count == 0 ? nil : (Double(p999) / Double(other.p999) - 1) * 100
    }
}
