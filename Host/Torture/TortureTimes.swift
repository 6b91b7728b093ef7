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

/// Times by phase, ns, and by round of the suite.
public struct TortureTimes: Sendable {
    private static let most = 1 << 22
    private var samples: [[UInt32]]
    /// How many samples of each phase there were at the end of each turn: an attack and the quiet after it.
    private var turns: [[Int]] = []
    /// How many turns there were at the end of each round.
    private var rounds: [Int] = []

    init() {
        samples = Phase.allCases.map { _ in
            var room: [UInt32] = []
            // Memory that is not touched costs nothing; to grow would, on the thread that is measured.
            room.reserveCapacity(Self.most)
            return room
        }
    }

    mutating func note(_ nanoseconds: UInt32, in phase: Phase) {
        guard phase != .unmeasured, samples[phase.rawValue].count < Self.most else { return }
        samples[phase.rawValue].append(nanoseconds)
    }

    mutating func endTurn() { turns.append(samples.map(\.count)) }

    mutating func endRound() { rounds.append(turns.count) }

    /// Of all rounds.
    public func tail(in phase: Phase) -> Tail { Tail(samples[phase.rawValue]) }

    /// Of all rounds, both halves.
    public var quiet: Tail { Tail(samples[Phase.firstQuiet.rawValue] + samples[Phase.secondQuiet.rawValue]) }

    /// How far the 99.9th percentile under attack is from that of some other phases taken together; nil where a
    /// thousandth of either is less than one order.
    public func underAttack(against phases: [Phase]) -> Movement? {
        func moved(_ turns: Range<Int>) -> Double? {
            tail(in: [.underAttack], of: turns).moved(from: tail(in: phases, of: turns))
        }
        guard let all = moved(turns.indices) else { return nil }
        let each = zip([0] + rounds, rounds).compactMap { moved($0..<$1) }
        return Movement(all: all, rounds: each.sorted())
    }

    /// The calmer half of the turns of each attack: those in which the slowest order of the first quiet half is the
    /// less slow. What is told of them had no part in the choice: the second halves and the attacks. Other machines on
    /// the same hardware disturb for seconds at a time; where they do not there is something to see.
    public var calm: (quiet: Tail, underAttack: Tail) {
        let slowest = turns.indices.map { slice(.firstQuiet, $0).max() ?? .max }
        let attacks = max(1, rounds.first ?? 1)
        let half = (0..<attacks).flatMap { attack in
            let own = stride(from: attack, to: turns.count, by: attacks).sorted { slowest[$0] < slowest[$1] }
            return own.prefix((own.count + 1) / 2)
        }
        return (tail(in: [.secondQuiet], of: half), tail(in: [.underAttack], of: half))
    }

    private func tail(in phases: [Phase], of turns: some Sequence<Int>) -> Tail {
        Tail(turns.flatMap { turn in phases.flatMap { slice($0, turn) } })
    }

    private func slice(_ phase: Phase, _ turn: Int) -> ArraySlice<UInt32> {
        let begin = turn == 0 ? 0 : turns[turn - 1][phase.rawValue]
        return samples[phase.rawValue][begin..<turns[turn][phase.rawValue]]
    }
}

/// By how much one 99.9th percentile is above another, percent.
public struct Movement: Sendable {
    /// Of all rounds' orders together.
    public let all: Double
    /// Round for round, the least first: how far it is apart when it is measured again.
    public let rounds: [Double]

    public var median: Double? {
        rounds.isEmpty ? nil : (rounds[(rounds.count - 1) / 2] + rounds[rounds.count / 2]) / 2
    }
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

    /// By how much the 99.9th percentile is above another's, percent; nil where a thousandth of either is less than
    /// one order.
    public func moved(from other: Tail) -> Double? {
        other.p999 == 0 || min(count, other.count) < 1000 ? nil : (Double(p999) / Double(other.p999) - 1) * 100
    }
}
