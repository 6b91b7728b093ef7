/// Parquet's run-length and bit-packed hybrid, for the levels of optional columns and the numbers of
/// dictionary entries: runs where a value repeats eight times or more, else groups of eight, packed.

enum HybridRuns {
    /// Bits that hold every value up to `most`.
    static func width(upTo most: Int) -> Int { most <= 0 ? 0 : Int.bitWidth - most.leadingZeroBitCount }

    /// Appends `values`, each below 1 << width.
    static func append(_ values: ArraySlice<UInt32>, width: Int, to bytes: inout [UInt8]) {
        var at = values.startIndex
        var packedFrom = at
        while at < values.endIndex {
            var end = at + 1
            while end < values.endIndex, values[end] == values[at] { end += 1 }
            // Packed groups hold eight values each, so a run may have to lend some to the last group.
            let lent = (8 - (at - packedFrom) % 8) % 8
            if end - at - lent >= 8 {
                pack(values[packedFrom..<at + lent], width, &bytes)
                run(values[at], end - at - lent, width, &bytes)
                packedFrom = end
            }
            at = end
        }
        pack(values[packedFrom..<values.endIndex], width, &bytes)
    }

    private static func number(_ value: Int, _ bytes: inout [UInt8]) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    private static func run(_ value: UInt32, _ count: Int, _ width: Int, _ bytes: inout [UInt8]) {
        number(count << 1, &bytes)
        for byte in 0..<(width + 7) / 8 { bytes.append(UInt8(truncatingIfNeeded: value >> UInt32(8 * byte))) }
    }

    /// Groups of eight, lowest bit first; the last one is filled with zeros.
    private static func pack(_ values: ArraySlice<UInt32>, _ width: Int, _ bytes: inout [UInt8]) {
        guard !values.isEmpty else { return }
        let groups = (values.count + 7) / 8
        number(groups << 1 | 1, &bytes)
        var bits: UInt64 = 0
        var held = 0
        for index in 0..<groups * 8 {
            let place = values.startIndex + index
            bits |= UInt64(place < values.endIndex ? values[place] : 0) << UInt64(held)
            held += width
            while held >= 8 {
                bytes.append(UInt8(truncatingIfNeeded: bits))
                bits >>= 8
                held -= 8
            }
        }
    }
}
