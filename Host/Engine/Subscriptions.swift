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
    /// Strategies that have asked for an instrument and were told of it, a bit each.
    private let asked: UnsafeMutablePointer<UInt64>
    /// The same where the operator shows it, else none: what is looked at for every message.
    private let seen: UnsafeMutablePointer<UInt64>
    private let withheld: UnsafeMutablePointer<Bool>
    private let instruments: Int
    /// Strategies that see everything.
    private(set) var everything: UInt64 = 0

    init(instruments: Int) {
        self.instruments = instruments
        wishes = .allocate(capacity: Self.wishesMax)
        asked = .allocate(capacity: instruments)
        asked.initialize(repeating: 0, count: instruments)
        seen = .allocate(capacity: instruments)
        seen.initialize(repeating: 0, count: instruments)
        withheld = .allocate(capacity: instruments)
        withheld.initialize(repeating: false, count: instruments)
    }

    deinit {
        wishes.deallocate()
        asked.deallocate()
        seen.deallocate()
        withheld.deallocate()
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

    /// Marks that a strategy is told of an instrument; false when it was already.
    mutating func see(_ instrument: UInt32, _ strategy: UInt8) -> Bool {
        let bit: UInt64 = 1 << UInt64(strategy & 63)
        guard Int(instrument) < instruments, asked[Int(instrument)] & bit == 0 else { return false }
        asked[Int(instrument)] |= bit
        if !withheld[Int(instrument)] { seen[Int(instrument)] |= bit }
        return true
    }

    /// What is withheld is shown to nobody, until it no longer is.
    mutating func withhold(_ instrument: UInt32, _ isWithheld: Bool) {
        guard Int(instrument) < instruments else { return }
        withheld[Int(instrument)] = isWithheld
        seen[Int(instrument)] = isWithheld ? 0 : asked[Int(instrument)]
    }

    @inline(__always)
    func isWithheld(_ instrument: UInt32) -> Bool { Int(instrument) < instruments && withheld[Int(instrument)] }

    /// Who has asked for an instrument, shown or not.
    func asking(_ instrument: UInt32) -> UInt64 { asked[Int(instrument)] }

    /// Who is shown what happens in it.
    @inline(__always)
    func seeing(_ instrument: UInt32) -> UInt64 { seen[Int(instrument)] }

    func contains(_ instrument: UInt32) -> Bool { Int(instrument) < instruments }

    mutating func removeAll(of strategy: UInt8) {
        let bit: UInt64 = 1 << UInt64(strategy & 63)
        everything &= ~bit
        for index in 0..<instruments {
            asked[index] &= ~bit
            seen[index] &= ~bit
        }
        var kept = 0
        for index in 0..<count where wishes[index].strategy != strategy {
            wishes[kept] = wishes[index]
            kept += 1
        }
        count = kept
    }
}
