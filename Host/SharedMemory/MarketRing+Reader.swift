/// A worker's side of the market ring. The memory is read-only to it.
public import CLinux
public import Synchronization

extension MarketRing {
    /// Where a new reader begins.
    public enum Start: Sendable {
        /// With the next record to be published.
        case head
        /// With the first record ever; for readers that are there before the writer writes.
        case beginning
    }

    /// Reads every record in order, or learns that it was too slow. Owned by one thread.
    @frozen
    public struct Reader: ~Copyable {
        @usableFromInline let cells: UnsafeMutableRawPointer
        @usableFromInline let mask: UInt64
        @usableFromInline let publishedWord: SharedWord
        @usableFromInline let claimedWord: SharedWord
        /// The cell where the next record begins.
        @usableFromInline var position: UInt64
        /// `published` as last seen.
        @usableFromInline var available: UInt64
        @usableFromInline var tally = RingCounters()
        /// What has gone through, seen from this side.
        public var counters: RingCounters { tally }

        /// - Parameter region: of `RingLayout.marketRegionSize`; read-only is enough.
        public init(in region: borrowing SharedRegion, from start: Start = .head) throws(RegionError) {
            let capacity = try RingLayout.capacity(
                of: region, unit: RingLayout.cellSize, least: MarketRing.cellsMin)
            cells = region.base + RingLayout.controlSize
            mask = capacity - 1
            publishedWord = SharedWord(at: region.base + MarketRing.publishedOffset)
            claimedWord = SharedWord(at: region.base + MarketRing.claimedOffset)
            position = start == .head ? publishedWord.loadAcquiring() : 0
            available = position
        }

        /// Cells published and not yet read, as of this moment.
        public var depth: UInt64 { publishedWord.loadAcquiring() &- position }

        /// Whether a record waits; for a last look before sleeping.
        @inlinable
        public var hasMore: Bool { publishedWord.loadAcquiring() != position }

        /// Copies the next record out.
        ///
        /// - Parameter buffer: at least 64 bytes; as large as the largest record published
        ///   (512 bytes for a book). A larger record is `.corrupt`.
        /// - Returns: `.lapped` leaves the reader where it is, until `resumeAtHead`.
        @inlinable @inline(__always)
        public mutating func next(into buffer: UnsafeMutableRawBufferPointer) -> RingRead {
            if position == available {
                available = publishedWord.loadAcquiring()
                if position == available { return .empty }
                let depth = available &- position
                if depth > tally.depthHighWater { tally.depthHighWater = depth }
            }
            let start = Int(truncatingIfNeeded: (position & mask) &<< 6)
            let size = recordSize(headerWord: tectra_read_once(cells + start))
            guard size == 64, buffer.count >= 64, let target = buffer.baseAddress else {
                return nextLong(into: buffer, size: size)
            }
            tectra_copy_out_line(target, cells + start)
            if isLapped() { return .lapped }
            // The copy's own header is what counts; it is the writer's last word on this cell.
            if recordSize(headerWord: target.loadUnaligned(as: UInt64.self)) != 64 { return .corrupt }
            position &+= 1
            tally.records &+= 1
            return .record(64)
        }

        /// Goes on with the next record to be published. Returns how many cells were lost.
        @discardableResult
        public mutating func resumeAtHead() -> UInt64 {
            let head = publishedWord.loadAcquiring()
            let lost = head &- position
            tally.lapped &+= 1
            tally.lost &+= lost
            position = head
            available = head
            return lost
        }

        /// Whether the writer's pen may have been on the record at `position` before now.
        @inlinable @inline(__always)
        func isLapped() -> Bool {
            atomicMemoryFence(ordering: .acquiring)
            return claimedWord.load() &- position > mask &+ 1
        }

        @usableFromInline
        mutating func nextLong(into buffer: UnsafeMutableRawBufferPointer, size: Int) -> RingRead {
            let cellsTaken = UInt64(cellCount(size: size))
            guard size >= 16, size <= buffer.count, cellsTaken <= available &- position,
                let target = buffer.baseAddress
            else { return isLapped() ? .lapped : .corrupt }
            let start = Int(truncatingIfNeeded: (position & mask) &<< 6)
            let first = min(size, Int(truncatingIfNeeded: (mask &+ 1) &<< 6) - start)
            tectra_copy_out(target, cells + start, first)
            if first < size { tectra_copy_out(target + first, cells, size - first) }
            if isLapped() { return .lapped }
            guard recordSize(headerWord: target.loadUnaligned(as: UInt64.self)) == size else { return .corrupt }
            position &+= cellsTaken
            tally.records &+= 1
            return .record(size)
        }
    }
}
