/// The newest segment of a store, which blocks are appended to.
internal import CLinux
internal import Glibc

struct OpenSegment: ~Copyable {
    let directory: String
    /// Of the newest segment, open or sealed; 0 before the first.
    var number = 0
    /// Descriptor for writing; -1 while no segment is open.
    var descriptor: Int32 = -1
    /// Where the next block goes.
    var size = 0
    /// Time from which and before which rows belong to the newest segment's day.
    var dayBegin = Int64.min
    var dayEnd = Int64.min
    var list = BlockList()

    init(directory: String) { self.directory = directory }

    deinit { if descriptor >= 0 { close(descriptor) } }

    var isOpen: Bool { descriptor >= 0 }

    mutating func setDay(_ day: Int64) {
        let begin = day.multipliedReportingOverflow(by: Day.nanoseconds)
        dayBegin = begin.overflow ? .min : begin.partialValue
        let end = dayBegin.addingReportingOverflow(Day.nanoseconds)
        dayEnd = end.overflow ? .max : end.partialValue
    }

    /// Makes the next segment, for rows of the day that is set.
    mutating func make() throws(TickStoreError) {
        let next = number + 1
        let path = StoreFile.segment(directory, next)
        // Under another name until its header is there: who reads meanwhile sees a whole segment or none.
        let draft = path + ".new"
        unlink(draft)
        let file = tectra_create_file(draft, Int64(SegmentHeader.size))
        guard file >= 0 else {
            if file == -ENOSPC || file == -EDQUOT { throw .full(path: path) }
            throw .system(doing: "make", path: path, code: -file)
        }
        var head = [UInt8](repeating: 0, count: SegmentHeader.size)
        head.withUnsafeMutableBytes { room in
            if let base = room.baseAddress {
                SegmentHeader(number: next, day: Day.of(dayBegin)).write(to: base)
            }
        }
        do throws(TickStoreError) {
            try StoreFile.put(file, head, at: 0, path: path)
            guard rename(draft, path) == 0 else {
                throw .system(doing: "make", path: path, code: errno)
            }
        } catch {
            close(file)
            unlink(draft)
            throw error
        }
        descriptor = file
        number = next
        size = SegmentHeader.size
        list.removeAll()
    }

    /// Appends a block that was made for `size`.
    mutating func append(_ block: UnsafeRawBufferPointer, _ header: BlockHeader) throws(TickStoreError) {
        try StoreFile.write(descriptor, block, at: size, path: StoreFile.segment(directory, number))
        size += block.count
        list.append(header)
    }

    /// Puts the segment on the disk and its index beside it. A segment without a block goes away.
    mutating func seal() throws(TickStoreError) {
        guard isOpen else { return }
        try sync()
        try list.write(directory, number, segmentSize: size)
        close(descriptor)
        descriptor = -1
    }

    func sync() throws(TickStoreError) {
        guard isOpen else { return }
        guard fdatasync(descriptor) == 0 else {
            throw .system(doing: "flush", path: StoreFile.segment(directory, number), code: errno)
        }
    }
}
