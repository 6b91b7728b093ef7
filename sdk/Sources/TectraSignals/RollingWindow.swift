/// The last n values in memory of their own: what every rolling indicator stands on.

/// A ring of the last `capacity` values. Memory is taken once, in `init`.
@usableFromInline
struct RollingWindow: ~Copyable {
    @usableFromInline let values: UnsafeMutablePointer<Double>
    @usableFromInline let capacity: Int
    @usableFromInline var count = 0
    @usableFromInline var next = 0

    /// - Parameter capacity: at least 1.
    @inlinable
    init(_ capacity: Int) {
        precondition(capacity >= 1, "a window holds at least one value")
        self.capacity = capacity
        values = .allocate(capacity: capacity)
        values.initialize(repeating: 0, count: capacity)
    }

    @inlinable
    deinit { values.deallocate() }

    @inlinable @inline(__always)
    var isFull: Bool { count == capacity }

    /// Puts a value in and returns the one that went out; 0 until the window is full.
    @inlinable @inline(__always)
    mutating func push(_ value: Double) -> Double {
        let old = values[next]
        values[next] = value
        next &+= 1
        if next == capacity { next = 0 }
        if count < capacity { count &+= 1 }
        return old
    }

    /// Whether the last push closed a round: the moment to make running sums anew, so that their
    /// rounding errors, and the trace of one wild value, live for n values at most.
    @inlinable @inline(__always)
    var isRoundDone: Bool { next == 0 }

    /// The sum of what is in it, in the order of the memory.
    @inlinable
    func sum() -> Double {
        var sum = 0.0
        for index in 0..<count { sum += values[index] }
        return sum
    }

    @inlinable
    mutating func reset() {
        values.update(repeating: 0, count: capacity)
        count = 0
        next = 0
    }
}
