/// The best ten levels of a book, read in place.
public import PluginABI

/// A view of a book record. It can not be copied, because what it looks at is only there during
/// the call it was handed to; take out what should stay.
public struct Book: ~Copyable {
    /// Levels on each side.
    public static let depth = 10

    @usableFromInline let record: UnsafePointer<tectra_book>
    @usableFromInline let levels: UnsafeRawPointer

    /// - Parameter record: must stay valid as long as the view.
    @inlinable @inline(__always)
    public init(_ record: UnsafePointer<tectra_book>) {
        self.record = record
        levels = UnsafeRawPointer(record) + Self.bidsOffset
    }

    @usableFromInline static let bidsOffset = 32
    @usableFromInline static let sideStride = depth * MemoryLayout<tectra_level>.stride

    @inlinable @inline(__always)
    public var sequence: UInt64 { record.pointee.sequence }
    /// Nanoseconds since the Unix epoch, from the venue.
    @inlinable @inline(__always)
    public var time: Int64 { record.pointee.time }
    @inlinable @inline(__always)
    public var instrument: InstrumentID { InstrumentID(record.pointee.instrument) }
    @inlinable @inline(__always)
    public var flags: DataFlags { DataFlags(rawValue: record.pointee.flags) }

    /// The bid level at `index`, best first; nil when there are not so many or `index` is not 0...9.
    @inlinable @inline(__always)
    public func bid(_ index: Int) -> Level? { level(index, at: 0) }
    /// The ask level at `index`, best first; nil when there are not so many or `index` is not 0...9.
    @inlinable @inline(__always)
    public func ask(_ index: Int) -> Level? { level(index, at: Self.sideStride) }

    @inlinable @inline(__always)
    func level(_ index: Int, at side: Int) -> Level? {
        guard index >= 0, index < Self.depth else { return nil }
        let level = (levels + side).load(
            fromByteOffset: index &* MemoryLayout<tectra_level>.stride, as: tectra_level.self)
        guard level.price != .min else { return nil }
        return Level(price: Price(billionths: level.price), quantity: level.quantity, orders: level.orders)
    }

    /// Best bid and ask; nil when a side is missing.
    @inlinable @inline(__always)
    public var top: TopOfBook? {
        guard let bid = bid(0), let ask = ask(0) else { return nil }
        return TopOfBook(bid: bid, ask: ask)
    }

    /// Half way between best bid and ask; nil when a side is missing.
    @inlinable
    public var mid: Price? { top?.mid }
    /// Best ask minus best bid; nil when a side is missing.
    @inlinable
    public var spread: Price? { top?.spread }
    /// Of the best levels alone; see `TopOfBook.imbalance`.
    @inlinable
    public var imbalance: Double? { top?.imbalance }
    /// See `TopOfBook.microprice`; nil when a side is missing.
    @inlinable
    public var microprice: Double? { top?.microprice }

    /// Displayed shares in the best `levels` of a side.
    @inlinable
    public func quantity(_ side: Side, levels: Int = depth) -> Int64 {
        var sum: Int64 = 0
        for index in 0..<max(0, min(levels, Self.depth)) {
            guard let level = side == .buy ? bid(index) : ask(index) else { break }
            sum &+= level.quantity
        }
        return sum
    }

    /// Book pressure: (bid − ask) / (bid + ask) of the shares in the best `levels`, from −1 to +1;
    /// 0 when the book is empty.
    @inlinable
    public func pressure(levels: Int = depth) -> Double {
        let bid = Double(quantity(.buy, levels: levels))
        let ask = Double(quantity(.sell, levels: levels))
        return bid + ask > 0 ? (bid - ask) / (bid + ask) : 0
    }

    /// The average price, in units, that taking `quantity` shares now would get: buying from the
    /// asks, selling into the bids. nil when what is displayed does not suffice.
    @inlinable
    public func averagePrice(_ side: Side, taking quantity: Int64) -> Double? {
        guard quantity > 0 else { return nil }
        var left = quantity
        var paid = 0.0
        for index in 0..<Self.depth {
            guard let level = side == .buy ? ask(index) : bid(index) else { return nil }
            let taken = min(left, level.quantity)
            paid += level.price.units * Double(taken)
            left &-= taken
            if left == 0 { return paid / Double(quantity) }
        }
        return nil
    }
}
