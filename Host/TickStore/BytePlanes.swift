/// One column of a block: differences of neighbors, folded so that small ones of either sign are small
/// numbers, cut into planes of one byte of every row. A plane that would be all zeros at the top is
/// left out, so a column that does not change takes its descriptor alone; LZ4 takes care of the rest.

enum BytePlanes {
    /// Bytes of a column's descriptor: the number of planes, seven zeros, and the first value.
    static let descriptorSize = 16

    @inline(__always)
    static func fold(_ difference: UInt64) -> UInt64 {
        (difference &<< 1) ^ UInt64(bitPattern: Int64(bitPattern: difference) &>> 63)
    }

    @inline(__always)
    static func unfold(_ folded: UInt64) -> UInt64 { (folded &>> 1) ^ (0 &- (folded & 1)) }

    /// Folds the differences of `values` in place; returns how many planes they take.
    static func fold(_ values: UnsafeMutablePointer<UInt64>, count: Int) -> Int {
        var previous = values[0]
        var all: UInt64 = 0
        for index in 0..<count {
            let value = values[index]
            let folded = fold(value &- previous)
            previous = value
            values[index] = folded
            all |= folded
        }
        return (71 - all.leadingZeroBitCount) / 8
    }

    /// Writes folded values as `planes` planes of `count` bytes each.
    static func split(
        _ folded: UnsafePointer<UInt64>, count: Int, planes: Int, to target: UnsafeMutablePointer<UInt8>
    ) {
        for plane in 0..<planes {
            let room = target + plane * count
            let shift = UInt64(8 * plane)
            for index in 0..<count { room[index] = UInt8(truncatingIfNeeded: folded[index] &>> shift) }
        }
    }

    /// Puts rows `first..<first + count` of a column together again, still folded.
    ///
    /// - Parameters:
    ///   - source: the first plane of the column, of `rows` bytes each.
    ///   - planes: 0 to 8.
    static func join(
        _ source: UnsafePointer<UInt8>, rows: Int, planes: Int, first: Int, count: Int,
        to target: UnsafeMutablePointer<UInt64>
    ) {
        guard planes > 0 else {
            target.update(repeating: 0, count: count)
            return
        }
        for index in 0..<count { target[index] = UInt64(source[first &+ index]) }
        for plane in 1..<max(1, planes) {
            let from = source + (plane * rows + first)
            let shift = UInt64(8 * plane)
            for index in 0..<count { target[index] |= UInt64(from[index]) &<< shift }
        }
    }
}
