/// When the host received recent inputs, by sequence: what a request's own cause is held against
/// to know how long the way from tick to order was.

/// The host times of the last 65,536 inputs.
struct CausalClock: ~Copyable {
    private static let size = 1 << 16
    private let stamps: UnsafeMutablePointer<Int64>

    init() {
        stamps = .allocate(capacity: Self.size)
        stamps.initialize(repeating: 0, count: Self.size)
    }

    deinit {
        stamps.deallocate()
    }

    /// Notes when an input was received, ns of the monotonic clock.
    @inline(__always)
    mutating func note(_ sequence: UInt64, at time: Int64) {
        stamps[Int(truncatingIfNeeded: sequence) & (Self.size - 1)] = time
    }

    /// When the input `cause` was received; nil when it is not one of the last 65,536 before `now`.
    /// The cause comes from a worker and may be anything.
    @inline(__always)
    func time(of cause: UInt64, now: UInt64) -> Int64? {
        guard cause > 0, cause <= now, now &- cause < UInt64(Self.size) else { return nil }
        return stamps[Int(truncatingIfNeeded: cause) & (Self.size - 1)]
    }
}
