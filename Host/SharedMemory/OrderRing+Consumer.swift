/// The host's side of the order ring.
internal import CLinux
internal import PluginABI

extension OrderRing {
    /// Takes requests out of memory that the sender can change at any time. Owned by one thread.
    public struct Consumer: ~Copyable {
        @usableFromInline let slots: UnsafeMutableRawPointer
        @usableFromInline let mask: UInt64
        @usableFromInline let producedWord: SharedWord
        @usableFromInline let consumedWord: SharedWord
        /// Slots taken: the host's own count, of which the worker only ever sees a copy.
        @usableFromInline var consumed: UInt64 = 0
        /// Slots filled, as last heard and found possible.
        @usableFromInline var produced: UInt64 = 0
        /// Where a slot is copied to: private, one slot.
        @usableFromInline let copy: UnsafeMutableRawPointer
        @usableFromInline var broken: OrderCorruption?
        @usableFromInline var tally = RingCounters()
        /// What has gone through, seen from this side.
        public var counters: RingCounters { tally }

        /// - Parameters:
        ///   - worker: the worker's region; read-only is enough, and is how the host should map it.
        ///   - host: of `RingLayout.hostRegionSize`, mapped for writing.
        public init(worker: borrowing SharedRegion, host: borrowing SharedRegion) throws(RegionError) {
            let capacity = try RingLayout.capacity(
                of: worker, unit: RingLayout.slotSize, least: OrderRing.slotsMin)
            slots = worker.base + RingLayout.controlSize
            mask = capacity - 1
            producedWord = WorkerWords(in: worker).ordersProduced
            consumedWord = HostWords(in: host).ordersConsumed
            copy = .allocate(byteCount: RingLayout.slotSize, alignment: RingLayout.cellSize)
            copy.initializeMemory(as: UInt8.self, repeating: 0, count: RingLayout.slotSize)
        }

        deinit {
            copy.deallocate()
        }

        /// Why the ring is corrupt; nil while it is not.
        public var corruption: OrderCorruption? { broken }

        /// The first 64 bytes of the slot that was copied last; of the one that broke the protocol,
        /// once that has happened.
        public var evidence: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: copy, count: 64) }

        /// Whether there is something to take, or to complain of; takes nothing.
        public var hasWaiting: Bool { consumed != produced || producedWord.loadAcquiring() != produced }

        /// Takes the next request, if there is one. Costs one look at the worker's index when all
        /// that was known of is taken.
        @inlinable @inline(__always)
        public mutating func poll() -> OrderRead {
            if consumed == produced {
                // Also the way out for a broken ring, on which the two are made equal.
                if let waiting = listen() { return waiting }
            }
            return take()
        }

        /// Takes requests until there are no more or `limit` is reached, so that one worker cannot
        /// keep the host from the others.
        ///
        /// - Returns: how many were taken; `corruption` says whether the ring broke.
        @inlinable @inline(__always)
        public mutating func drain(limit: Int, _ body: (Request) -> Void) -> Int {
            var taken = 0
            while taken < limit {
                guard case .request(let request) = poll() else { break }
                body(request)
                taken &+= 1
            }
            return taken
        }

        /// Looks at the worker's index, once. Nil: there is something to take.
        @usableFromInline
        mutating func listen() -> OrderRead? {
            if let broken { return .corrupt(broken) }
            let found = producedWord.loadAcquiring()
            if found == produced { return .empty }
            // All that was known of is taken, so `consumed` is also what it was before.
            let waiting = found &- consumed
            guard waiting <= mask &+ 1 else {
                return breakWithIndex(
                    waiting > 1 << 63
                        ? .indexBack(found: found, before: produced) : .indexAhead(found: found, consumed: consumed))
            }
            produced = found
            if waiting > tally.depthHighWater { tally.depthHighWater = waiting }
            return nil
        }

        /// Copies the next slot and checks the copy.
        @usableFromInline
        mutating func take() -> OrderRead {
            let slot = slots + Int(truncatingIfNeeded: (consumed & mask) &<< 8)
            tectra_copy_out_line(copy, slot)
            let header = copy.load(as: tectra_header.self)
            guard header.schema_id == UInt16(TECTRA_SCHEMA_ID), header.version == UInt16(TECTRA_SCHEMA_VERSION) else {
                return fail(.foreignSchema(schema: header.schema_id, version: header.version))
            }
            let size = requestSize(template: header.template_id)
            guard size > 0 else { return fail(.foreignTemplate(header.template_id)) }
            guard Int(header.block_length) == size &- 8 else {
                return fail(.wrongLength(template: header.template_id, found: header.block_length))
            }
            let sequence = copy.load(fromByteOffset: RingLayout.sequenceOffset, as: UInt64.self)
            guard sequence == consumed &+ 1 else {
                return fail(.wrongSequence(expected: consumed &+ 1, found: sequence))
            }
            // The rest of the slot, of which no byte has been read before.
            if size > 64 { tectra_copy_out(copy + 64, slot + 64, size &- 64) }
            consumed &+= 1
            consumedWord.storeReleasing(consumed)
            tally.records &+= 1
            let record = UnsafeRawBufferPointer(start: copy, count: size)
            return .request(Request(record: record, template: header.template_id, sequence: sequence))
        }

        /// The slot in `copy` is the evidence.
        @inline(never)
        private mutating func fail(_ corruption: OrderCorruption) -> OrderRead {
            broken = corruption
            produced = consumed
            return .corrupt(corruption)
        }

        /// An index has no slot: the evidence is the three indices.
        @inline(never)
        private mutating func breakWithIndex(_ corruption: OrderCorruption) -> OrderRead {
            copy.initializeMemory(as: UInt8.self, repeating: 0, count: 64)
            if case .indexAhead(let found, _) = corruption { copy.storeBytes(of: found, as: UInt64.self) }
            if case .indexBack(let found, _) = corruption { copy.storeBytes(of: found, as: UInt64.self) }
            copy.storeBytes(of: produced, toByteOffset: 8, as: UInt64.self)
            copy.storeBytes(of: consumed, toByteOffset: 16, as: UInt64.self)
            return fail(corruption)
        }
    }
}
