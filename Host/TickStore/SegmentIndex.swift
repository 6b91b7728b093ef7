/// The index of a sealed segment: copies of its block headers, ordered by symbol, kind and place, so that
/// a query finds its blocks by halving and reads no other.
internal import CLinux
internal import Glibc

/// The 64 bytes that begin an index.
struct IndexHeader {
    static let size = 64
    /// "TECTIDX1"
    static let magic: UInt64 = 0x3158_4449_5443_4554

    var number = 0
    var entries = 0
    /// Bytes of the segment that are whole blocks.
    var segmentSize = 0
    var firstTime = Int64.max
    var lastTime = Int64.min
    /// Of all entries together.
    var checksum: UInt32 = 0

    init() {}

    func write(to base: UnsafeMutableRawPointer) {
        base.initializeMemory(as: UInt8.self, repeating: 0, count: Self.size)
        base.storeBytes(of: Self.magic.littleEndian, as: UInt64.self)
        base.storeBytes(of: SegmentHeader.version.littleEndian, toByteOffset: 12, as: UInt32.self)
        base.storeBytes(of: UInt64(number).littleEndian, toByteOffset: 16, as: UInt64.self)
        base.storeBytes(of: UInt64(entries).littleEndian, toByteOffset: 24, as: UInt64.self)
        base.storeBytes(of: UInt64(segmentSize).littleEndian, toByteOffset: 32, as: UInt64.self)
        base.storeBytes(of: firstTime.littleEndian, toByteOffset: 40, as: Int64.self)
        base.storeBytes(of: lastTime.littleEndian, toByteOffset: 48, as: Int64.self)
        base.storeBytes(of: checksum.littleEndian, toByteOffset: 56, as: UInt32.self)
        base.storeBytes(
            of: tectra_crc32c(0, base + 12, Self.size - 12).littleEndian, toByteOffset: 8, as: UInt32.self)
    }

    init?(_ base: UnsafeRawPointer) {
        func u32(_ at: Int) -> UInt32 { UInt32(littleEndian: base.loadUnaligned(fromByteOffset: at, as: UInt32.self)) }
        func u64(_ at: Int) -> UInt64 { UInt64(littleEndian: base.loadUnaligned(fromByteOffset: at, as: UInt64.self)) }
        guard u64(0) == Self.magic, u32(8) == tectra_crc32c(0, base + 12, Self.size - 12),
            u32(12) == SegmentHeader.version, u64(24) <= UInt64(BlockList.capacity), u64(32) <= UInt64(Int32.max) * 4
        else { return nil }
        number = Int(truncatingIfNeeded: u64(16))
        entries = Int(u64(24))
        segmentSize = Int(u64(32))
        firstTime = Int64(bitPattern: u64(40))
        lastTime = Int64(bitPattern: u64(48))
        checksum = u32(56)
    }
}

/// An index that is open for reading.
final class SegmentIndex {
    let path: String
    let header: IndexHeader
    private let descriptor: Int32
    private let room = UnsafeMutableRawPointer.allocate(byteCount: BlockHeader.size, alignment: 64)

    private init(path: String, descriptor: Int32, header: IndexHeader) {
        self.path = path
        self.descriptor = descriptor
        self.header = header
    }

    deinit {
        close(descriptor)
        room.deallocate()
    }

    /// Opens the index of a segment; nil when there is none or, with a fault, when it is not one.
    static func open(
        _ directory: String, _ number: Int, _ faults: inout TickStoreFaults
    ) throws(TickStoreError) -> SegmentIndex? {
        let path = StoreFile.index(directory, number)
        guard let descriptor = try StoreFile.open(path) else { return nil }
        var bytes = InlineArray<64, UInt8>(repeating: 0)
        let header = withUnsafeMutableBytes(of: &bytes) { room -> IndexHeader? in
            guard let base = room.baseAddress, StoreFile.read(descriptor, base, IndexHeader.size, at: 0) else {
                return nil
            }
            return IndexHeader(base)
        }
        guard let header, header.number == number,
            Int(tectra_file_size(descriptor)) == IndexHeader.size + header.entries * BlockHeader.size
        else {
            close(descriptor)
            faults.note(path, 0, "it is not the index of segment \(number); the segment is read without it")
            return nil
        }
        return SegmentIndex(path: path, descriptor: descriptor, header: header)
    }

    func offset(of position: Int) -> Int { IndexHeader.size + position * BlockHeader.size }

    /// The entry at a position below `header.entries`; nil when it is damaged.
    func entry(_ position: Int) -> BlockHeader? {
        guard StoreFile.read(descriptor, room, BlockHeader.size, at: offset(of: position)) else { return nil }
        return BlockHeader(room)
    }

    /// The first block of the symbol and kind that ends at `from` or later, by halving.
    ///
    /// - Returns: its position, `header.entries` when there is none; nil when a damaged entry is in the way.
    func firstPosition(_ symbol: TickSymbol, _ kind: TickKind, from: Int64) -> Int? {
        var low = 0
        var high = header.entries
        while low < high {
            let middle = (low + high) / 2
            guard let entry = entry(middle) else { return nil }
            let key = (entry.symbol, entry.kind.rawValue, entry.lastTime)
            if key < (symbol, kind.rawValue, from) { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

/// Block headers of one segment, in memory taken once: what the index is made of.
struct BlockList: ~Copyable {
    /// Blocks in a segment at most.
    static let capacity = 65_536

    private let bytes = UnsafeMutableRawPointer.allocate(byteCount: capacity * BlockHeader.size, alignment: 64)
    private(set) var count = 0
    private(set) var firstTime = Int64.max
    private(set) var lastTime = Int64.min

    deinit { bytes.deallocate() }

    var isFull: Bool { count == Self.capacity }

    mutating func append(_ header: BlockHeader) {
        header.write(to: bytes + count * BlockHeader.size)
        count += 1
        firstTime = min(firstTime, header.firstTime)
        lastTime = max(lastTime, header.lastTime)
    }

    mutating func removeAll() {
        count = 0
        firstTime = .max
        lastTime = .min
    }

    /// Writes the index file, whole or not at all: under another name first.
    func write(_ directory: String, _ number: Int, segmentSize: Int) throws(TickStoreError) {
        var header = IndexHeader()
        header.number = number
        header.entries = count
        header.segmentSize = segmentSize
        header.firstTime = firstTime
        header.lastTime = lastTime
        var sorted: [UInt8] = []
        sorted.reserveCapacity(count * BlockHeader.size)
        for (_, _, _, place) in order() {
            sorted.append(contentsOf: UnsafeRawBufferPointer(start: bytes + place, count: BlockHeader.size))
        }
        header.checksum = sorted.withUnsafeBytes { tectra_crc32c(0, $0.baseAddress, $0.count) }
        let path = StoreFile.index(directory, number)
        let draft = path + ".new"
        unlink(draft)
        let descriptor = tectra_create_file(draft, Int64(IndexHeader.size + sorted.count))
        guard descriptor >= 0 else {
            if descriptor == -ENOSPC { throw .full(path: draft) }
            throw .system(doing: "make", path: draft, code: -descriptor)
        }
        defer { close(descriptor) }
        var head = [UInt8](repeating: 0, count: IndexHeader.size)
        head.withUnsafeMutableBytes { room in if let base = room.baseAddress { header.write(to: base) } }
        try StoreFile.put(descriptor, head, at: 0, path: draft)
        try StoreFile.put(descriptor, sorted, at: IndexHeader.size, path: draft)
        guard fdatasync(descriptor) == 0, rename(draft, path) == 0 else {
            throw .system(doing: "finish", path: path, code: errno)
        }
        _ = tectra_flush_directory(directory)
    }

    /// Symbol, kind and offset of every header with its place in `bytes`, in the order of the index.
    private func order() -> [(TickSymbol, UInt8, UInt64, Int)] {
        var keys: [(TickSymbol, UInt8, UInt64, Int)] = []
        keys.reserveCapacity(count)
        for index in 0..<count {
            guard let header = BlockHeader(bytes + index * BlockHeader.size) else { continue }
            keys.append((header.symbol, header.kind.rawValue, header.offset, index * BlockHeader.size))
        }
        keys.sort { ($0.0, $0.1, $0.2) < ($1.0, $1.1, $1.2) }
        return keys
    }
}
