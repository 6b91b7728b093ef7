/// How long callbacks take, counted by the worker where it makes them, so that no ring and no other process is in
/// the figures. Only a worker that is asked to does it; its counts are hints, as all of its report.
internal import CLinux

/// Log-linear buckets of times: four for each power of two, so a time is known within a fifth.
public enum CallbackBuckets {
    public static let count = 256

    /// The bucket of a time, ns.
    @inline(__always)
    public static func bucket(of nanoseconds: UInt64) -> Int {
        guard nanoseconds >= 4 else { return Int(nanoseconds) }
        let exponent = 63 &- nanoseconds.leadingZeroBitCount
        return (exponent &- 1) &* 4 &+ Int((nanoseconds &>> UInt64(exponent &- 2)) & 3)
    }

    /// The smallest time of a bucket, ns.
    public static func lowest(of bucket: Int) -> UInt64 {
        guard bucket >= 4 else { return UInt64(max(0, bucket)) }
        let exponent = bucket / 4 + 1
        guard exponent < 64 else { return .max }
        return UInt64(4 + bucket % 4) << UInt64(exponent - 2)
    }
}

/// Measures, or does nothing at the price of one comparison.
struct CallbackMeter {
    private let counts: UnsafeMutablePointer<UInt64>?

    /// - Parameter counts: room for `CallbackBuckets.count` words; nil measures nothing.
    init(_ counts: UnsafeMutablePointer<UInt64>?) { self.counts = counts }

    /// - Parameter isCalled: whether a callback will be made; what makes none is not counted.
    @inline(__always)
    func begin(_ isCalled: @autoclosure () -> Bool) -> Int64 {
        counts != nil && isCalled() ? tectra_clock_monotonic() : -1
    }

    @inline(__always)
    func end(_ begun: Int64) {
        guard let counts, begun >= 0 else { return }
        counts[CallbackBuckets.bucket(of: UInt64(max(0, tectra_clock_monotonic() &- begun)))] &+= 1
    }
}
