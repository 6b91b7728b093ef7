/// How long messages take from their arrival until what they bring is published, by symbol.
///
/// The engine thread counts, the supervisor reads, and neither waits for the other: plain words, each whole. Only
/// messages of instruments that somebody is shown are counted. The first symbols that have one get a row each, and
/// keep it; what comes after is one row together.
internal import EngineLink
internal import SharedMemory

final class SymbolLatencies: @unchecked Sendable {
    /// Symbols with a row of their own; few enough for a scrape.
    static let symbolsMax = 128
    private static let rowWords = 4 + LatencyRow.bucketCount
    /// Row of an instrument plus one; 0: it has none yet. The engine thread's own.
    private let rows: UnsafeMutablePointer<UInt16>
    private let instruments: Int
    /// By row: symbol, messages, sum and maximum of ns, then a count a bucket. The last row is that of the others.
    private let words: UnsafeMutableRawPointer
    private let used: UnsafeMutableRawPointer

    init(instruments: Int) {
        self.instruments = instruments
        rows = .allocate(capacity: instruments)
        rows.initialize(repeating: 0, count: instruments)
        let bytes = (Self.symbolsMax + 1) * Self.rowWords * 8
        words = .allocate(byteCount: bytes, alignment: 64)
        words.initializeMemory(as: UInt8.self, repeating: 0, count: bytes)
        used = .allocate(byteCount: 8, alignment: 8)
        used.storeBytes(of: 0, as: UInt64.self)
    }

    deinit {
        rows.deallocate()
        words.deallocate()
        used.deallocate()
    }

    /// Counts a message. The engine thread's.
    @inline(__always)
    func record(_ nanoseconds: Int64, of instrument: UInt32, symbol: @autoclosure () -> UInt64?) {
        guard Int(instrument) < instruments else { return }
        var row = Int(rows[Int(instrument)])
        if row == 0 { row = enter(instrument, symbol()) }
        let base = words + (row - 1) * Self.rowWords * 8
        let value = UInt64(max(0, nanoseconds))
        Self.add(1, to: base + 8)
        Self.add(value, to: base + 16)
        let most = SharedWord(at: base + 24)
        if value > most.load() { most.store(value) }
        Self.add(1, to: base + 32 + LatencyRow.bucket(of: value) * 8)
    }

    @inline(never)
    private func enter(_ instrument: UInt32, _ symbol: UInt64?) -> Int {
        let count = Int(SharedWord(at: used).load())
        let hasRoom = count < Self.symbolsMax && symbol != nil
        let row = hasRoom ? count : Self.symbolsMax
        rows[Int(instrument)] = UInt16(row + 1)
        if hasRoom {
            SharedWord(at: words + row * Self.rowWords * 8).store(symbol ?? 0)
            SharedWord(at: used).storeReleasing(UInt64(count + 1))
        }
        return row + 1
    }

    private static func add(_ value: UInt64, to place: UnsafeMutableRawPointer) {
        let word = SharedWord(at: place)
        word.store(word.load() &+ value)
    }

    /// The rows as they stand, the symbols in the order they came; the last, without a symbol, is of all others, when
    /// there are any. Anybody's.
    func read() -> [LatencyRow] {
        let count = Int(SharedWord(at: used).loadAcquiring())
        let numbers = Array(0..<count) + [Self.symbolsMax]
        return numbers.map(row).filter { $0.count > 0 }
    }

    private func row(_ number: Int) -> LatencyRow {
        let base = words + number * Self.rowWords * 8
        var row = LatencyRow()
        if number < Self.symbolsMax {
            let symbol = SharedWord(at: base).load()
            row.symbol = withUnsafeBytes(of: symbol) { SymbolText(bytes: $0) }
        }
        row.sum = SharedWord(at: base + 16).load()
        row.maximum = SharedWord(at: base + 24).load()
        // The count is that of the buckets, so that both are of one moment.
        for bucket in 0..<LatencyRow.bucketCount {
            row.buckets[bucket] = SharedWord(at: base + 32 + bucket * 8).load()
            row.count &+= row.buckets[bucket]
        }
        return row
    }
}
