/// The host's side of the market ring.
public import CLinux
internal import Synchronization

extension MarketRing {
    /// Publishes records. Owned by one thread.
    @frozen
    public struct Writer: ~Copyable {
        @usableFromInline let cells: UnsafeMutableRawPointer
        @usableFromInline let mask: UInt64
        /// Cells that are claimed at once, so that most records need only one store.
        @usableFromInline let stride: UInt64
        @usableFromInline let publishedWord: SharedWord
        @usableFromInline let claimedWord: SharedWord
        /// Cells written, published or not.
        @usableFromInline var end: UInt64
        @usableFromInline var claimed: UInt64
        @usableFromInline var tally = RingCounters()
        /// What has gone through, seen from this side.
        public var counters: RingCounters { tally }

        /// - Parameter region: of `RingLayout.marketRegionSize`, mapped for writing, new.
        public init(in region: borrowing SharedRegion) throws(RegionError) {
            let capacity = try RingLayout.capacity(
                of: region, unit: RingLayout.cellSize, least: MarketRing.cellsMin)
            cells = region.base + RingLayout.controlSize
            mask = capacity - 1
            stride = min(64, capacity / 8)
            publishedWord = SharedWord(at: region.base + MarketRing.publishedOffset)
            claimedWord = SharedWord(at: region.base + MarketRing.claimedOffset)
            end = publishedWord.load()
            claimed = claimedWord.load()
        }

        /// Cells of the ring.
        public var capacity: UInt64 { mask &+ 1 }

        /// Cells written since the beginning.
        @inlinable
        public var head: UInt64 { end }

        /// Writes a record and shows it to every reader. Never waits.
        ///
        /// - Parameter record: whole, with a header whose block length is right; else it is counted
        ///   as refused and nobody sees it.
        @inlinable @inline(__always)
        public mutating func publish(_ record: UnsafeRawBufferPointer) {
            stage(record)
            commit()
        }

        /// Writes a record that readers see with the next `commit`.
        @inlinable @inline(__always)
        public mutating func stage(_ record: UnsafeRawBufferPointer) {
            guard let source = record.baseAddress, record.count == 64,
                recordSize(headerWord: source.loadUnaligned(as: UInt64.self)) == 64
            else { return stageLong(record) }
            let next = end &+ 1
            if next > claimed { claim(next) }
            tectra_copy_in_line(cells + Int(truncatingIfNeeded: (end & mask) &<< 6), source)
            end = next
            tally.records &+= 1
        }

        /// Shows what was staged.
        @inlinable @inline(__always)
        public mutating func commit() {
            publishedWord.storeReleasing(end)
        }

        @usableFromInline
        mutating func stageLong(_ record: UnsafeRawBufferPointer) {
            guard let source = record.baseAddress, record.count >= 16,
                recordSize(headerWord: source.loadUnaligned(as: UInt64.self)) == record.count,
                cellCount(size: record.count) <= min(RingLayout.recordCellsMax, Int(mask / 2))
            else {
                tally.refused &+= 1
                return
            }
            let next = end &+ UInt64(cellCount(size: record.count))
            if next > claimed { claim(next) }
            let start = Int(truncatingIfNeeded: (end & mask) &<< 6)
            let room = Int(truncatingIfNeeded: capacity &<< 6) - start
            let first = min(record.count, room)
            tectra_copy_in(cells + start, source, first)
            if first < record.count { tectra_copy_in(cells, source + first, record.count - first) }
            end = next
            tally.records &+= 1
        }

        /// Tells readers that cells below a new bound may change, before any of them does.
        @usableFromInline @inline(never)
        mutating func claim(_ next: UInt64) {
            claimed = (next &+ stride &- 1) & ~(stride &- 1)
            claimedWord.store(claimed)
            atomicMemoryFence(ordering: .acquiringAndReleasing)
        }
    }
}
