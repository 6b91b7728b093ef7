/// Text of a fixed number of bytes inside a record of shared memory.

/// UTF-8, zero-padded, cut at 39 bytes: the length of a strategy's name.
public struct ShortText: BitwiseCopyable, Sendable, CustomStringConvertible {
    private var bytes: InlineArray<40, UInt8> = .init(repeating: 0)

    public init() {}

    public init(_ text: String) {
        for (index, byte) in text.utf8.prefix(39).enumerated() { bytes[index] = byte }
    }

    /// From a zero-padded field of a record.
    public init(bytes field: UnsafeRawBufferPointer) {
        for (index, byte) in field.prefix(39).enumerated() {
            if byte == 0 { return }
            bytes[index] = byte
        }
    }

    /// The text up to the first zero; bytes that are no UTF-8 are repaired.
    public var description: String {
        var kept: [UInt8] = []
        for index in 0..<40 {
            if bytes[index] == 0 { break }
            kept.append(bytes[index])
        }
        return String(decoding: kept, as: UTF8.self)
    }
}
