/// Numbers out of bytes that came from elsewhere. Offsets are the caller's to have checked: every
/// parser of this module checks a length once and then reads below it.

extension UnsafeRawBufferPointer {
    /// The big-endian number at `offset`, or nil when it does not lie wholly in the bytes.
    @inlinable
    func bigEndian<Number: FixedWidthInteger & BitwiseCopyable>(_: Number.Type, at offset: Int) -> Number? {
        let (end, isTooFar) = offset.addingReportingOverflow(MemoryLayout<Number>.size)
        guard let base = baseAddress, offset >= 0, !isTooFar, end <= count else { return nil }
        return Number(bigEndian: base.loadUnaligned(fromByteOffset: offset, as: Number.self))
    }

    /// The number at `offset` in either order, or nil when it does not lie wholly in the bytes.
    func number<Number: FixedWidthInteger & BitwiseCopyable>(
        _: Number.Type, at offset: Int, isBigEndian: Bool
    ) -> Number? {
        guard let big = bigEndian(Number.self, at: offset) else { return nil }
        return isBigEndian ? big : big.byteSwapped
    }

    /// `count` bytes from `offset`, or nil when they do not lie wholly in these.
    @inlinable
    func slice(at offset: Int, count length: Int) -> UnsafeRawBufferPointer? {
        let (end, isTooFar) = offset.addingReportingOverflow(length)
        guard let base = baseAddress, offset >= 0, length >= 0, !isTooFar, end <= count else { return nil }
        return UnsafeRawBufferPointer(start: base + offset, count: length)
    }
}

extension UnsafeMutableRawBufferPointer {
    /// Writes a big-endian number; nothing when it would not fit.
    @inlinable
    func putBigEndian<Number: FixedWidthInteger & BitwiseCopyable>(_ number: Number, at offset: Int) {
        guard let base = baseAddress, offset >= 0, offset <= count - MemoryLayout<Number>.size else { return }
        base.storeBytes(of: number.bigEndian, toByteOffset: offset, as: Number.self)
    }

    /// Copies bytes in; nothing when they would not fit.
    @inlinable
    func put(_ bytes: UnsafeRawBufferPointer, at offset: Int) {
        guard let base = baseAddress, let source = bytes.baseAddress, offset >= 0, offset <= count - bytes.count
        else { return }
        (base + offset).copyMemory(from: source, byteCount: bytes.count)
    }
}
