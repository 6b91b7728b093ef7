// Hand-made ITCH messages: every field is put where the specification says it is.

/// A message under construction.
struct ITCHBytes {
    private(set) var bytes: [UInt8]

    /// The head that all messages share.
    init(_ type: Character, locate: UInt16 = 1, tracking: UInt16 = 0x0203, time: UInt64 = 0x0405_0607_0809) {
        bytes = [type.asciiValue ?? 0]
        put(locate)
        put(tracking)
        for shift in stride(from: 40, through: 0, by: -8) { bytes.append(UInt8(truncatingIfNeeded: time >> shift)) }
    }

    mutating func put<Value: FixedWidthInteger>(_ value: Value) {
        withUnsafeBytes(of: value.bigEndian) { bytes.append(contentsOf: $0) }
    }

    /// Letters, padded with spaces on the right.
    mutating func put(_ text: String, _ width: Int) {
        let letters = Array(text.utf8.prefix(width))
        bytes += letters + [UInt8](repeating: 0x20, count: width - letters.count)
    }

    static func add(
        _ reference: UInt64, _ side: Character, _ shares: UInt32, _ price: UInt32, locate: UInt16 = 1, time: UInt64 = 1
    ) -> [UInt8] {
        var message = ITCHBytes("A", locate: locate, time: time)
        message.put(reference)
        message.put(side.asciiValue ?? 0)
        message.put(shares)
        message.put("TXAAA", 8)
        message.put(price)
        return message.bytes
    }

    static func execute(_ reference: UInt64, _ shares: UInt32, match: UInt64, locate: UInt16 = 1) -> [UInt8] {
        var message = ITCHBytes("E", locate: locate)
        message.put(reference)
        message.put(shares)
        message.put(match)
        return message.bytes
    }

    static func cancel(_ reference: UInt64, _ shares: UInt32, locate: UInt16 = 1) -> [UInt8] {
        var message = ITCHBytes("X", locate: locate)
        message.put(reference)
        message.put(shares)
        return message.bytes
    }

    static func delete(_ reference: UInt64, locate: UInt16 = 1) -> [UInt8] {
        var message = ITCHBytes("D", locate: locate)
        message.put(reference)
        return message.bytes
    }

    static func replace(
        _ reference: UInt64, by new: UInt64, _ shares: UInt32, _ price: UInt32, locate: UInt16 = 1
    ) -> [UInt8] {
        var message = ITCHBytes("U", locate: locate)
        message.put(reference)
        message.put(new)
        message.put(shares)
        message.put(price)
        return message.bytes
    }

    static func broken(_ match: UInt64, locate: UInt16 = 1) -> [UInt8] {
        var message = ITCHBytes("B", locate: locate)
        message.put(match)
        return message.bytes
    }

    static func action(_ state: Character, locate: UInt16 = 1) -> [UInt8] {
        var message = ITCHBytes("H", locate: locate)
        message.put("TXAAA", 8)
        message.put(state.asciiValue ?? 0)
        message.put(UInt8(0x20))
        message.put("IPO1", 4)
        return message.bytes
    }

    /// Behind its length, as in a file.
    static func framed(_ messages: [[UInt8]]) -> [UInt8] {
        messages.flatMap { [UInt8(truncatingIfNeeded: $0.count >> 8), UInt8(truncatingIfNeeded: $0.count)] + $0 }
    }
}
