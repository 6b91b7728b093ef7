/// Where things lie in a ring's memory. Both sides are this code, and both know the sizes from
/// what they were told at start: nothing here is ever read from the shared bytes.

/// Sizes and offsets. Words with different writers are two cache lines apart, because processors
/// fetch lines in pairs.
public enum RingLayout {
    /// Bytes of a cell of the market and the private ring: a cache line, a tick.
    public static let cellSize = 64
    /// Bytes of a slot of the order ring: any request.
    public static let slotSize = 256
    /// The control words of a region lie on its first page, the cells or slots behind it.
    public static let controlSize = 4096
    /// Most cells of one record. A record is never larger than 8 KiB.
    public static let recordCellsMax = 128

    @usableFromInline static let sequenceOffset = 8

    /// Bytes of a region with a market ring of `cells` cells, a power of two and at least 64.
    public static func marketRegionSize(cells: Int) -> Int { controlSize + cells * cellSize }

    /// Bytes of the region that the host writes and one worker reads: control words and a private
    /// ring of `cells` cells.
    public static func hostRegionSize(cells: Int) -> Int { controlSize + cells * cellSize }

    /// Bytes of the region that one worker writes and the host reads: control words and an order
    /// ring of `slots` slots, a power of two and at least 16.
    public static func workerRegionSize(slots: Int) -> Int { controlSize + slots * slotSize }

    /// How many units of `unit` bytes, a power of two and at least `least`, fill a region behind
    /// its control page.
    static func capacity(
        of region: borrowing SharedRegion, unit: Int, least: Int
    ) throws(RegionError) -> UInt64 {
        let bytes = region.size - controlSize
        guard bytes > 0, bytes % unit == 0 else { throw .badSize(region: region.name, size: region.size) }
        let count = bytes / unit
        guard count >= least, count & (count - 1) == 0 else {
            throw .badSize(region: region.name, size: region.size)
        }
        return UInt64(count)
    }
}

/// Bytes of a record as the header at its beginning says: block length and header.
@inlinable @inline(__always)
func recordSize(headerWord: UInt64) -> Int { Int(headerWord & 0xFFFF) &+ 8 }

/// Cells that a record of `size` bytes takes.
@inlinable @inline(__always)
func cellCount(size: Int) -> Int { (size &+ 63) &>> 6 }
