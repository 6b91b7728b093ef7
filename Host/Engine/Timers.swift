/// The strategies' timers: few, so an unsorted list with the earliest time beside it.

struct TimerEntry: BitwiseCopyable {
    var due: Int64
    var id: UInt64
    /// Order of setting: timers due at one time fire in it.
    var order: UInt64
    var strategy: UInt8
}

struct Timers: ~Copyable {
    /// Timers of one strategy.
    static let perStrategy = 64
    private let entries: UnsafeMutablePointer<TimerEntry>
    private var count = 0
    private var lastOrder: UInt64 = 0
    /// When the earliest timer is due; Int64.max when there is none.
    private(set) var nextDue = Int64.max

    init() {
        entries = .allocate(capacity: 64 * Self.perStrategy)
    }

    deinit { entries.deallocate() }

    /// Sets, replaces or (due 0) removes a timer. False when the strategy has too many.
    mutating func set(_ id: UInt64, of strategy: UInt8, due: Int64) -> Bool {
        var own = 0
        for index in 0..<count where entries[index].strategy == strategy {
            own += 1
            guard entries[index].id == id else { continue }
            if due == 0 {
                remove(index)
            } else {
                entries[index].due = due
                findNext()
            }
            return true
        }
        guard due != 0 else { return true }
        guard own < Self.perStrategy else { return false }
        lastOrder += 1
        entries[count] = TimerEntry(due: due, id: id, order: lastOrder, strategy: strategy)
        count += 1
        nextDue = min(nextDue, due)
        return true
    }

    /// Removes every timer of a strategy.
    mutating func removeAll(of strategy: UInt8) {
        for index in (0..<count).reversed() where entries[index].strategy == strategy { remove(index) }
    }

    /// Takes out the earliest timer that is due.
    mutating func take(at time: Int64) -> TimerEntry? {
        guard count > 0, nextDue <= time else { return nil }
        var best = 0
        for index in 1..<max(1, count)
        where (entries[index].due, entries[index].order) < (entries[best].due, entries[best].order) {
            best = index
        }
        let entry = entries[best]
        remove(best)
        return entry
    }

    private mutating func remove(_ index: Int) {
        count -= 1
        entries[index] = entries[count]
        findNext()
    }

    private mutating func findNext() {
        nextDue = .max
        for index in 0..<count { nextDue = min(nextDue, entries[index].due) }
    }
}
