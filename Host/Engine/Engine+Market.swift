/// The market moves: books, own orders at the venue, and what strategies are shown of it.
internal import KillSwitch
internal import MarketData
internal import Orders
internal import PluginABI
internal import Records
internal import Risk
internal import Venues

extension Engine {
    mutating func applyFeed(_ record: UnsafeRawBufferPointer, _ outputs: inout OutputBuffer) {
        guard record.count >= tectra_feed_message.size, let base = record.baseAddress else { return countMalformed() }
        let length = min(
            Int(base.loadUnaligned(fromByteOffset: 26, as: UInt16.self)), Int(TECTRA_FEED_MESSAGE_MAX))
        let message = UnsafeRawBufferPointer(start: base + 28, count: length)
        guard base.load(fromByteOffset: 24, as: UInt8.self) == UInt8(TECTRA_SOURCE_ITCH), !feed.isRebuilding else {
            return applyQuietly(message, base.load(fromByteOffset: 24, as: UInt8.self), &outputs)
        }
        counters.feedMessages &+= 1
        _ = feed.takeMessage()
        let event = books.apply(message)
        if keepsEvents { lastEvent = event }
        switch event.kind {
        case .fault: note(event)
        case .directory: announce(event.instrument, &outputs)
        case .system:
            if event.code == 0x4D || event.code == 0x43 { expireAll(&outputs) }
            if event.code == 0x4D { closeOtherBars(&outputs) }
        case .add, .execute, .cancel, .delete, .replace, .trade:
            venue.apply(event)
            if venue.fillCount > 0 { settleFills(&outputs) }
            publish(event, &outputs)
        case .cross, .status:
            publish(event, &outputs)
            publishStatus(event, &outputs)
        case .broken:
            discountBars(event)
            recent.flagBroken(event.matchID, of: event.instrument)
            publish(event, &outputs)
        case .imbalance, .other: publishStatus(event, &outputs)
        case .none: break
        }
    }

    /// The day is over: what rests expires.
    private mutating func expireAll(_ outputs: inout OutputBuffer) {
        for number in 1..<64 {
            while let index = orders.firstOpen(of: UInt8(number)) {
                _ = venue.cancel(orders[index], index)
                guard move(index, .expire, .endOfDay, &outputs) else { break }
            }
        }
    }

    // MARK: - Own orders

    /// Books the fills of the venue's last call.
    mutating func settleFills(_ outputs: inout OutputBuffer) {
        for number in 0..<venue.fillCount { settle(venue.fill(number), &outputs) }
    }

    private mutating func settle(_ fill: VenueFill, _ outputs: inout OutputBuffer) {
        let before = orders[fill.order]
        do throws(OrderError) {
            let change = try orders.fill(fill.order, price: fill.price, quantity: fill.quantity, time: time)
            risk.record(change)
        } catch {
            return countMalformed()
        }
        let flags = dataFlags(of: before.instrument)
        let rate = fill.liquidity == .maker ? makerFee : takerFee
        let fee = Int64(saturating: Int128(rate) * Int128(fill.quantity))
        guard
            let change = positions.apply(
                strategy: before.strategy, instrument: before.instrument, side: before.side, price: fill.price,
                quantity: fill.quantity, fee: fee, isDoubtful: Self.isDoubtful(flags))
        else { return countMalformed() }
        risk.record(change)
        touched.note(before.instrument, before.strategy)
        counters.fills &+= 1
        strategies[Int(before.strategy)].counters.fills &+= 1
        if Self.isDoubtful(flags) { strategies[Int(before.strategy)].counters.doubtfulFills &+= 1 }
        lastFillID &+= 1
        let order = orders[fill.order]
        // The position first: inside on_fill it is current.
        outputs.append(
            change.position.record(
                instrument: before.instrument, mark: mark(before.instrument), sequence: sequence, time: time),
            .strategy, before.strategy)
        var record = tectra_fill.blank
        record.sequence = sequence
        record.time = time
        record.order_id = order.id
        record.client_id = order.clientID
        record.fill_id = lastFillID
        record.instrument = order.instrument
        record.side = order.side.rawValue
        record.liquidity = fill.liquidity.rawValue
        record.data_flags = UInt16(truncatingIfNeeded: flags)
        record.price = fill.price
        record.quantity = fill.quantity
        record.remaining = order.remaining
        record.fee = fee
        outputs.append(record, .strategy, before.strategy)
        outputs.append(
            order.record(sequence: sequence, time: time, reason: RejectReason.none), .strategy, before.strategy)
    }

    /// Moves an order through its state machine and tells its strategy; false when that is illegal.
    @discardableResult
    mutating func move(
        _ index: OrderIndex, _ event: OrderEvent, _ reason: RejectReason, _ outputs: inout OutputBuffer
    ) -> Bool {
        do throws(OrderError) {
            let change = try orders.apply(event, to: index, reason: reason, time: time)
            risk.record(change)
        } catch {
            countMalformed()
            return false
        }
        let order = orders[index]
        outputs.append(order.record(sequence: sequence, time: time, reason: reason), .strategy, order.strategy)
        return true
    }

    /// Price that a position is valued at: the mid, else the last trade, else none.
    public func mark(_ instrument: UInt32) -> Int64 {
        let mid = mid(instrument)
        return mid != Price.none ? mid : books.lastTrade(of: instrument).price
    }

    /// `Price.none` while a side is missing.
    @inline(__always)
    private func mid(_ instrument: UInt32) -> Int64 {
        let top = books.top(of: instrument)
        guard top.bid != Price.none, top.ask != Price.none else { return Price.none }
        return top.bid + (top.ask - top.bid) / 2
    }

    func reference(_ instrument: UInt32) -> ReferencePrice {
        let top = books.top(of: instrument)
        return ReferencePrice(bid: top.bid, ask: top.ask, last: books.lastTrade(of: instrument).price)
    }

    // MARK: - Showing

    private mutating func publish(_ event: MarketEvent, _ outputs: inout OutputBuffer) {
        let seeing = subscriptions.seeing(event.instrument)
        guard seeing != 0 || event.isPrintable else { return }
        let flags = dataFlags(event)
        if event.kind == .broken, event.price != Price.none, seeing & wantTrades != 0 {
            outputs.append(trade(event, flags), .market)
            counters.marketRecords &+= 1
        }
        if event.isPrintable { recent.note(trade(event, flags), mid: mid(event.instrument)) }
        guard seeing != 0 else { return }
        if event.isPrintable {
            if seeing & wantTrades != 0 {
                outputs.append(trade(event, flags), .market)
                counters.marketRecords &+= 1
            }
            if seeing & wantAnyBars != 0 { addToBars(event, flags, seeing, &outputs) }
        }
        if event.isTopChanged || event.kind == .status, seeing & wantTicks != 0 {
            var tick = tick(of: event.instrument)
            tick.flags = flags & ~UInt32(TECTRA_DATA_HIDDEN | TECTRA_DATA_AUCTION)
            outputs.append(tick, .market)
            counters.marketRecords &+= 1
        }
        if event.isDepthChanged, seeing & wantBooks != 0 {
            let due = depthTimes[Int(event.instrument)]
            guard time >= due else { return }
            depthTimes[Int(event.instrument)] = time &+ depthInterval
            var book = tectra_book.blank
            book.sequence = sequence
            book.time = time
            book.instrument = event.instrument
            book.flags = flags & ~UInt32(TECTRA_DATA_HIDDEN | TECTRA_DATA_AUCTION)
            books.fillDepth(of: event.instrument, into: &book)
            outputs.append(book, .market)
            counters.marketRecords &+= 1
        }
    }

    /// The best of both sides now, without flags.
    @inline(__always)
    func tick(of instrument: UInt32) -> tectra_tick {
        var tick = tectra_tick.blank
        let top = books.top(of: instrument)
        tick.sequence = sequence
        tick.time = time
        tick.instrument = instrument
        tick.bid_price = top.bid
        tick.ask_price = top.ask
        tick.bid_quantity = top.bidQuantity
        tick.ask_quantity = top.askQuantity
        return tick
    }

    private func dataFlags(_ event: MarketEvent) -> UInt32 { event.flags | dataFlags(of: event.instrument) }

    /// Whether what was done on data with these flags is to be doubted. What an operator withholds is sound.
    static func isDoubtful(_ flags: UInt32) -> Bool {
        let reasons = TECTRA_DATA_GAP | TECTRA_DATA_STALE | TECTRA_DATA_CROSSED | TECTRA_DATA_HALTED
        return flags & UInt32(reasons) != 0
    }

    /// What is known about the data of an instrument: TECTRA_DATA_…
    public func dataFlags(of instrument: UInt32) -> UInt32 {
        var flags: UInt32 = 0
        if feed.isDegraded || isIncomplete(instrument) { flags |= UInt32(TECTRA_DATA_GAP) }
        if subscriptions.isWithheld(instrument) { flags |= UInt32(TECTRA_DATA_WITHHELD) }
        if !books.isTrading(instrument) { flags |= UInt32(TECTRA_DATA_HALTED) }
        if books.isStale(instrument, at: time &- session.time) { flags |= UInt32(TECTRA_DATA_STALE) }
        let top = books.top(of: instrument)
        if top.bid != Price.none, top.ask != Price.none, top.bid >= top.ask { flags |= UInt32(TECTRA_DATA_CROSSED) }
        return flags
    }

    private func trade(_ event: MarketEvent, _ flags: UInt32) -> tectra_trade {
        var trade = tectra_trade.blank
        trade.sequence = sequence
        trade.time = time
        trade.instrument = event.instrument
        trade.flags = flags
        trade.price = event.price
        trade.quantity = event.quantity
        trade.match_id = event.matchID
        // Who took is opposite to who rested; ITCH no longer tells it of hidden orders and crosses.
        trade.aggressor = event.kind == .execute ? event.side.opposite.rawValue : UInt8(TECTRA_SIDE_NONE)
        return trade
    }

    /// The directory has named an instrument: tell those who asked for it.
    private mutating func announce(_ instrument: UInt32, _ outputs: inout OutputBuffer) {
        guard let symbol = books.symbolBytes(of: instrument) else { return }
        subscriptions.withhold(instrument, !publication.includes(symbol))
        var rest = subscriptions.wanting(symbol)
        while rest != 0 {
            let strategy = UInt8(rest.trailingZeroBitCount)
            rest &= rest &- 1
            show(instrument, to: strategy, &outputs)
        }
    }

    /// Lets a strategy see an instrument from now on.
    mutating func show(_ instrument: UInt32, to strategy: UInt8, _ outputs: inout OutputBuffer) {
        guard subscriptions.see(instrument, strategy), let record = definition(of: instrument) else { return }
        outputs.append(record, .strategy, strategy)
    }

    /// Nil before the directory has named the instrument.
    func definition(of instrument: UInt32) -> tectra_instrument? {
        guard let symbol = books.symbolBytes(of: instrument) else { return nil }
        var record = tectra_instrument.blank
        record.sequence = sequence
        record.time = time
        record.instrument = instrument
        if subscriptions.isWithheld(instrument) { record.flags = UInt32(TECTRA_DATA_WITHHELD) }
        withUnsafeMutableBytes(of: &record.symbol) { room in
            withUnsafeBytes(of: symbol) { text in
                for index in 0..<8 where text[index] != 0x20 { room[index] = text[index] }
            }
        }
        record.tick_size = 10_000_000
        record.lot_size = books.roundLot(of: instrument)
        return record
    }
}
