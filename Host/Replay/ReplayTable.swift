/// The strategies of a replay that are at work, by the number of their life in the scan, in memory
/// that never moves.

final class ReplayTable {
    private let places: UnsafeMutablePointer<ReplayedStrategy>
    private let count: Int
    /// The places that are taken, in order.
    private(set) var live: [Int] = []

    init(count: Int) {
        self.count = count
        places = .allocate(capacity: max(1, count))
    }

    deinit {
        for life in live { (places + life).deinitialize(count: 1) }
        places.deallocate()
    }

    /// Puts one in a place that is free.
    func put(_ replayed: consuming ReplayedStrategy, as life: Int) {
        precondition((0..<count).contains(life) && !live.contains(life))
        (places + life).initialize(to: replayed)
        live.append(life)
        live.sort()
    }

    func remove(_ life: Int) {
        guard live.contains(life) else { return }
        (places + life).deinitialize(count: 1)
        live.removeAll { $0 == life }
    }

    /// One that is live.
    subscript(life: Int) -> UnsafeMutablePointer<ReplayedStrategy> {
        precondition(live.contains(life))
        return places + life
    }
}
