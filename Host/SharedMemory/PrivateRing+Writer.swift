/// The host's side of a private ring.
public import CLinux

extension PrivateRing {
    /// Writes records. Owned by one thread.
    @frozen
    public struct Writer: ~Copyable {
        @usableFromInline let cells: UnsafeMutableRawPointer
        @usableFromInline let mask: UInt64
        @usableFromInline let publishedWord: SharedWord
        @usableFromInline let consumedWord: SharedWord
        /// Cells written since the beginning.
        @usableFromInline var end: UInt64 = 0
        /// How far the worker has read, as last heard and found possible.
        @usableFromInline var consumed: UInt64 = 0
        /// The worker is asked again before cells are written beyond this. Asking costs a cache
        /// miss, so it happens once in an eighth of the ring.
        @usableFromInline var checkAt: UInt64
        /// The index that could not be; 0 while there was none.
        public private(set) var badIndex: UInt64 = 0
        /// The worker has stored an index that cannot be: it must go.
        public private(set) var isPeerCorrupt = false
        @usableFromInline var tally = RingCounters()
        /// What has gone through, seen from this side.
        public var counters: RingCounters { tally }

        /// - Parameters:
        ///   - host: of `RingLayout.hostRegionSize`, mapped for writing, new.
        ///   - worker: the worker's region; read-only is enough.
        public init(host: borrowing SharedRegion, worker: borrowing SharedRegion) throws(RegionError) {
            let capacity = try RingLayout.capacity(
                of: host, unit: RingLayout.cellSize, least: PrivateRing.cellsMin)
            cells = host.base + RingLayout.controlSize
            mask = capacity - 1
            checkAt = capacity / 8
            publishedWord = HostWords(in: host).privatePublished
            consumedWord = WorkerWords(in: worker).privateConsumed
        }

        /// Cells of the ring.
        public var capacity: UInt64 { mask &+ 1 }

        /// Cells waiting for the worker, at most: what it has read since is not yet known.
        public var depth: UInt64 { end &- consumed }

        /// Writes a record and shows it to the worker.
        ///
        /// - Returns: false when there is no room for it, when the worker's index is corrupt, or
        ///   when the record's header does not fit its size. Nothing was written then.
        @inlinable @inline(__always)
        public mutating func write(_ record: UnsafeRawBufferPointer) -> Bool {
            guard stage(record) else { return false }
            commit()
            return true
        }

        /// Shows the worker everything that was staged, all at once.
        @inlinable @inline(__always)
        public mutating func commit() { publishedWord.storeReleasing(end) }

        /// Writes a record that the worker does not see before `commit`; answers as `write` does.
        @inlinable @inline(__always)
        public mutating func stage(_ record: UnsafeRawBufferPointer) -> Bool {
            guard let source = record.baseAddress, record.count >= 16,
                recordSize(headerWord: source.loadUnaligned(as: UInt64.self)) == record.count
            else { return refuse() }
            let next = end &+ UInt64(cellCount(size: record.count))
            if next > checkAt, !hasRoom(upTo: next) { return false }
            let start = Int(truncatingIfNeeded: (end & mask) &<< 6)
            let first = min(record.count, Int(truncatingIfNeeded: (mask &+ 1) &<< 6) &- start)
            tectra_copy_in(cells + start, source, first)
            if first < record.count { tectra_copy_in(cells, source + first, record.count &- first) }
            end = next
            tally.records &+= 1
            return true
        }

        @usableFromInline @inline(never)
        mutating func refuse() -> Bool {
            tally.refused &+= 1
            return false
        }

        /// Hears how far the worker is, and whether `next` fits.
        @usableFromInline @inline(never)
        mutating func hasRoom(upTo next: UInt64) -> Bool {
            refresh()
            guard !isPeerCorrupt else { return false }
            guard next &- consumed <= capacity else {
                tally.full &+= 1
                return false
            }
            tally.depthHighWater = max(tally.depthHighWater, next &- consumed)
            checkAt = max(next, min(consumed &+ capacity, next &+ (capacity &>> 3)))
            return true
        }

        /// Takes in the worker's index, if it can be: neither behind what it said before nor
        /// ahead of what was written.
        public mutating func refresh() {
            guard !isPeerCorrupt else { return }
            let hint = consumedWord.loadAcquiring()
            guard hint &- consumed <= end &- consumed else {
                isPeerCorrupt = true
                badIndex = hint
                return
            }
            consumed = hint
        }
    }
}
