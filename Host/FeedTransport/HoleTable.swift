/// The ranges of messages that are missing, in rising order, in memory that is set aside once.

struct Hole: BitwiseCopyable {
    /// Number of the first missing message, and of the first one after it that is not.
    var first: UInt64
    var end: UInt64
    /// When something is to be done about it, host time in nanoseconds.
    var deadline: Int64
    /// What the next request is given, in nanoseconds.
    var wait: Int64
    /// Where the last request began.
    var asked: UInt64 = 0
    /// Requests without an answer.
    var attempts = 0
    /// Nobody has these messages.
    var isAbandoned = false
}

struct HoleTable: ~Copyable {
    private let holes: UnsafeMutablePointer<Hole>
    let capacity: Int
    private(set) var count = 0

    init(capacity: Int) {
        self.capacity = capacity
        holes = .allocate(capacity: capacity)
    }

    deinit { holes.deallocate() }

    var room: Int { capacity - count }

    /// `index` is below `count`.
    subscript(index: Int) -> Hole {
        get { holes[index] }
        nonmutating set { holes[index] = newValue }
    }

    mutating func removeAll() { count = 0 }

    /// Adds a range above all others; false when there is no room.
    mutating func append(_ hole: Hole) -> Bool {
        guard count < capacity else { return false }
        holes[count] = hole
        count += 1
        return true
    }

    mutating func removeFirst() {
        guard count > 0 else { return }
        remove(at: 0)
    }

    private mutating func remove(at index: Int) {
        count -= 1
        (holes + index).update(from: holes + index + 1, count: count - index)
    }

    /// Takes one number out of the range that has it. False when no range has it, or when the
    /// range would have to be split and there is no room.
    mutating func fill(_ sequence: UInt64) -> Bool {
        guard let index = index(of: sequence) else { return false }
        let hole = holes[index]
        let next = sequence &+ 1
        switch (hole.first == sequence, hole.end == next) {
        case (true, true): remove(at: index)
        case (true, false): holes[index].first = next
        case (false, true): holes[index].end = sequence
        case (false, false):
            guard count < capacity else { return false }
            (holes + index + 1).update(from: holes + index, count: count - index)
            count += 1
            holes[index].end = sequence
            holes[index + 1].first = next
        }
        return true
    }

    private func index(of sequence: UInt64) -> Int? {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if holes[middle].end <= sequence { low = middle + 1 } else { high = middle }
        }
        return low < count && holes[low].first <= sequence ? low : nil
    }
}
