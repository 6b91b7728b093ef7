/// Which instruments strategies are shown: an operator's choice, above what they ask for.
internal import PluginABI
internal import Records

/// Everything but some symbols, or some symbols alone. A choice comes in rows, and counts from the word that makes
/// them one.
struct Publication: ~Copyable {
    /// Symbols of one choice.
    static let symbolsMax = Int(TECTRA_PUBLISH_SYMBOLS_MAX)
    private var isEverything = true
    /// Exceptions from everything, or what is shown; rising.
    private var chosen: UnsafeMutablePointer<UInt64>
    private var chosenCount = 0
    private var staged: UnsafeMutablePointer<UInt64>
    /// As many as came, which may be more than there is room for; then the count is wrong and the choice none.
    private var stagedCount = 0

    init() {
        chosen = .allocate(capacity: Self.symbolsMax)
        staged = .allocate(capacity: Self.symbolsMax)
    }

    deinit {
        chosen.deallocate()
        staged.deallocate()
    }

    mutating func stage(_ row: tectra_publish_symbols) -> Bool {
        guard row.count <= UInt8(TECTRA_PUBLISH_ROW_SYMBOLS) else { return false }
        withUnsafeBytes(of: row.symbols) { texts in
            for index in 0..<Int(row.count) {
                if stagedCount < Self.symbolsMax { staged[stagedCount] = Self.key(texts, at: index * 8) }
                stagedCount += 1
            }
        }
        return true
    }

    /// Takes the rows in place of the choice before; false, and nothing changes, when they are not as many as
    /// there must be or do not rise.
    mutating func commit(_ choice: tectra_publish) -> Bool {
        defer { stagedCount = 0 }
        guard stagedCount == Int(choice.symbols), stagedCount <= Self.symbolsMax else { return false }
        for index in 0..<stagedCount where index > 0 && staged[index - 1] >= staged[index] { return false }
        swap(&chosen, &staged)
        chosenCount = stagedCount
        isEverything = choice.everything != 0
        return true
    }

    /// Whether a symbol, as a book has it, is shown.
    func includes(_ symbol: UInt64) -> Bool {
        let key = symbol.bigEndian
        var (low, high) = (0, chosenCount)
        while low < high {
            let middle = (low + high) / 2
            if chosen[middle] < key { low = middle + 1 } else { high = middle }
        }
        return (low < chosenCount && chosen[low] == key) != isEverything
    }

    /// In the order of letters; zeros are the spaces of ITCH.
    private static func key(_ texts: UnsafeRawBufferPointer, at offset: Int) -> UInt64 {
        var key: UInt64 = 0
        for byte in texts[offset..<(offset + 8)] { key = key << 8 | UInt64(byte == 0 ? 0x20 : byte) }
        return key
    }
}
