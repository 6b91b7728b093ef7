/// What the strategy knows about one instrument.
import TectraSignals
import TectraStrategy

struct Trend: ~Copyable {
    var fast: SimpleMovingAverage
    var slow: SimpleMovingAverage
    var cross = CrossDetector()
    /// What is held and what the last cross wants held.
    var holding: TargetPosition

    /// - Parameter position: what the host already holds for the strategy, after a restart.
    init(_ settings: Settings, position: Int64) {
        fast = SimpleMovingAverage(Int(settings.fast))
        slow = SimpleMovingAverage(Int(settings.slow))
        holding = TargetPosition(position: position)
    }

    /// Takes a mid price and returns a cross at the moment it happens.
    mutating func push(_ mid: Double) -> CrossDetector.Cross? {
        let fast = fast.push(mid)
        let slow = slow.push(mid)
        guard let fast, let slow else { return nil }
        return cross.push(fast: fast, slow: slow)
    }
}
