/// A sum over the last so many nanoseconds, in slices: what indicators of event time stand on.

/// The window moves by whole slices, so it is between `slices − 1` and `slices` of them long. Memory is
/// taken once, in `init`, however many events come.
@usableFromInline
struct SlicedSum: ~Copyable {
    @usableFromInline let sums: UnsafeMutablePointer<Double>
    @usableFromInline let slices: Int
    /// Nanoseconds of a slice.
    @usableFromInline let slice: Int64
    /// Number of the slice that time is in; Int64.min before the first event.
    @usableFromInline var current = Int64.min
    /// Number of the first slice that an event was in.
    @usableFromInline var first = Int64.min
    @usableFromInline var total = 0.0

    @inlinable
    init(window: Int64, slices: Int) {
        precondition(slices >= 1 && window >= Int64(slices), "a window has at least a nanosecond a slice")
        self.slices = slices
        slice = window / Int64(slices)
        sums = .allocate(capacity: slices)
        sums.initialize(repeating: 0, count: slices)
    }

    @inlinable
    deinit { sums.deallocate() }

    /// Whether time has gone on for a whole window.
    @inlinable @inline(__always)
    var isFull: Bool { current != .min && current &- first >= Int64(slices) }

    /// Lets time pass and adds a value. Time that goes back counts as standing still.
    @inlinable @inline(__always)
    mutating func add(_ value: Double, at time: Int64) {
        let number = time >= 0 ? time / slice : 0
        if number > current { move(to: number) }
        sums[Int(current % Int64(slices))] += value
        total += value
    }

    @inlinable
    mutating func move(to number: Int64) {
        if current == .min {
            first = number
        } else {
            let passed = min(number &- current, Int64(slices))
            for step in 1...passed { sums[Int((current &+ step) % Int64(slices))] = 0 }
        }
        current = number
        // Anew from the slices: rounding errors do not outlive a slice.
        total = 0
        for index in 0..<slices { total += sums[index] }
    }

    @inlinable
    mutating func reset() {
        sums.update(repeating: 0, count: slices)
        current = .min
        first = .min
        total = 0
    }
}
