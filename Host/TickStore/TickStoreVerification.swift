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

    /// How a damaged store becomes whole again. Rows go in by time alone, so what is gone can only be given again
    /// together with all that came after it.
    public struct Mending: Sendable, Equatable {
        /// First segment that has to go, with all later ones and their indexes; nil when no segment is damaged.
        public internal(set) var firstSegment: String?
        public internal(set) var segments = 0
        /// Days that have to be imported again then, as far as they are known; since 1970-01-01.
        public internal(set) var days: [Int64] = []
        /// A segment does not say any more of what day it is.
        public internal(set) var isDayUnknown = false
        /// Indexes that have to go; the next import makes them anew.
        public internal(set) var indexes: [String] = []
    }
    private struct Examined {
        let number: Int
        var day: Int64?
        var isDamaged = false
        var isIndexDamaged = false
    }
    private var examined: [Examined] = []

    private struct Last {
        var time = Int64.min
        var sequence: UInt64 = 0
    }
    private struct Key: Hashable {
        let symbol: TickSymbol
        let kind: TickKind
    }
    private var lasts: [Key: Last] = [:]
    private let directory: String

    /// - Parameter progress: told how many segments are done, of how many.
    public init(_ directory: String, progress: (Int, Int) -> Void = { _, _ in }) throws(TickStoreError) {
        let numbers = try StoreFile.segments(directory)
        var decoder = BlockDecoder()
        self.directory = directory
        for number in numbers {
            examined.append(Examined(number: number))
            do throws(TickStoreError) {
                try verify(directory, number, isNewest: number == numbers.last, &decoder)
            } catch .unknownFormat(let path, let reason) {
                faults.note(path, 0, reason)
                examined[examined.count - 1].isDamaged = true
            }
            segments += 1
            progress(segments, numbers.count)
        }
    }

    /// What to do about the faults; nil when there are none.
    public var mending: Mending? {
        guard !faults.isEmpty else { return nil }
        var mending = Mending()
        var kept = examined.count
        if var first = examined.firstIndex(where: \.isDamaged) {
            // A day is given again as a whole, and one without its header may be that of the segment before.
            let day = examined[first].day ?? (first > 0 ? examined[first - 1].day : nil)
            while first > 0, day != nil, examined[first - 1].day == day { first -= 1 }
            mending.firstSegment = StoreFile.segment(directory, examined[first].number)
            mending.segments = examined.count - first
            mending.isDayUnknown = examined[first...].contains { $0.day == nil }
            for part in examined[first...] {
                if let day = part.day, mending.days.last != day { mending.days.append(day) }
            }
            kept = first
        }
        for part in examined[..<kept] where part.isIndexDamaged {
            mending.indexes.append(StoreFile.index(directory, part.number))
        }
        return mending
    }

    private mutating func verify(
        _ directory: String, _ number: Int, isNewest: Bool, _ decoder: inout BlockDecoder
    ) throws(TickStoreError) {
        guard let scan = try BlockScan.open(directory, number) else { return }
        let current = examined.count - 1
        examined[current].day = scan.header.day
        var entries: [UInt64: BlockHeader] = [:]
        let before = faults.count
        let index = try SegmentIndex.open(directory, number, &faults)
        if let index { entries = check(index) }
        let isIndexDamaged = faults.count > before
        examined[current].isIndexDamaged = isIndexDamaged
        while let header = scan.next() {
            let before = faults.count
            check(header, scan, &decoder)
            if faults.count > before { examined[current].isDamaged = true }
            guard let index else { continue }
            guard entries.removeValue(forKey: header.offset) == header else {
                faults.note(scan.path, Int(header.offset), "the index \(index.path) does not name this block so")
                if !isIndexDamaged { examined[current].isDamaged = true }
                continue
            }
        }
        if !scan.faults.isEmpty { examined[current].isDamaged = true }
        faults.add(scan.faults)
        if let index, let lost = entries.values.min(by: { $0.offset < $1.offset }) {
            faults.note(scan.path, Int(lost.offset), "\(entries.count) blocks of the index \(index.path) are not there")
            examined[current].isDamaged = true
        }
        bytes += scan.fileSize
        let tail = max(0, scan.fileSize - scan.offset)
        guard tail > 0 else { return }
        if index == nil, isNewest {
            tailBytes += tail
        } else if index.map({ $0.header.segmentSize > scan.offset }) ?? true {
            faults.note(scan.path, scan.offset, "no whole block follows in the last \(tail) bytes")
            examined[current].isDamaged = true
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
