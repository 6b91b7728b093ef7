/// What stands before every block: whose rows it has, from when to when, and how to check them.
internal import CLinux

/// The 128 bytes of a block's header, read and written at fixed offsets, little-endian. The index of a
/// sealed segment is made of copies of them. docs/tick-store.md has the layout.
struct BlockHeader: Equatable, Sendable {
    static let size = 128
    /// "TKBLOCK1"
    static let magic: UInt64 = 0x314B_434F_4C42_4B54
    /// Rows in a block at most.
    static let rowsMax = 4096
    /// Bytes of a block's columns at most: descriptors and planes.
    static let plainMax = 7 * (16 + 8 * rowsMax)
    /// Bytes of a compressed block at most: LZ4's own bound.
    static let storedMax = plainMax + plainMax / 255 + 16

    var offset: UInt64 = 0
    var payloadChecksum: UInt32 = 0
    /// Bytes behind the header, without padding.
    var storedSize: UInt32 = 0
    /// Bytes of the columns before compression.
    var plainSize: UInt32 = 0
    var rows: UInt32 = 0
    var kind = TickKind.ticks
    var instrument: UInt32 = 0
    var symbol = TickSymbol(high: 0, low: 0)
    var firstTime: Int64 = 0
    var lastTime: Int64 = 0
    var firstSequence: UInt64 = 0
    var lastSequence: UInt64 = 0
    /// Prices in the columns are multiples of this many 1e-9; at least 1.
    var priceUnit: Int64 = 1
    /// OR of the flags of all rows.
    var flags: UInt32 = 0

    /// Bytes from this block's begin to the next one's.
    var span: Int { Self.size + (Int(storedSize) + 7) & ~7 }

    func write(to base: UnsafeMutableRawPointer) {
        base.initializeMemory(as: UInt8.self, repeating: 0, count: Self.size)
        base.storeBytes(of: Self.magic.littleEndian, as: UInt64.self)
        base.storeBytes(of: payloadChecksum.littleEndian, toByteOffset: 12, as: UInt32.self)
        base.storeBytes(of: offset.littleEndian, toByteOffset: 16, as: UInt64.self)
        base.storeBytes(of: storedSize.littleEndian, toByteOffset: 24, as: UInt32.self)
        base.storeBytes(of: plainSize.littleEndian, toByteOffset: 28, as: UInt32.self)
        base.storeBytes(of: rows.littleEndian, toByteOffset: 32, as: UInt32.self)
        base.storeBytes(of: kind.rawValue, toByteOffset: 36, as: UInt8.self)
        base.storeBytes(of: instrument.littleEndian, toByteOffset: 40, as: UInt32.self)
        base.storeBytes(of: flags.littleEndian, toByteOffset: 44, as: UInt32.self)
        base.storeBytes(of: symbol.high.bigEndian, toByteOffset: 48, as: UInt64.self)
        base.storeBytes(of: symbol.low.bigEndian, toByteOffset: 56, as: UInt64.self)
        base.storeBytes(of: firstTime.littleEndian, toByteOffset: 64, as: Int64.self)
        base.storeBytes(of: lastTime.littleEndian, toByteOffset: 72, as: Int64.self)
        base.storeBytes(of: firstSequence.littleEndian, toByteOffset: 80, as: UInt64.self)
        base.storeBytes(of: lastSequence.littleEndian, toByteOffset: 88, as: UInt64.self)
        base.storeBytes(of: priceUnit.littleEndian, toByteOffset: 96, as: Int64.self)
        let checksum = tectra_crc32c(0, base + 12, Self.size - 12)
        base.storeBytes(of: checksum.littleEndian, toByteOffset: 8, as: UInt32.self)
    }

    /// Reads a header from 128 bytes that may be anything.
    ///
    /// - Returns: nil unless they are a header, whole, with sizes within bounds.
    init?(_ base: UnsafeRawPointer) {
        func u32(_ at: Int) -> UInt32 { UInt32(littleEndian: base.loadUnaligned(fromByteOffset: at, as: UInt32.self)) }
        func u64(_ at: Int) -> UInt64 { UInt64(littleEndian: base.loadUnaligned(fromByteOffset: at, as: UInt64.self)) }
        guard u64(0) == Self.magic, u32(8) == tectra_crc32c(0, base + 12, Self.size - 12),
            let kind = TickKind(rawValue: base.load(fromByteOffset: 36, as: UInt8.self))
        else { return nil }
        self.kind = kind
        payloadChecksum = u32(12)
        offset = u64(16)
        storedSize = u32(24)
        plainSize = u32(28)
        rows = u32(32)
        instrument = u32(40)
        flags = u32(44)
        symbol = TickSymbol(high: u64(48).byteSwapped, low: u64(56).byteSwapped)
        firstTime = Int64(bitPattern: u64(64))
        lastTime = Int64(bitPattern: u64(72))
        firstSequence = u64(80)
        lastSequence = u64(88)
        priceUnit = Int64(bitPattern: u64(96))
        guard (1...UInt32(Self.rowsMax)).contains(rows), (1...UInt32(Self.storedMax)).contains(storedSize),
            plainSize <= UInt32(Self.plainMax), priceUnit > 0, firstTime <= lastTime
        else { return nil }
    }

    init() {}
}
