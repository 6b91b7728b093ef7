/// Opening a store that is there: the torn tail of a crash is cut, a missing index is made, and each
/// symbol's last row is found, so that the same day can be given again and only what is new is taken.
internal import CLinux
internal import Glibc

extension TickWriter {
    mutating func recover() throws(TickStoreError) {
        var numbers = try StoreFile.segments(directory)
        if let last = numbers.last, try isStillborn(last) { numbers.removeLast() }
        guard let newest = numbers.last else { return }
        segment.number = newest
        for number in numbers.dropLast() where try !hasIndex(number) { try sealLeftover(number) }
        guard let scan = try BlockScan.open(directory, newest) else { return }
        segment.setDay(scan.header.day)
        if try !hasIndex(newest) { try reopen(scan) }
        for number in numbers.reversed() {
            guard let scan = try BlockScan.open(directory, number), scan.header.day == Day.of(segment.dayBegin) else {
                break
            }
            while let header = scan.next() { try note(header) }
        }
    }

    /// Whether a segment was made and its own header never written: then it is removed.
    private func isStillborn(_ number: Int) throws(TickStoreError) -> Bool {
        let path = StoreFile.segment(directory, number)
        guard let descriptor = try StoreFile.open(path) else { return true }
        defer { Glibc.close(descriptor) }
        guard Int(tectra_file_size(descriptor)) <= SegmentHeader.size else { return false }
        var bytes = InlineArray<64, UInt8>(repeating: 0)
        let isWhole = withUnsafeMutableBytes(of: &bytes) { room -> Bool in
            guard let base = room.baseAddress else { return false }
            return StoreFile.read(descriptor, base, SegmentHeader.size, at: 0) && SegmentHeader(base) != nil
        }
        if !isWhole { unlink(path) }
        return !isWhole
    }

    private mutating func hasIndex(_ number: Int) throws(TickStoreError) -> Bool {
        var ignored = TickStoreFaults()
        return try SegmentIndex.open(directory, number, &ignored) != nil
    }

    private mutating func note(_ header: BlockHeader) throws(TickStoreError) {
        let number = try number(of: header.symbol, instrument: header.instrument)
        let lane = lanes + (2 * number + Int(header.kind.rawValue) - 1)
        guard (header.lastTime, header.lastSequence) > (lane.pointee.lastTime, lane.pointee.lastSequence) else {
            return
        }
        lane.pointee.lastTime = header.lastTime
        lane.pointee.lastSequence = header.lastSequence
    }

    /// Fills the list of a segment's blocks; returns where its last whole block ends. Blocks at the end
    /// whose payload is not what was written are no part of it.
    private mutating func gather(_ scan: BlockScan) -> Int {
        segment.list.removeAll()
        var end = SegmentHeader.size
        var open: [BlockHeader] = []
        var decoder = BlockDecoder()
        while let header = scan.next() {
            // Only a block that a whole one follows is sure to belong.
            open.append(header)
            let place = Int(header.offset)
            let isRead = StoreFile.read(
                scan.descriptor, decoder.payload, Int(header.storedSize), at: place + BlockHeader.size)
            guard isRead, decoder.decode(header) == nil else { continue }
            for header in open where !segment.list.isFull { segment.list.append(header) }
            open.removeAll()
            end = scan.offset
        }
        totals.faults.add(scan.faults)
        return end
    }

    /// Goes on in the newest segment behind its last whole block.
    private mutating func reopen(_ scan: BlockScan) throws(TickStoreError) {
        let end = gather(scan)
        let path = scan.path
        let descriptor = tectra_open_file(path, 1)
        guard descriptor >= 0 else { throw .system(doing: "open", path: path, code: -descriptor) }
        let size = Int(tectra_file_size(descriptor))
        if size > end {
            guard ftruncate(descriptor, off_t(end)) == 0 else {
                let code = errno
                Glibc.close(descriptor)
                throw .system(doing: "cut", path: path, code: code)
            }
            totals.cutBytes = size - end
        }
        // A damaged index would be out of date from the next block on.
        unlink(StoreFile.index(directory, segment.number))
        segment.descriptor = descriptor
        segment.size = end
    }

    /// Gives an older segment its index.
    private mutating func sealLeftover(_ number: Int) throws(TickStoreError) {
        guard let scan = try BlockScan.open(directory, number) else { return }
        let end = gather(scan)
        try segment.list.write(directory, number, segmentSize: end)
    }
}
