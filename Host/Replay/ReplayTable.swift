/// The strategies of a replay that are at work, by their numbers, in memory that never moves.

final class ReplayTable {
    private let places: UnsafeMutablePointer<ReplayedStrategy>
    /// The numbers that are taken, in order.
    private(set) var live: [UInt8] = []

    init() { places = .allocate(capacity: 64) }

    deinit {
        for strategy in live { (places + Int(strategy)).deinitialize(count: 1) }
        places.deallocate()
    }

    /// Puts one in a place from 1 to 63 that is free.
    func put(_ replayed: consuming ReplayedStrategy, as strategy: UInt8) {
        guard (1..<64).contains(strategy), !live.contains(strategy) else { return }
        (places + Int(strategy)).initialize(to: replayed)
        live.append(strategy)
        live.sort()
    }

    func remove(_ strategy: UInt8) {
        guard live.contains(strategy) else { return }
        (places + Int(strategy)).deinitialize(count: 1)
        live.removeAll { $0 == strategy }
    }

    /// One that is live.
    subscript(strategy: UInt8) -> UnsafeMutablePointer<ReplayedStrategy> {
        precondition(live.contains(strategy))
        return places + Int(strategy)
    }
}
