/// A price as its side sorts it: the better price has the greater key, so that both sides of a book
/// are searched by the same code.

/// Keys of prices in ITCH units, and back.
enum LevelKey {
    /// - Parameter sell: 0 for a buy, 1 for a sell.
    @inline(__always)
    static func of(_ price: UInt32, sell: UInt32) -> Int32 {
        // Unsigned order as signed order; all bits turned for a sell, where less is better.
        Int32(bitPattern: price ^ 0x8000_0000 ^ (0 &- sell))
    }

    @inline(__always)
    static func price(_ key: Int32, sell: UInt32) -> UInt32 {
        UInt32(bitPattern: key) ^ 0x8000_0000 ^ (0 &- sell)
    }

    /// Of a place without a level: no price is worse.
    static var worst: Int32 { .min }
}
