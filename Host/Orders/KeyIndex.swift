/// Finds an order's slot by a key in constant time, in memory that never grows: open addressing with
/// linear probing and backward-shift deletion, so there are no tombstones to clean up.

/// A fixed-size map from (strategy, number) to a slot.
///
/// The hash is seeded, so that a strategy that picks its client ids to collide would have to know the seed.
struct KeyIndex: ~Copyable {
    struct Entry: BitwiseCopyable {
        var number: UInt64
        var slot: UInt32
        var strategy: UInt32
        static let empty = Entry(number: 0, slot: OrderIndex.none, strategy: 0)
    }

    private let entries: UnsafeMutablePointer<Entry>
    private let mask: Int
    private let seed: UInt64

    /// Room for `capacity` keys at no more than half load.
    init(capacity: Int, seed: UInt64) {
        var size = 16
        while size < capacity * 2 { size *= 2 }
        entries = .allocate(capacity: size)
        entries.initialize(repeating: .empty, count: size)
        mask = size - 1
        self.seed = seed
    }

    deinit { entries.deallocate() }

    @inline(__always)
    private func home(_ number: UInt64, _ strategy: UInt32) -> Int {
        var mixed = (number ^ (UInt64(strategy) << 56)) &+ seed
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return Int(truncatingIfNeeded: mixed ^ (mixed >> 31)) & mask
    }

    /// The slot of a key, or nil.
    func find(_ number: UInt64, strategy: UInt32) -> UInt32? {
        var place = home(number, strategy)
        while entries[place].slot != OrderIndex.none {
            if entries[place].number == number, entries[place].strategy == strategy { return entries[place].slot }
            place = (place + 1) & mask
        }
        return nil
    }

    /// Adds a key that is not there. The owner never adds more than `capacity`.
    mutating func insert(_ number: UInt64, strategy: UInt32, slot: UInt32) {
        var place = home(number, strategy)
        while entries[place].slot != OrderIndex.none { place = (place + 1) & mask }
        entries[place] = Entry(number: number, slot: slot, strategy: strategy)
    }

    /// Removes a key; one that is not there is left out.
    mutating func remove(_ number: UInt64, strategy: UInt32) {
        var hole = home(number, strategy)
        while true {
            if entries[hole].slot == OrderIndex.none { return }
            if entries[hole].number == number, entries[hole].strategy == strategy { break }
            hole = (hole + 1) & mask
        }
        var place = (hole + 1) & mask
        while entries[place].slot != OrderIndex.none {
            let wanted = home(entries[place].number, entries[place].strategy)
            // The entry may fill the hole when its home is not between the hole and itself.
            if (place &- wanted) & mask >= (place &- hole) & mask {
                entries[hole] = entries[place]
                hole = place
            }
            place = (place + 1) & mask
        }
        entries[hole] = .empty
    }
}
