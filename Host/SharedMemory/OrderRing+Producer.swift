/// A worker's side of the order ring.
public import CLinux

extension OrderRing {
    /// Sends requests. Owned by one thread.
    @frozen
    public struct Producer: ~Copyable {
        @usableFromInline let slots: UnsafeMutableRawPointer
        @usableFromInline let mask: UInt64
        @usableFromInline let producedWord: SharedWord
        @usableFromInline let consumedWord: SharedWord
        @usableFromInline var produced: UInt64 = 0
        /// How many the host has taken, as last seen.
        @usableFromInline var consumed: UInt64 = 0
        @usableFromInline var tally = RingCounters()
        /// What has gone through, seen from this side.
        public var counters: RingCounters { tally }

        /// - Parameters:
        ///   - worker: of `RingLayout.workerRegionSize`, mapped for writing.
        ///   - host: the host's region; read-only is enough.
        public init(worker: borrowing SharedRegion, host: borrowing SharedRegion) throws(RegionError) {
            let capacity = try RingLayout.capacity(
                of: worker, unit: RingLayout.slotSize, least: OrderRing.slotsMin)
            slots = worker.base + RingLayout.controlSize
            mask = capacity - 1
            producedWord = WorkerWords(in: worker).ordersProduced
            consumedWord = HostWords(in: host).ordersConsumed
        }

        /// The number that the next request will carry.
        @inlinable
        public var nextSequence: UInt64 { produced &+ 1 }

        /// Whether the next request finds room.
        @inlinable
        public mutating func hasRoom() -> Bool {
            if produced &- consumed <= mask { return true }
            consumed = consumedWord.loadAcquiring()
            return produced &- consumed <= mask
        }

        /// Sends a request.
        ///
        /// - Parameter record: whole, 16 to 256 bytes. Its sequence is written here: requests are
        ///   counted from 1 without a gap.
        /// - Returns: false when there is no room or the size is not a request's.
        @inlinable @inline(__always)
        public mutating func send(_ record: UnsafeRawBufferPointer) -> Bool {
            guard let source = record.baseAddress, record.count >= 16, record.count <= RingLayout.slotSize else {
                tally.refused &+= 1
                return false
            }
            guard hasRoom() else {
                tally.full &+= 1
                return false
            }
            let slot = slots + Int(truncatingIfNeeded: (produced & mask) &<< 8)
            produced &+= 1
            tectra_copy_in(slot, source, record.count)
            slot.storeBytes(of: produced, toByteOffset: RingLayout.sequenceOffset, as: UInt64.self)
            producedWord.storeReleasing(produced)
            tally.records &+= 1
            return true
        }
    }
}
