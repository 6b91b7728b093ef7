/// Walks the headers of a segment's blocks from begin to end without reading what is in them, over
/// damage when there is some, and stops before a block that is not whole yet.
internal import CLinux
internal import Glibc

final class BlockScan {
    /// Bytes that are searched at a time for the next header behind damage.
    private static let searchSize = 1 << 16

    let path: String
    let descriptor: Int32
    let header: SegmentHeader
    /// Where the next block would begin; once `next` gave nil, where the whole blocks end.
    private(set) var offset = SegmentHeader.size
    private(set) var faults = TickStoreFaults()
    /// Headers looked at.
    private(set) var headersRead = 0
    private var size = 0
    private let room = UnsafeMutableRawPointer.allocate(byteCount: searchSize, alignment: 64)

    private init(path: String, descriptor: Int32, header: SegmentHeader) {
        self.path = path
        self.descriptor = descriptor
        self.header = header
    }

    deinit {
        close(descriptor)
        room.deallocate()
    }

    /// Opens a segment; nil when it is not there.
    ///
    /// - Throws: `unknownFormat` when it does not begin as a segment of the number.
    static func open(_ directory: String, _ number: Int) throws(TickStoreError) -> BlockScan? {
        let path = StoreFile.segment(directory, number)
        guard let descriptor = try StoreFile.open(path) else { return nil }
        var bytes = InlineArray<64, UInt8>(repeating: 0)
        let header = withUnsafeMutableBytes(of: &bytes) { room -> SegmentHeader? in
            guard let base = room.baseAddress, StoreFile.read(descriptor, base, SegmentHeader.size, at: 0) else {
                return nil
            }
            return SegmentHeader(base)
        }
        guard let header, header.number == number else {
            close(descriptor)
            throw .unknownFormat(
                path: path, reason: "does not begin as segment \(number) of a tick store of version 1")
        }
        return BlockScan(path: path, descriptor: descriptor, header: header)
    }

    /// The file's size now.
    var fileSize: Int { max(0, Int(tectra_file_size(descriptor))) }

    /// The next whole block's header; nil when there is none yet. A live segment may have one later.
    func next() -> BlockHeader? {
        while true {
            if offset + BlockHeader.size > size { size = fileSize }
            guard offset + BlockHeader.size <= size, StoreFile.read(descriptor, room, BlockHeader.size, at: offset)
            else { return nil }
            headersRead += 1
            if let found = BlockHeader(room), found.offset == UInt64(offset) {
                if offset + found.span > size { size = fileSize }
                guard offset + found.span <= size else { return nil }
                offset += found.span
                return found
            }
            guard let next = search(from: offset + 8) else { return nil }
            faults.note(path, offset, "no block begins here; the next one is at byte \(next)")
            offset = next
        }
    }

    /// Where the next header is that stands in its place; nil when there is none.
    private func search(from start: Int) -> Int? {
        var begin = (start + 7) & ~7
        let step = Self.searchSize - BlockHeader.size
        while begin + BlockHeader.size <= size {
            let count = min(Self.searchSize, size - begin)
            guard StoreFile.read(descriptor, room, count, at: begin) else { return nil }
            var at = 0
            while at + BlockHeader.size <= count {
                if UInt64(littleEndian: room.load(fromByteOffset: at, as: UInt64.self)) == BlockHeader.magic,
                    let found = BlockHeader(room + at), found.offset == UInt64(begin + at)
                {
                    return begin + at
                }
                at += 8
            }
            begin += step
        }
        return nil
    }
}
