/// A strategy's own state as bytes, for a restart or a new version: integers little-endian, in the
/// order they were written.

/// Writes a state into the host's room; past its end it only counts, and the host calls again.
public struct StateWriter: ~Copyable {
    private let bytes: UnsafeMutableRawBufferPointer
    /// Bytes written so far, whether or not there was room.
    public private(set) var count = 0

    public init(_ bytes: UnsafeMutableRawBufferPointer) { self.bytes = bytes }

    public mutating func integer<Value: FixedWidthInteger & BitwiseCopyable>(_ value: Value) {
        withUnsafeBytes(of: value.littleEndian) { append($0) }
    }

    public mutating func number(_ value: Double) { integer(value.bitPattern) }

    public mutating func price(_ value: Price) { integer(value.billionths) }

    /// Length first, then UTF-8.
    public mutating func string(_ value: String) {
        var value = value
        value.withUTF8 { utf8 in
            integer(UInt32(truncatingIfNeeded: utf8.count))
            append(UnsafeRawBufferPointer(utf8))
        }
    }

    public mutating func append(_ source: UnsafeRawBufferPointer) {
        if count + source.count <= bytes.count {
            UnsafeMutableRawBufferPointer(rebasing: bytes[count...]).copyMemory(from: source)
        }
        count += source.count
    }
}

/// Reads a state back. It may come from anywhere: every read is checked, and what is missing or
/// left over is an error and not a guess.
public struct StateReader: ~Copyable {
    private let bytes: UnsafeRawBufferPointer
    private var position = 0

    public init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    public mutating func integer<Value: FixedWidthInteger & BitwiseCopyable>(
        _ type: Value.Type = Value.self
    ) throws(StrategyError) -> Value {
        let source = try take(MemoryLayout<Value>.size)
        return Value(littleEndian: source.loadUnaligned(as: Value.self))
    }

    public mutating func number() throws(StrategyError) -> Double { Double(bitPattern: try integer()) }

    public mutating func price() throws(StrategyError) -> Price { Price(billionths: try integer()) }

    public mutating func string() throws(StrategyError) -> String {
        let length = Int(try integer(UInt32.self))
        return String(decoding: try take(length), as: UTF8.self)
    }

    /// Refuses bytes that nobody read.
    public func finish() throws(StrategyError) {
        guard position == bytes.count else {
            throw StrategyError("state: \(bytes.count - position) bytes are left over; it is of another version")
        }
    }

    private mutating func take(_ count: Int) throws(StrategyError) -> UnsafeRawBufferPointer {
        guard count <= bytes.count - position else {
            throw StrategyError("state: it ends at byte \(bytes.count), \(count) more were expected at \(position)")
        }
        defer { position += count }
        return UnsafeRawBufferPointer(rebasing: bytes[position..<(position + count)])
    }
}
