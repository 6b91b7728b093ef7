/// Big-endian fields of a message, read where they lie.
extension UnsafeRawPointer {
    @inlinable @inline(__always)
    func u8(_ at: Int) -> UInt8 { load(fromByteOffset: at, as: UInt8.self) }
    @inlinable @inline(__always)
    func u16(_ at: Int) -> UInt16 {
        UInt16(bigEndian: loadUnaligned(fromByteOffset: at, as: UInt16.self))
    }
    @inlinable @inline(__always)
    func u32(_ at: Int) -> UInt32 {
        UInt32(bigEndian: loadUnaligned(fromByteOffset: at, as: UInt32.self))
    }
    @inlinable @inline(__always)
    func u64(_ at: Int) -> UInt64 {
        UInt64(bigEndian: loadUnaligned(fromByteOffset: at, as: UInt64.self))
    }
    /// Letters as they lie in memory.
    @inlinable @inline(__always)
    func letters8(_ at: Int) -> UInt64 {
        loadUnaligned(fromByteOffset: at, as: UInt64.self)
    }
    @inlinable @inline(__always)
    func letters4(_ at: Int) -> UInt32 {
        loadUnaligned(fromByteOffset: at, as: UInt32.self)
    }
    /// Nanoseconds since midnight: 48 bits at offset 5 of every message.
    @inlinable @inline(__always)
    var itchTime: Int64 {
        Int64(UInt64(bigEndian: loadUnaligned(fromByteOffset: 3, as: UInt64.self)) & 0xFFFF_FFFF_FFFF)
    }
}
