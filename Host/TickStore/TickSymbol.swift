/// A symbol as the store keeps it: sixteen ASCII bytes, zero-padded, ordered as bytes.

public struct TickSymbol: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// Bytes of a symbol in a block header.
    static let size = 16
    /// The sixteen bytes as two big-endian words, so that comparing words compares bytes.
    let high: UInt64
    let low: UInt64

    init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// - Returns: nil when the text is empty, longer than sixteen bytes, or not printable ASCII.
    public init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard (1...Self.size).contains(bytes.count), bytes.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            return nil
        }
        var words: (UInt64, UInt64) = (0, 0)
        for index in 0..<Self.size {
            let byte = UInt64(index < bytes.count ? bytes[index] : 0)
            if index < 8 { words.0 = words.0 << 8 | byte } else { words.1 = words.1 << 8 | byte }
        }
        (high, low) = words
    }

    /// Eight ASCII bytes, space-padded, as ITCH has them and `MarketBooks.symbolBytes` gives them.
    ///
    /// - Returns: nil when there is no symbol in them.
    public init?(itch word: UInt64) {
        self.init(withUnsafeBytes(of: word) { String(decoding: $0.prefix { $0 != 0x20 && $0 != 0 }, as: UTF8.self) })
    }

    public static func < (a: TickSymbol, b: TickSymbol) -> Bool { (a.high, a.low) < (b.high, b.low) }

    public var description: String {
        var bytes: [UInt8] = []
        for word in [high, low] {
            for shift in stride(from: UInt64(56), through: 0, by: -8) {
                let byte = UInt8(truncatingIfNeeded: word >> shift)
                if byte == 0 { return String(decoding: bytes, as: UTF8.self) }
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
