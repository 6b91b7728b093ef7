/// A log-linear histogram of latencies on flat memory: 32 buckets for each power of two, so a
/// value is known within 3 %. Recording is a shift, a mask and an increment.

/// Counts of latencies in ns. Lives on memory that its owner gives, so that it can be shared.
public struct LatencyHistogram: ~Copyable {
    /// Buckets: 32 for values below 32, then 32 for each of the powers up to 2^40 ns (18 minutes).
    public static let bucketCount = 32 * 36
    /// Bytes that the memory must have.
    public static let byteCount = bucketCount * MemoryLayout<UInt64>.stride

    private let counts: UnsafeMutablePointer<UInt64>

    /// - Parameter memory: zeroed, 8-byte aligned, at least `byteCount` bytes; outlives this value.
    public init(on memory: UnsafeMutableRawPointer) {
        counts = memory.bindMemory(to: UInt64.self, capacity: Self.bucketCount)
    }

    @inline(__always)
    static func bucket(_ value: UInt64) -> Int {
        guard value >= 32 else { return Int(value) }
        let exponent = 63 - value.leadingZeroBitCount
        let index = (exponent - 4) * 32 + Int((value >> UInt64(exponent - 5)) & 31)
        return min(index, bucketCount - 1)
    }

    /// The largest value that falls into a bucket.
    static func upperBound(_ bucket: Int) -> UInt64 {
        guard bucket >= 32 else { return UInt64(bucket) }
        let exponent = bucket / 32 + 4
        let mantissa = UInt64(bucket % 32 + 32)
        return ((mantissa + 1) << UInt64(exponent - 5)) - 1
    }

    /// Counts one latency; negative counts as zero.
    @inline(__always)
    public mutating func record(_ nanoseconds: Int64) {
        counts[Self.bucket(UInt64(max(0, nanoseconds)))] &+= 1
    }

    /// How many are at or below each bound; bounds rise.
    func counts(atMost bounds: InlineArray<8, UInt64>) -> InlineArray<8, UInt64> {
        var result = InlineArray<8, UInt64>(repeating: 0)
        var (bucket, seen): (Int, UInt64) = (0, 0)
        for index in bounds.indices {
            while bucket < Self.bucketCount, Self.upperBound(bucket) <= bounds[index] {
                seen &+= counts[bucket]
                bucket += 1
            }
            result[index] = seen
        }
        return result
    }

    /// How many were recorded.
    public var total: UInt64 {
        var sum: UInt64 = 0
        for bucket in 0..<Self.bucketCount { sum &+= counts[bucket] }
        return sum
    }

    /// The value that `fraction` (0 to 1) of all are at or below, ns; 0 when there are none.
    public func quantile(_ fraction: Double) -> UInt64 {
        let all = total
        guard all > 0 else { return 0 }
        let rank = max(1, UInt64((fraction * Double(all)).rounded(.up)))
        var seen: UInt64 = 0
        for bucket in 0..<Self.bucketCount {
            seen &+= counts[bucket]
            if seen >= rank { return Self.upperBound(bucket) }
        }
        return Self.upperBound(Self.bucketCount - 1)
    }
}
