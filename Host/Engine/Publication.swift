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

    /// Gathers a row where it lies: a copy of so large a value takes a detour over the heap.
    ///
    /// - Returns: false when the bytes are no row.
    mutating func stage(_ record: UnsafeRawBufferPointer) -> Bool {
        guard record.count >= tectra_publish_symbols.size, let base = record.baseAddress else { return false }
        let header = base.loadUnaligned(as: tectra_header.self)
        guard header.schema_id == UInt16(TECTRA_SCHEMA_ID), header.recordSize == tectra_publish_symbols.size else {
            return false
        }
        // Behind header, sequence and time: the count, seven reserved bytes, the symbols.
        let count = Int(record[24])
        guard count <= Int(TECTRA_PUBLISH_ROW_SYMBOLS) else { return false }
        for index in 0..<count {
            if stagedCount < Self.symbolsMax {
                // In the order of letters.
                staged[stagedCount] = (base + 32 + index * 8).loadUnaligned(as: UInt64.self).bigEndian
            }
            stagedCount += 1
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
}
