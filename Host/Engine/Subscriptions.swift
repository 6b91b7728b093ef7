/// Which strategy sees which instrument. Symbols are asked for before the feed's directory has named
/// them, so they wait here until it does.

struct Subscriptions: ~Copyable {
    private struct Wish: BitwiseCopyable {
        var symbol: UInt64
        var strategy: UInt8
    }

    static let wishesMax = 64 * 512
    private let wishes: UnsafeMutablePointer<Wish>
    private var count = 0
    /// Strategies that see an instrument, a bit each.
    private let seen: UnsafeMutablePointer<UInt64>
    private let instruments: Int
    /// Strategies that see everything.
    private(set) var everything: UInt64 = 0

    init(instruments: Int) {
        self.instruments = instruments
        wishes = .allocate(capacity: Self.wishesMax)
        seen = .allocate(capacity: instruments)
        seen.initialize(repeating: 0, count: instruments)
    }

    deinit {
        wishes.deallocate()
        seen.deallocate()
    }

    mutating func wish(_ symbol: UInt64, _ strategy: UInt8) -> Bool {
        guard count < Self.wishesMax else { return false }
        wishes[count] = Wish(symbol: symbol, strategy: strategy)
        count += 1
        return true
    }

    mutating func wishEverything(_ strategy: UInt8) { everything |= 1 << UInt64(strategy & 63) }

    /// Who has asked for a symbol.
    func wanting(_ symbol: UInt64) -> UInt64 {
        var bits = everything
        for index in 0..<count where wishes[index].symbol == symbol { bits |= 1 << UInt64(wishes[index].strategy & 63) }
        return bits
    }

    /// Marks an instrument as seen; false when it was already.
    mutating func see(_ instrument: UInt32, _ strategy: UInt8) -> Bool {
        let bit: UInt64 = 1 << UInt64(strategy & 63)
        guard Int(instrument) < instruments, seen[Int(instrument)] & bit == 0 else { return false }
        seen[Int(instrument)] |= bit
        return true
    }

    @inline(__always)
    func seeing(_ instrument: UInt32) -> UInt64 { seen[Int(instrument)] }

    func contains(_ instrument: UInt32) -> Bool { Int(instrument) < instruments }

    mutating func removeAll(of strategy: UInt8) {
        let bit: UInt64 = 1 << UInt64(strategy & 63)
        everything &= ~bit
        for index in 0..<instruments { seen[index] &= ~bit }
        var kept = 0
        for index in 0..<count where wishes[index].strategy != strategy {
            wishes[kept] = wishes[index]
            kept += 1
        }
        count = kept
    }
}
