/// Which instruments a strategy has traded: what its profit and loss is summed over.

struct TouchedInstruments: ~Copyable {
    private let marks: UnsafeMutablePointer<UInt64>
    private let lists: UnsafeMutablePointer<UInt32>
    private let counts: UnsafeMutablePointer<Int>
    private let instruments: Int

    init(instruments: Int) {
        self.instruments = instruments
        marks = .allocate(capacity: instruments)
        marks.initialize(repeating: 0, count: instruments)
        lists = .allocate(capacity: 64 * instruments)
        counts = .allocate(capacity: 64)
        counts.initialize(repeating: 0, count: 64)
    }

    deinit {
        marks.deallocate()
        lists.deallocate()
        counts.deallocate()
    }

    mutating func note(_ instrument: UInt32, _ strategy: UInt8) {
        let bit: UInt64 = 1 << UInt64(strategy & 63)
        guard Int(instrument) < instruments, marks[Int(instrument)] & bit == 0 else { return }
        marks[Int(instrument)] |= bit
        let row = Int(strategy & 63)
        lists[row * instruments + counts[row]] = instrument
        counts[row] += 1
    }

    func count(of strategy: UInt8) -> Int { counts[Int(strategy & 63)] }

    func instrument(of strategy: UInt8, at index: Int) -> UInt32 { lists[Int(strategy & 63) * instruments + index] }
}
