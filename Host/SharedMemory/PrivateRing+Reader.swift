/// A worker's side of its private ring.
public import CLinux

extension PrivateRing {
    /// Reads records in order. Owned by one thread.
    @frozen
    public struct Reader: ~Copyable {
        @usableFromInline let cells: UnsafeMutableRawPointer
        @usableFromInline let mask: UInt64
        @usableFromInline let publishedWord: SharedWord
        @usableFromInline let consumedWord: SharedWord
        @usableFromInline var position: UInt64 = 0
        /// `published` as last seen.
        @usableFromInline var available: UInt64 = 0
        @usableFromInline var tally = RingCounters()
        /// What has gone through, seen from this side.
        public var counters: RingCounters { tally }

        /// - Parameters:
        ///   - host: the host's region; read-only is enough.
        ///   - worker: this worker's region, mapped for writing.
        public init(host: borrowing SharedRegion, worker: borrowing SharedRegion) throws(RegionError) {
            let capacity = try RingLayout.capacity(
                of: host, unit: RingLayout.cellSize, least: PrivateRing.cellsMin)
            cells = host.base + RingLayout.controlSize
            mask = capacity - 1
            publishedWord = HostWords(in: host).privatePublished
            consumedWord = WorkerWords(in: worker).privateConsumed
        }

        /// Whether a record waits, as of this moment.
        @inlinable
        public var hasMore: Bool { publishedWord.loadAcquiring() != position }

        /// The sequence of the next record, nil when none waits as of this moment: what a worker
        /// merges its two rings by.
        @inlinable @inline(__always)
        public mutating func nextSequence() -> UInt64? {
            if position == available {
                available = publishedWord.loadAcquiring()
                if position == available { return nil }
            }
            let start = Int(truncatingIfNeeded: (position & mask) &<< 6)
            return tectra_read_once(cells + start + RingLayout.sequenceOffset)
        }

        /// Copies the next record out and gives its cells back to the host.
        ///
        /// - Parameter buffer: as large as the largest record; a larger one is `.corrupt`.
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
            let cellsTaken = UInt64(cellCount(size: size))
            guard size >= 16, size <= buffer.count, cellsTaken <= available &- position,
                let target = buffer.baseAddress
            else { return .corrupt }
            let first = min(size, Int(truncatingIfNeeded: (mask &+ 1) &<< 6) &- start)
            tectra_copy_out(target, cells + start, first)
            if first < size { tectra_copy_out(target + first, cells, size &- first) }
            position &+= cellsTaken
            consumedWord.storeReleasing(position)
            tally.records &+= 1
            return .record(size)
        }
    }
}
