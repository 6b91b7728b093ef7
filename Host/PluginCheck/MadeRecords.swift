/// Records that a check makes up: an ordinary market, and one at its edges.
internal import PluginABI
internal import Records

/// Values that the feed's format can carry at most: prices of 32 bits in 1/10,000, quantities of 32 bits.
enum FeedRange {
    static let priceMax: Int64 = 4_294_967_295 * 100_000
    static let priceMin: Int64 = 100_000
    static let quantityMax: Int64 = 4_294_967_295
}

enum MadeRecords {
    static func tick(
        _ instrument: UInt32, bid: Int64, ask: Int64, bidQuantity: Int64 = 300, askQuantity: Int64 = 200,
        flags: UInt32 = 0
    ) -> tectra_tick {
        var tick = tectra_tick.blank
        tick.instrument = instrument
        tick.flags = flags
        tick.bid_price = bid
        tick.ask_price = ask
        tick.bid_quantity = bidQuantity
        tick.ask_quantity = askQuantity
        return tick
    }

    static func trade(_ instrument: UInt32, price: Int64, quantity: Int64, flags: UInt32 = 0) -> tectra_trade {
        var trade = tectra_trade.blank
        trade.instrument = instrument
        trade.flags = flags
        trade.price = price
        trade.quantity = quantity
        trade.match_id = 7
        trade.aggressor = UInt8(TECTRA_BUY)
        return trade
    }

    /// Every level of both sides alike, one step of `step` apart; `levels` of ten are there.
    static func book(
        _ instrument: UInt32, bid: Int64, ask: Int64, quantity: Int64, step: Int64 = 10_000_000, levels: Int = 10
    ) -> tectra_book {
        var book = tectra_book.blank
        book.instrument = instrument
        func side(_ best: Int64, _ step: Int64) -> (Int) -> tectra_level {
            { depth in
                guard depth < levels, best != Int64.min else {
                    return tectra_level(price: Int64.min, quantity: 0, orders: 0, reserved: 0)
                }
                let price = best.addingReportingOverflow(step &* Int64(depth))
                return tectra_level(price: price.partialValue, quantity: quantity, orders: 1, reserved: 0)
            }
        }
        fill(&book.bids, side(bid, 0 &- step))
        fill(&book.asks, side(ask, step))
        return book
    }

    private static func fill<Levels>(_ levels: inout Levels, _ make: (Int) -> tectra_level) {
        withUnsafeMutableBytes(of: &levels) { bytes in
            for depth in 0..<(bytes.count / MemoryLayout<tectra_level>.stride) {
                bytes.storeBytes(
                    of: make(depth), toByteOffset: depth * MemoryLayout<tectra_level>.stride, as: tectra_level.self)
            }
        }
    }

    static func bar(_ instrument: UInt32, price: Int64, volume: Int64) -> tectra_bar {
        var bar = tectra_bar.blank
        bar.instrument = instrument
        bar.open = price
        bar.high = price
        bar.low = price
        bar.close = price
        bar.volume = volume
        bar.vwap = volume == 0 ? 0 : price
        bar.interval = 1_000_000_000
        bar.trades = volume == 0 ? 0 : 1
        bar.kind = UInt8(TECTRA_BAR_TIME)
        return bar
    }
}

extension CheckWorker {
    /// An ordinary market for a while: `count` turns of every kind of record, prices that wander by the seed.
    mutating func trade(_ count: Int, _ draws: inout SeededDraws, instruments: UInt32 = 2) {
        for turn in 0..<count {
            let instrument = UInt32(1 + draws.below(Int(instruments)))
            let bid = 100_000_000_000 + Int64(draws.below(200)) * 10_000_000
            show(
                MadeRecords.tick(
                    instrument, bid: bid, ask: bid + 20_000_000, bidQuantity: Int64(1 + draws.below(9)) * 100,
                    askQuantity: Int64(1 + draws.below(9)) * 100))
            if turn % 5 == 0 { show(MadeRecords.trade(instrument, price: bid, quantity: 100)) }
            if turn % 7 == 0 { show(MadeRecords.book(instrument, bid: bid, ask: bid + 20_000_000, quantity: 300)) }
            if turn % 11 == 0 { show(MadeRecords.bar(instrument, price: bid, volume: 1000)) }
            guard exit == nil else { return }
        }
    }
}
