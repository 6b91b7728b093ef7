/// What own orders have taken of displayed levels that the market has not changed since: it is not
/// there a second time. Eight levels of a side are remembered, the latest.
internal import Records

struct TakenLiquidity: ~Copyable {
    private struct Entry: BitwiseCopyable {
        var price: Int64 = 0
        var quantity: Int64 = 0
    }

    private static let depth = 8
    private let entries: UnsafeMutablePointer<Entry>
    private let next: UnsafeMutablePointer<UInt8>
    private let instruments: Int

    init(instruments: Int) {
        self.instruments = instruments
        entries = .allocate(capacity: 2 * instruments * Self.depth)
        entries.initialize(repeating: Entry(), count: 2 * instruments * Self.depth)
        next = .allocate(capacity: 2 * instruments)
        next.initialize(repeating: 0, count: 2 * instruments)
    }

    deinit {
        entries.deallocate()
        next.deallocate()
    }

    private func row(_ instrument: UInt32, _ side: Side) -> Int { 2 * Int(instrument) + (side == .buy ? 0 : 1) }

    private func entry(_ instrument: UInt32, _ side: Side, _ price: Int64) -> UnsafeMutablePointer<Entry>? {
        guard Int(instrument) < instruments else { return nil }
        let first = entries + row(instrument, side) * Self.depth
        for index in 0..<Self.depth where first[index].quantity > 0 && first[index].price == price {
            return first + index
        }
        return nil
    }

    func of(_ instrument: UInt32, _ side: Side, _ price: Int64) -> Int64 {
        entry(instrument, side, price)?.pointee.quantity ?? 0
    }

    mutating func add(_ quantity: Int64, _ instrument: UInt32, _ side: Side, _ price: Int64) {
        guard Int(instrument) < instruments else { return }
        if let entry = entry(instrument, side, price) {
            entry.pointee.quantity &+= quantity
        } else {
            let row = row(instrument, side)
            let first = entries + row * Self.depth
            var place = Int(next[row])
            for index in 0..<Self.depth where first[index].quantity <= 0 { place = index }
            first[place] = Entry(price: price, quantity: quantity)
            next[row] = UInt8(truncatingIfNeeded: (place + 1) % Self.depth)
        }
    }

    /// The market has changed the level: what it shows now is there to take.
    mutating func forget(_ instrument: UInt32, _ side: Side, _ price: Int64) {
        entry(instrument, side, price)?.pointee.quantity = 0
    }
}
