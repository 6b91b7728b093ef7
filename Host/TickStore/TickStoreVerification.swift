/// Reads every byte of a store and says of each that is not as it was written where it is.
internal import CLinux

public struct TickStoreVerification: Sendable {
    public private(set) var segments = 0
    public private(set) var blocks = 0
    public private(set) var rows = 0
    /// Bytes of segments and indexes.
    public private(set) var bytes = 0
    /// Bytes behind the last whole block of the newest segment: a block that is being written, or that a
    /// crash cut short. The next writer cuts them off.
    public private(set) var tailBytes = 0
    public private(set) var faults = TickStoreFaults()

    private struct Last {
        var time = Int64.min
        var sequence: UInt64 = 0
    }
    private struct Key: Hashable {
        let symbol: TickSymbol
        let kind: TickKind
    }
    private var lasts: [Key: Last] = [:]

    /// - Parameter progress: told how many segments are done, of how many.
    public init(_ directory: String, progress: (Int, Int) -> Void = { _, _ in }) throws(TickStoreError) {
        let numbers = try StoreFile.segments(directory)
        var decoder = BlockDecoder()
        for number in numbers {
            do throws(TickStoreError) {
                try verify(directory, number, isNewest: number == numbers.last, &decoder)
            } catch .unknownFormat(let path, let reason) {
                faults.note(path, 0, reason)
            }
            segments += 1
            progress(segments, numbers.count)
        }
    }

    private mutating func verify(
        _ directory: String, _ number: Int, isNewest: Bool, _ decoder: inout BlockDecoder
    ) throws(TickStoreError) {
        guard let scan = try BlockScan.open(directory, number) else { return }
        var entries: [UInt64: BlockHeader] = [:]
        let index = try SegmentIndex.open(directory, number, &faults)
        if let index { entries = check(index) }
        while let header = scan.next() {
            check(header, scan, &decoder)
            guard let index else { continue }
            guard entries.removeValue(forKey: header.offset) == header else {
                faults.note(scan.path, Int(header.offset), "the index \(index.path) does not name this block so")
                continue
            }
        }
        faults.add(scan.faults)
        if let index, let lost = entries.values.min(by: { $0.offset < $1.offset }) {
            faults.note(scan.path, Int(lost.offset), "\(entries.count) blocks of the index \(index.path) are not there")
        }
        bytes += scan.fileSize
        let tail = max(0, scan.fileSize - scan.offset)
        guard tail > 0 else { return }
        if index == nil, isNewest {
            tailBytes += tail
        } else if index.map({ $0.header.segmentSize > scan.offset }) ?? true {
            faults.note(scan.path, scan.offset, "no whole block follows in the last \(tail) bytes")
        }
    }

    /// The entries of an index by the offset of their block.
    private mutating func check(_ index: SegmentIndex) -> [UInt64: BlockHeader] {
        var entries: [UInt64: BlockHeader] = [:]
        var checksum: UInt32 = 0
        var bytes = InlineArray<128, UInt8>(repeating: 0)
        for position in 0..<index.header.entries {
            guard let entry = index.entry(position) else {
                faults.note(index.path, index.offset(of: position), "the entry is damaged")
                continue
            }
            entries[entry.offset] = entry
            withUnsafeMutableBytes(of: &bytes) { room in
                guard let base = room.baseAddress else { return }
                entry.write(to: base)
                checksum = tectra_crc32c(checksum, base, BlockHeader.size)
            }
        }
        self.bytes += index.offset(of: index.header.entries)
        if entries.count == index.header.entries, checksum != index.header.checksum {
            faults.note(index.path, 0, "the checksum of the entries is wrong")
        }
        return entries
    }

    private mutating func check(_ header: BlockHeader, _ scan: BlockScan, _ decoder: inout BlockDecoder) {
        let offset = Int(header.offset)
        blocks += 1
        guard StoreFile.read(scan.descriptor, decoder.payload, Int(header.storedSize), at: offset + BlockHeader.size)
        else { return faults.note(scan.path, offset, "the block can not be read") }
        if let reason = decoder.decode(header) { return faults.note(scan.path, offset, "\(reason)") }
        rows += Int(header.rows)
        if Day.of(header.firstTime) != scan.header.day || Day.of(header.lastTime) != scan.header.day {
            faults.note(scan.path, offset, "it has rows of another day than its segment")
        }
        let key = Key(symbol: header.symbol, kind: header.kind)
        var last = lasts[key] ?? Last()
        for row in 0..<Int(header.rows) {
            let place = decoder.rows + row * TickKind.rowSize
            let sequence = place.load(fromByteOffset: 8, as: UInt64.self)
            let time = place.load(fromByteOffset: 16, as: Int64.self)
            guard (time, sequence) > (last.time, last.sequence) else {
                faults.note(scan.path, offset, "row \(row) is not after the one before it")
                break
            }
            last = Last(time: time, sequence: sequence)
        }
        lasts[key] = last
    }
}
