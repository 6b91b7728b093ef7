/// When blocks are written: full ones at once, others when memory, the day or a reader asks for it.

extension TickWriter {
    /// Writes what is pending of one lane. On failure it stays pending.
    mutating func writeBlock(_ index: Int) throws(TickStoreError) {
        let lane = lanes[index]
        guard lane.count > 0 else { return }
        if segment.isOpen, segment.list.isFull || segment.size >= limits.segmentSize { try segment.seal() }
        if !segment.isOpen { try segment.make() }
        encoder.begin(index & 1 == 0 ? .ticks : .trades)
        var chunk = lane.head
        var left = Int(lane.count)
        while left > 0 {
            let count = min(left, RowPool.chunkRows)
            encoder.add(pool.row(chunk, 0), count: count)
            left -= count
            chunk = pool.following(chunk)
        }
        var header = BlockHeader()
        let block = encoder.finish(
            symbol: symbols[index / 2], instrument: lane.instrument, offset: segment.size, header: &header)
        try segment.append(block, header)
        totals.blocks += 1
        totals.bytes += block.count
        release(index)
    }

    private mutating func release(_ index: Int) {
        var chunk = lanes[index].head
        while chunk != RowPool.none {
            let next = pool.following(chunk)
            pool.give(chunk)
            chunk = next
        }
        lanes[index].head = RowPool.none
        lanes[index].tail = RowPool.none
        lanes[index].count = 0
    }

    /// Writes the fuller half of the lanes, by the fullest one's measure: few short blocks, and each
    /// walk over the lanes frees much.
    mutating func makeRoom() throws(TickStoreError) {
        var most: Int32 = 0
        for index in 0..<2 * symbols.count { most = max(most, lanes[index].count) }
        for index in 0..<2 * symbols.count where lanes[index].count >= max(1, most / 2) { try writeBlock(index) }
    }

    /// Writes everything that is pending, so that readers see it. Short blocks cost space: a live writer
    /// does it every few seconds, not with every row.
    public mutating func flush() throws(TickStoreError) {
        for index in 0..<2 * symbols.count { try writeBlock(index) }
    }

    /// A row of a later day is here: everything before it goes into sealed segments.
    mutating func turnDay(_ time: Int64) throws(TickStoreError) {
        try flush()
        try segment.seal()
        segment.setDay(Day.of(time))
    }

    /// Writes everything, puts it on the disk and lets the store go.
    ///
    /// - Parameter sealing: ends the segment and writes its index, as after a whole day; else the next
    ///   writer goes on in it.
    /// - Returns: what the writer did.
    @discardableResult
    public consuming func close(sealing: Bool) throws(TickStoreError) -> TickWriterTotals {
        try flush()
        if sealing { try segment.seal() } else { try segment.sync() }
        return totals
    }
}

/// What a writer did from open to close.
public struct TickWriterTotals: Sendable {
    /// Rows that were taken, in blocks or pending.
    public internal(set) var rows = 0
    /// Rows that were not after the last one of their symbol and kind: they are in the store already.
    public internal(set) var passedOver = 0
    public internal(set) var blocks = 0
    /// Bytes of blocks written.
    public internal(set) var bytes = 0
    /// Bytes of a torn block that were cut off when the store was opened.
    public internal(set) var cutBytes = 0
    /// Damage that was found when the store was opened.
    public internal(set) var faults = TickStoreFaults()
}
