/// What the strategy knows about one instrument.
import TectraStrategy

struct Pressure: ~Copyable {
    /// Exponential average of the imbalance at the top of the book, -1 to +1.
    private(set) var average = 0.0
    /// Ticks that went into it.
    private(set) var ticks: Int64 = 0
    /// What is held, what is wanted, and the order that gets from one to the other.
    var holding: TargetPosition

    /// - Parameter position: what the host already holds for the strategy, after a restart.
    init(position: Int64) { holding = TargetPosition(position: position) }

    /// Takes an imbalance; the average, once `window` ticks have come.
    mutating func push(_ imbalance: Double, window: Int64) -> Double? {
        average += (imbalance - average) * 2 / Double(window + 1)
        if ticks < window { ticks += 1 }
        return ticks == window ? average : nil
    }

    // MARK: - State

    func save(to state: inout StateWriter) {
        state.number(average)
        state.integer(ticks)
    }

    /// A state may come from anywhere: what can not be is refused, never guessed.
    mutating func load(from state: inout StateReader) throws(StrategyError) {
        average = try state.number()
        ticks = try state.integer()
        guard average.magnitude <= 1, ticks >= 0 else { throw StrategyError("state: an average is out of range") }
    }
}
