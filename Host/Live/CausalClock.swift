/// When the host received recent inputs, by sequence: what a request's own cause is held against
/// to know how long the way from tick to order was.

/// The host times of the market's inputs among the last 65,536.
struct CausalClock: ~Copyable {
    private static let size = 1 << 16
    private struct Stamp: BitwiseCopyable {
        var sequence: UInt64 = 0
        var time: Int64 = 0
    }

    private let stamps: UnsafeMutablePointer<Stamp>

    init() {
        stamps = .allocate(capacity: Self.size)
        stamps.initialize(repeating: Stamp(), count: Self.size)
    }

    deinit {
        stamps.deallocate()
    }

    /// Notes when an input was received, ns of the monotonic clock.
    @inline(__always)
    mutating func note(_ sequence: UInt64, at time: Int64) {
        stamps[Int(truncatingIfNeeded: sequence) & (Self.size - 1)] = Stamp(sequence: sequence, time: time)
    }

    /// When the input `cause` was received; nil when it was not noted (an operator's command is no tick) or is not one
    /// of the last 65,536. The cause comes from a worker and may be anything.
    @inline(__always)
    func time(of cause: UInt64) -> Int64? {
        let stamp = stamps[Int(truncatingIfNeeded: cause) & (Self.size - 1)]
        return cause > 0 && stamp.sequence == cause ? stamp.time : nil
    }
}
