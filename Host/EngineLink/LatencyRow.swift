/// A symbol's latencies in the engine, as a row: from a message's arrival until what it brings is published.

public struct LatencyRow: BitwiseCopyable, Equatable, Sendable {
    /// Bounds of buckets that are powers of two, and one for what is beyond.
    public static let bucketCount = 24

    /// Empty: all symbols that have no row of their own.
    public var symbol = SymbolText()
    /// Messages.
    public var count: UInt64 = 0
    /// ns.
    public var sum: UInt64 = 0
    public var maximum: UInt64 = 0
    /// How many were above the bound before and at most at this one.
    public var buckets = InlineArray<24, UInt64>(repeating: 0)

    public init() {}

    /// The most that a bucket counts, ns: 1,024 and each time twice as much; the last has no bound.
    public static func bound(_ bucket: Int) -> UInt64 { bucket < bucketCount - 1 ? 1024 << UInt64(bucket) : .max }

    @inline(__always)
    public static func bucket(of nanoseconds: UInt64) -> Int {
        min(bucketCount - 1, 64 - ((max(nanoseconds, 1) - 1) >> 10).leadingZeroBitCount)
    }

    /// A bound that at least `fraction` (0 to 1) of the messages were within, ns, and never more than the maximum.
    public func quantile(_ fraction: Double) -> UInt64 {
        let rank = max(1, UInt64((fraction * Double(count)).rounded(.up)))
        var seen: UInt64 = 0
        for bucket in 0..<Self.bucketCount {
            seen &+= buckets[bucket]
            if seen >= rank { return min(Self.bound(bucket), maximum) }
        }
        return maximum
    }

    public static func == (left: LatencyRow, right: LatencyRow) -> Bool {
        withUnsafeBytes(of: left) { a in withUnsafeBytes(of: right) { b in a.elementsEqual(b) } }
    }
}
