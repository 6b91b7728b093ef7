/// Market events for the strategy on the bench. Each moves the sequence by one; time stays.
internal import PluginABI
public import TectraStrategy

extension StrategyBench {
    /// Announces an instrument and returns its id; ids count up from 1.
    public func instrument(_ symbol: String, tickSize: Price = "0.01", lotSize: Int64 = 100) -> InstrumentID {
        var record = tectra_instrument()
        record.header = header(tectra_instrument.self, TECTRA_INSTRUMENT)
        record.instrument = UInt32(host.instruments.count + 1)
        record.tick_size = tickSize.billionths
        record.lot_size = lotSize
        withUnsafeMutableBytes(of: &record.symbol) { $0.copyBytes(from: symbol.utf8.prefix($0.count)) }
        host.instruments.append(record)
        return InstrumentID(record.instrument)
    }

    /// The best bid and ask have changed; nil is an empty side.
    public func tick(
        _ instrument: InstrumentID, bid: Price?, ask: Price?, bidQuantity: Int64 = 100, askQuantity: Int64 = 100,
        flags: DataFlags = []
    ) {
        var record = tectra_tick()
        record.header = header(tectra_tick.self, TECTRA_TICK)
        (record.sequence, record.time) = next()
        record.instrument = instrument.rawValue
        record.flags = flags.rawValue
        record.bid_price = bid?.billionths ?? .min
        record.ask_price = ask?.billionths ?? .min
        record.bid_quantity = bid == nil ? 0 : bidQuantity
        record.ask_quantity = ask == nil ? 0 : askQuantity
        if let mid = Tick(record).mid { host.account.mark(instrument.rawValue, mid: mid.billionths) }
        host.books[instrument.rawValue] = bookRecord(
            instrument, bids: bid.map { [Level(price: $0, quantity: bidQuantity)] } ?? [],
            asks: ask.map { [Level(price: $0, quantity: askQuantity)] } ?? [], flags: flags)
        table.pointee.on_tick?(pointer, &record)
    }

    /// A book of up to ten levels a side, best first.
    public func book(_ instrument: InstrumentID, bids: [Level], asks: [Level], flags: DataFlags = []) {
        _ = next()
        var record = bookRecord(instrument, bids: bids, asks: asks, flags: flags)
        host.books[instrument.rawValue] = record
        table.pointee.on_book?(pointer, &record)
    }

    /// Somebody traded.
    public func trade(
        _ instrument: InstrumentID, price: Price, quantity: Int64, aggressor: Side? = nil, flags: DataFlags = []
    ) {
        var record = tectra_trade()
        record.header = header(tectra_trade.self, TECTRA_TRADE)
        (record.sequence, record.time) = next()
        record.instrument = instrument.rawValue
        record.flags = flags.rawValue
        record.price = price.billionths
        record.quantity = quantity
        record.match_id = record.sequence
        record.aggressor = aggressor?.rawValue ?? 0
        table.pointee.on_trade?(pointer, &record)
    }

    /// A bar is finished now.
    public func bar(
        _ instrument: InstrumentID, open: Price, high: Price, low: Price, close: Price, volume: Int64,
        vwap: Price? = nil, interval: Int64 = 60_000_000_000, kind: BarKind = .time
    ) {
        var record = tectra_bar()
        record.header = header(tectra_bar.self, TECTRA_BAR)
        (record.sequence, record.time) = next()
        record.instrument = instrument.rawValue
        record.open = open.billionths
        record.high = high.billionths
        record.low = low.billionths
        record.close = close.billionths
        record.volume = volume
        record.vwap = (vwap ?? close).billionths
        record.interval = interval
        record.kind = kind.rawValue
        table.pointee.on_bar?(pointer, &record)
    }

    /// An instrument's trading state, auction imbalance or cross.
    public func status(
        _ instrument: InstrumentID, _ kind: StatusKind = .trading, state: TradingState = .trading,
        paired: Int64 = 0, imbalance: Int64 = 0, side: Side? = nil, referencePrice: Price? = nil, cross: Price? = nil,
        quantity: Int64 = 0, flags: DataFlags = []
    ) {
        var record = tectra_market_status()
        record.header = header(tectra_market_status.self, TECTRA_MARKET_STATUS)
        (record.sequence, record.time) = next()
        record.instrument = instrument.rawValue
        record.flags = flags.rawValue
        record.kind = kind.rawValue
        record.state = state.rawValue
        record.paired = paired
        record.imbalance = imbalance
        record.direction = side.map { $0 == .buy ? 0x42 : 0x53 } ?? 0x4E
        record.reference_price = referencePrice?.billionths ?? 0
        record.cross_price = cross?.billionths ?? 0
        record.cross_quantity = quantity
        table.pointee.on_status?(pointer, &record)
    }

    /// Moves event time on. Timers that come due on the way fire in the order of their time.
    public func advance(to time: Int64) {
        while let (id, due) = host.timers.min(by: { ($0.value, $0.key) < ($1.value, $1.key) }), due <= time {
            host.timers[id] = nil
            host.now = max(host.now, due)
            var record = tectra_timer()
            record.header = header(tectra_timer.self, TECTRA_TIMER)
            (record.sequence, record.time) = next()
            record.timer_id = id
            record.due = due
            table.pointee.on_timer?(pointer, &record)
        }
        host.now = max(host.now, time)
    }

    /// Moves event time on by so many nanoseconds.
    public func advance(by nanoseconds: Int64) { advance(to: host.now + nanoseconds) }

    /// The next input's sequence, and the time now.
    func next() -> (UInt64, Int64) {
        host.sequence += 1
        return (host.sequence, host.now)
    }

    private func bookRecord(
        _ instrument: InstrumentID, bids: [Level], asks: [Level], flags: DataFlags
    ) -> tectra_book {
        var record = tectra_book()
        record.header = header(tectra_book.self, TECTRA_BOOK)
        record.sequence = host.sequence
        record.time = host.now
        record.instrument = instrument.rawValue
        record.flags = flags.rawValue
        store(bids, in: &record.bids)
        store(asks, in: &record.asks)
        return record
    }
}

/// Fills one side of a book; an absent level has no price.
private func store<Levels: BitwiseCopyable>(_ levels: [Level], in side: inout Levels) {
    withUnsafeMutableBytes(of: &side) { bytes in
        let room = bytes.bindMemory(to: tectra_level.self)
        for index in room.indices {
            room[index] =
                index < levels.count
                ? tectra_level(
                    price: levels[index].price.billionths, quantity: levels[index].quantity,
                    orders: max(levels[index].orders, 1), reserved: 0)
                : tectra_level(price: .min, quantity: 0, orders: 0, reserved: 0)
        }
    }
}
