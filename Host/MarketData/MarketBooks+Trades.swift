/// What traded: executions of displayed orders, hidden trades, auctions, and trades taken back.
internal import PluginABI
internal import Records

extension MarketBooks {
    @inline(__always)
    mutating func execute(_ event: inout MarketEvent, _ message: OrderExecutedMessage) {
        take(&event, reference: message.reference, quantity: message.shares, isWhole: false, kind: .execute)
        guard event.kind == .execute else { return }
        event.matchID = message.match
        event.isPrintable = true
        print(&event, aggressor: event.side.opposite.rawValue)
    }

    /// At another price than the order's; not printable where a cross tells the volume again.
    mutating func execute(_ event: inout MarketEvent, _ message: OrderExecutedWithPriceMessage) {
        take(&event, reference: message.reference, quantity: message.shares, isWhole: false, kind: .execute)
        guard event.kind == .execute else { return }
        event.matchID = message.match
        event.price = Int64(message.price) &* Price.perITCHUnit
        event.isPrintable = message.printableLetter == 0x59
        if event.isPrintable { print(&event, aggressor: event.side.opposite.rawValue) }
    }

    /// With a hidden order; who took is not told.
    mutating func trade(_ event: inout MarketEvent, _ message: TradeMessage) {
        event.kind = .trade
        event.side = message.sideLetter == 0x53 ? .sell : .buy
        event.quantity = Int64(message.shares)
        event.price = Int64(message.price) &* Price.perITCHUnit
        event.matchID = message.match
        event.isPrintable = true
        event.flags |= UInt32(TECTRA_DATA_HIDDEN)
        print(&event, aggressor: 0)
    }

    mutating func cross(_ event: inout MarketEvent, _ message: CrossTradeMessage) {
        event.kind = .cross
        event.quantity = Int64(clamping: message.shares)
        event.price = Int64(message.price) &* Price.perITCHUnit
        event.matchID = message.match
        event.code = message.crossLetter
        event.flags |= UInt32(TECTRA_DATA_AUCTION)
        event.isPrintable = event.quantity > 0
        guard event.isPrintable else { return }
        print(&event, aggressor: 0)
        // A snapshot tells the day's volume as crosses without a match.
        guard message.match != 0 else { return }
        var cross = CrossPrint()
        cross.time = event.time
        cross.price = event.price
        cross.quantity = event.quantity
        cross.cross = event.code
        crosses[Int(event.instrument)] = cross
    }

    /// A trade is void: it leaves the day's figures. Where it is no longer remembered the event has no
    /// price, and the figures keep it.
    mutating func breakTrade(_ event: inout MarketEvent, _ message: BrokenTradeMessage) {
        event.kind = .broken
        event.matchID = message.match
        event.flags |= UInt32(TECTRA_DATA_BROKEN)
        guard let trade = matches.breakTrade(message.match, of: event.instrument) else {
            event.price = Price.none
            return
        }
        event.price = trade.price
        event.quantity = trade.quantity
        event.originalTime = trade.time
        states[Int(event.instrument)].discount(price: trade.price, quantity: trade.quantity)
    }

    /// Counts a trade towards the day's figures.
    @inline(__always)
    private mutating func print(_ event: inout MarketEvent, aggressor: UInt8) {
        let state = states.base + Int(event.instrument)
        state.pointee.count(price: event.price, quantity: event.quantity, aggressor: aggressor)
        matches.note(
            PrintedTrade(
                match: event.matchID, price: event.price, quantity: event.quantity, time: event.time,
                previous: state.pointee.lastMatch, instrument: event.instrument))
        state.pointee.lastMatch = event.matchID
    }
}
