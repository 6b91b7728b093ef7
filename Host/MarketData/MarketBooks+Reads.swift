/// What can be read off the books.
public import PluginABI
public import Records

/// The best prices of all books. A small value, so that nothing is copied for a look at them: the compiler
/// lends the books themselves by copying them.
@usableFromInline
struct BestPrices: BitwiseCopyable {
    let ladders: UnsafeMutablePointer<Ladder>
    let instruments: Int

    @usableFromInline
    func top(of instrument: UInt32) -> TopOfBook {
        var top = TopOfBook()
        guard Int(instrument) < instruments else { return top }
        let (bids, asks) = (ladders + 2 &* Int(instrument), ladders + (2 &* Int(instrument) &+ 1))
        if bids.pointee.bestOrders > 0 {
            top.bid = Int64(LevelKey.price(bids.pointee.bestKey, sell: 0)) &* Price.perITCHUnit
            top.bidQuantity = Int64(truncatingIfNeeded: bids.pointee.bestQuantity)
        }
        if asks.pointee.bestOrders > 0 {
            top.ask = Int64(LevelKey.price(asks.pointee.bestKey, sell: 1)) &* Price.perITCHUnit
            top.askQuantity = Int64(truncatingIfNeeded: asks.pointee.bestQuantity)
        }
        return top
    }
}

extension MarketBooks {
    @inline(__always)
    private func ladder(_ instrument: UInt32, _ side: Side) -> Ladder {
        guard Int(instrument) < capacity.instruments else { return Ladder() }
        return ladders[2 * Int(instrument) + (side == .buy ? 0 : 1)]
    }

    @inlinable @inline(__always)
    public func top(of instrument: UInt32) -> TopOfBook { tops.top(of: instrument) }

    /// The level at `index` from the best, which is 0; nil when there are not so many.
    public func level(of instrument: UInt32, side: Side, at index: Int) -> Level? {
        let ladder = ladder(instrument, side)
        guard index >= 0, index < ladder.levels else { return nil }
        let at = Int(ladder.count) &- index
        let key = index == 0 ? ladder.bestKey : pool.blocks.keys(ladder)[at]
        let size =
            index == 0
            ? LevelSize(quantity: ladder.bestQuantity, orders: ladder.bestOrders) : pool.blocks.sizes(ladder)[at]
        return Level(
            price: Int64(LevelKey.price(key, sell: side == .buy ? 0 : 1)) &* Price.perITCHUnit,
            quantity: Int64(truncatingIfNeeded: size.quantity), orders: Int(size.orders))
    }

    public func levelCount(of instrument: UInt32, side: Side) -> Int { ladder(instrument, side).levels }

    /// Displayed quantity at a price, in 1e-9; 0 when there is no such level.
    public func quantity(of instrument: UInt32, side: Side, at price: Int64) -> Int64 {
        var index = 0
        while let level = level(of: instrument, side: side, at: index) {
            if level.price == price { return level.quantity }
            if side == .buy ? level.price < price : level.price > price { return 0 }
            index += 1
        }
        return 0
    }

    /// Writes the best ten levels of each side into a record.
    public func fillDepth(of instrument: UInt32, into record: inout tectra_book) {
        func fill(_ side: Side, _ levels: UnsafeMutableRawBufferPointer) {
            let room = levels.bindMemory(to: tectra_level.self)
            for index in 0..<Int(TECTRA_BOOK_DEPTH) {
                let level = level(of: instrument, side: side, at: index)
                room[index] = tectra_level(
                    price: level?.price ?? Price.none, quantity: level?.quantity ?? 0,
                    orders: UInt32(clamping: level?.orders ?? 0), reserved: 0)
            }
        }
        withUnsafeMutableBytes(of: &record.bids) { fill(.buy, $0) }
        withUnsafeMutableBytes(of: &record.asks) { fill(.sell, $0) }
    }

    /// Eight ASCII bytes, space-padded; nil before the directory told.
    public func symbolBytes(of instrument: UInt32) -> UInt64? {
        guard Int(instrument) < capacity.instruments, states[Int(instrument)].isDefined else { return nil }
        return states[Int(instrument)].symbol
    }

    public func symbol(of instrument: UInt32) -> String? {
        symbolBytes(of: instrument).map { word in
            withUnsafeBytes(of: word) { String(decoding: $0.prefix { $0 != 0x20 && $0 != 0 }, as: UTF8.self) }
        }
    }

    /// The instrument of a symbol; nil when the directory did not name it.
    public func instrument(for symbol: String) -> UInt32? {
        var word: UInt64 = 0x2020_2020_2020_2020
        withUnsafeMutableBytes(of: &word) { room in
            for (index, byte) in symbol.utf8.prefix(8).enumerated() { room[index] = byte }
        }
        for index in 0..<capacity.instruments where states[index].isDefined && states[index].symbol == word {
            return UInt32(index)
        }
        return nil
    }

    public func roundLot(of instrument: UInt32) -> Int64 {
        Int(instrument) < capacity.instruments ? Int64(states[Int(instrument)].lot) : 0
    }

    /// Trading state, restriction and collars as they were told last.
    public func status(of instrument: UInt32) -> TradingStatus {
        Int(instrument) < capacity.instruments ? statuses[Int(instrument)] : TradingStatus()
    }

    /// The last word on the next auction.
    public func imbalance(of instrument: UInt32) -> AuctionImbalance {
        Int(instrument) < capacity.instruments ? imbalances[Int(instrument)] : AuctionImbalance()
    }

    /// Side that took in the last trade; nil before the first, and where it is not told.
    public func aggressor(of instrument: UInt32) -> Side? {
        Int(instrument) < capacity.instruments ? Side(rawValue: states[Int(instrument)].aggressor) : nil
    }

    /// Shares that traded today and count towards volume, broken trades taken out.
    public func volume(of instrument: UInt32) -> Int64 {
        Int(instrument) < capacity.instruments ? states[Int(instrument)].volume : 0
    }

    /// Whether the instrument is in continuous trading: told so since the last market-wide breach, and not halted.
    public func isTrading(_ instrument: UInt32) -> Bool {
        guard Int(instrument) < capacity.instruments else { return false }
        return statuses[Int(instrument)].isTrading && statuses[Int(instrument)].breachedLevel >= marketWideLevel
    }

    /// A trading instrument of which nothing was heard for longer is stale, ns.
    public static let staleAfter: Int64 = 60_000_000_000

    /// Whether an instrument trades and has not been heard of for longer than `staleAfter`.
    ///
    /// - Parameter time: ns since midnight.
    public func isStale(_ instrument: UInt32, at time: Int64) -> Bool {
        guard Int(instrument) < capacity.instruments else { return false }
        let heard = ladders[2 * Int(instrument)].heard
        return heard > 0 && time &- heard > Self.staleAfter && isTrading(instrument)
    }

    /// Price and quantity of the last trade; `Price.none` before the first.
    public func lastTrade(of instrument: UInt32) -> (price: Int64, quantity: Int64) {
        guard Int(instrument) < capacity.instruments else { return (Price.none, 0) }
        return (states[Int(instrument)].lastPrice, states[Int(instrument)].lastQuantity)
    }

    /// Volume-weighted average price of the day, rounded to nearest; `Price.none` before the first trade.
    public func vwap(of instrument: UInt32) -> Int64 {
        guard Int(instrument) < capacity.instruments, states[Int(instrument)].volume > 0 else { return Price.none }
        let volume = Int128(states[Int(instrument)].volume)
        return Int64(saturating: (states[Int(instrument)].turnover + volume / 2) / volume)
    }
}
