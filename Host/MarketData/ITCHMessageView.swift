/// What every message of NASDAQ TotalView-ITCH 5.0 has: a typed view of bytes that stay where they are.
///
/// Offsets are those of the specification, counted from the type letter. A view reads a field when it
/// is asked for; making one costs nothing. It is valid as long as the bytes are.

/// A message of a known type and of that type's length.
public protocol ITCHMessageView {
    static var type: ITCHMessageType { get }
    /// At the type letter; `type.length` bytes can be read from there.
    var base: UnsafeRawPointer { get }
    init(base: UnsafeRawPointer)
}

extension ITCHMessageView {
    /// The message in `bytes`; nil when the type or the length is not this one's.
    @inlinable
    public init?(_ bytes: UnsafeRawBufferPointer) {
        guard bytes.count == Self.type.length, let base = bytes.baseAddress,
            base.load(as: UInt8.self) == Self.type.rawValue
        else { return nil }
        self.init(base: base)
    }

    /// The day's number of the security; 0 where the message is of none.
    @inlinable @inline(__always) public var locate: UInt16 { base.u16(1) }
    /// NASDAQ's own number, for its support.
    @inlinable @inline(__always) public var tracking: UInt16 { base.u16(3) }
    /// ns since midnight.
    @inlinable @inline(__always) public var time: Int64 { base.itchTime }
}

/// Eight letters, padded with spaces, as one word in memory order: comparing is one instruction.
public typealias ITCHSymbol = UInt64
