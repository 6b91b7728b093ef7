/// The ten characters that name a MoldUDP64 session, compared as two numbers.

public struct MoldSession: Hashable, Sendable, BitwiseCopyable {
    /// Bytes on the wire.
    public static let size = 10

    @usableFromInline let high: UInt64
    @usableFromInline let low: UInt16

    @inlinable
    init(high: UInt64, low: UInt16) {
        self.high = high
        self.low = low
    }

    /// The session named by the ASCII text, padded with blanks on the right as NASDAQ does.
    /// Characters after the tenth are dropped.
    public init(_ name: String) {
        var bytes: [UInt8] = Array(name.utf8.prefix(Self.size))
        while bytes.count < Self.size { bytes.append(0x20) }
        high = bytes[..<8].reduce(0) { $0 << 8 | UInt64($1) }
        low = bytes[8...].reduce(0) { $0 << 8 | UInt16($1) }
    }

    /// Reads the first ten bytes; nil when there are fewer.
    @inlinable
    init?(reading bytes: UnsafeRawBufferPointer) {
        guard let high = bytes.bigEndian(UInt64.self, at: 0), let low = bytes.bigEndian(UInt16.self, at: 8) else {
            return nil
        }
        self.init(high: high, low: low)
    }

    /// Writes ten bytes at the front.
    @inlinable
    func write(to bytes: UnsafeMutableRawBufferPointer) {
        bytes.putBigEndian(high, at: 0)
        bytes.putBigEndian(low, at: 8)
    }
}

extension MoldSession: CustomStringConvertible {
    /// The name without its padding; a byte that is not printable ASCII shows as `\xNN`.
    public var description: String {
        var bytes: [UInt8] = (0..<8).map { UInt8(truncatingIfNeeded: high >> (56 - 8 * $0)) }
        bytes += [UInt8(truncatingIfNeeded: low >> 8), UInt8(truncatingIfNeeded: low)]
        while bytes.last == 0x20 { bytes.removeLast() }
        return bytes.map { byte in
            if (0x20..<0x7F).contains(byte) { return String(UnicodeScalar(byte)) }
            let digits = String(byte, radix: 16)
            return "\\x" + (digits.count < 2 ? "0" : "") + digits
        }.joined()
    }
}
