/// Reads a window of a store: finds the blocks of its symbol and time, and decodes no others.
internal import CLinux

/// A query in progress. Its memory does not depend on the size of the store or of the window. It sees the
/// blocks that are whole while it goes along, in a store that is being written too.
public struct TickWindow: ~Copyable {
    private enum Place {
        case between
        case indexed(SegmentIndex, BlockScan, position: Int)
        case scanned(BlockScan)
    }

    public let directory: String
    public let query: TickQuery
    /// Rows with one of these flags are wanted alone; 0 means every row. Blocks without such rows are not read.
    public let flags: UInt32
    private var segments: ArraySlice<Int>
    private var place = Place.between
    private var decoder = BlockDecoder()
    /// Damage in the way; the window goes on behind it.
    public private(set) var faults = TickStoreFaults()
    /// Blocks read and decoded.
    public private(set) var blocksRead = 0
    /// Blocks whose header was looked at and that had nothing for the window.
    public private(set) var blocksPassed = 0
    /// Segments that were left out by their time alone.
    public private(set) var segmentsPassed = 0
    /// Rows given out.
    public private(set) var rows = 0

    /// - Throws: `missing` when there is no store in the directory.
    public init(_ directory: String, _ query: TickQuery, withFlags flags: UInt32 = 0) throws(TickStoreError) {
        let found = try StoreFile.segments(directory)
        self.directory = directory
        self.query = query
        self.flags = flags
        segments = found[...]
    }

    /// The next rows, of one block; nil at the end.
    ///
    /// - Throws: when the system refuses a file. Damage does not throw: it is in `faults`.
    public mutating func next() throws(TickStoreError) -> TickRows? {
        while true {
            switch place {
            case .between:
                guard let number = segments.popFirst() else { return nil }
                try enter(number)
            case .indexed(let index, let scan, let position):
                guard position < index.header.entries else {
                    place = .between
                    continue
                }
                guard let header = index.entry(position) else {
                    faults.note(
                        index.path, index.offset(of: position), "the entry is damaged; the segment is read without it")
                    // What was given out already ends before this block.
                    place = .scanned(scan)
                    continue
                }
                guard header.symbol == query.symbol, header.kind == query.kind, header.firstTime < query.to else {
                    place = .between
                    continue
                }
                place = .indexed(index, scan, position: position + 1)
                if let rows = take(header, scan) { return rows }
            case .scanned(let scan):
                guard let header = scan.next() else {
                    faults.add(scan.faults)
                    place = .between
                    continue
                }
                if let rows = take(header, scan) { return rows }
            }
        }
    }

    /// Goes into a segment, by its index when it has one that is whole.
    private mutating func enter(_ number: Int) throws(TickStoreError) {
        let index = try SegmentIndex.open(directory, number, &faults)
        if let index, index.header.firstTime >= query.to || index.header.lastTime < query.from {
            segmentsPassed += 1
            return
        }
        let scan: BlockScan
        do throws(TickStoreError) {
            guard let found = try BlockScan.open(directory, number) else { return }
            scan = found
        } catch .unknownFormat(let path, let reason) {
            faults.note(path, 0, reason)
            return
        }
        guard let index else {
            place = .scanned(scan)
            return
        }
        guard let first = index.firstPosition(query.symbol, query.kind, from: query.from) else {
            faults.note(index.path, IndexHeader.size, "an entry is damaged; the segment is read without its index")
            place = .scanned(scan)
            return
        }
        place = .indexed(index, scan, position: first)
    }

    /// Reads a block when it is of the window; nil when it is not or has no row for it.
    private mutating func take(_ header: BlockHeader, _ scan: BlockScan) -> TickRows? {
        guard header.symbol == query.symbol, header.kind == query.kind, header.firstTime < query.to,
            header.lastTime >= query.from, flags == 0 || header.flags & flags != 0
        else {
            blocksPassed += 1
            return nil
        }
        // Given out before an index turned out to be damaged: the last row tells.
        if let last, (header.lastTime, header.lastSequence) <= last { return nil }
        guard let room = read(header, scan) else { return nil }
        last = (header.lastTime, header.lastSequence)
        return room
    }

    /// Of the last row of the last block that was read.
    private var last: (Int64, UInt64)?

    private mutating func read(_ header: BlockHeader, _ scan: BlockScan) -> TickRows? {
        let offset = Int(truncatingIfNeeded: header.offset)
        blocksRead += 1
        guard offset >= SegmentHeader.size, offset <= scan.fileSize,
            StoreFile.read(scan.descriptor, decoder.payload, Int(header.storedSize), at: offset + BlockHeader.size)
        else {
            faults.note(scan.path, offset, "the block is not there in full")
            return nil
        }
        if let reason = decoder.decode(header) {
            faults.note(scan.path, offset, "\(reason)")
            return nil
        }
        let count = Int(header.rows)
        let first = header.firstTime >= query.from ? 0 : position(of: query.from, in: count)
        let end = header.lastTime < query.to ? count : position(of: query.to, in: count)
        guard first < end else { return nil }
        rows += end - first
        return TickRows(kind: header.kind, base: decoder.rows + first * TickKind.rowSize, count: end - first)
    }

    /// The first of the decoded rows that is not before `time`. Both kinds have their time at byte 16.
    private func position(of time: Int64, in count: Int) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            let at = decoder.rows.load(fromByteOffset: middle * TickKind.rowSize + 16, as: Int64.self)
            if at < time { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
