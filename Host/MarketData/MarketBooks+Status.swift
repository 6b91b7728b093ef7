/// What is told about instruments and the market: directory, trading state, collars, imbalances.
internal import Records

extension MarketBooks {
    mutating func imbalance(_ event: inout MarketEvent, _ message: ImbalanceMessage) {
        event.kind = .imbalance
        event.code = message.crossLetter
        var imbalance = AuctionImbalance()
        imbalance.time = event.time
        imbalance.paired = Int64(clamping: message.paired)
        imbalance.imbalance = Int64(clamping: message.imbalance)
        imbalance.farPrice = Int64(message.farPrice) * Price.perITCHUnit
        imbalance.nearPrice = Int64(message.nearPrice) * Price.perITCHUnit
        imbalance.referencePrice = Int64(message.referencePrice) * Price.perITCHUnit
        imbalance.direction = message.directionLetter
        imbalance.cross = message.crossLetter
        imbalance.variation = message.variationLetter
        imbalances[Int(event.instrument)] = imbalance
    }

    /// Notes everything that neither an order nor a trade tells.
    @inline(never)
    mutating func note(_ event: inout MarketEvent, _ type: ITCHMessageType, _ base: UnsafeRawPointer) {
        let index = Int(event.instrument)
        event.kind = .status
        switch type {
        case .systemEvent:
            event.kind = .system
            event.code = SystemEventMessage(base: base).code
            systemEvent = event.code
        case .stockDirectory:
            let message = StockDirectoryMessage(base: base)
            event.kind = .directory
            states[index].symbol = message.symbol
            states[index].lot = message.roundLot
            states[index].isDefined = true
        case .stockTradingAction:
            let message = TradingActionMessage(base: base)
            event.code = message.stateLetter
            statuses[index].state = event.code
            statuses[index].reason = message.reason
            statuses[index].breachedLevel = marketWideLevel
        case .operationalHalt:
            let message = OperationalHaltMessage(base: base)
            event.code = message.actionLetter
            // The other markets' halts do not stop this one.
            if message.marketLetter == 0x51 { statuses[index].isOperationallyHalted = event.code == 0x48 }
        case .regSHORestriction:
            event.code = ShortSaleMessage(base: base).actionLetter
            statuses[index].shortSale = event.code &- 0x30
        case .luldAuctionCollar:
            let message = AuctionCollarMessage(base: base)
            statuses[index].collarReference = Int64(message.referencePrice) * Price.perITCHUnit
            statuses[index].collarUpper = Int64(message.upperPrice) * Price.perITCHUnit
            statuses[index].collarLower = Int64(message.lowerPrice) * Price.perITCHUnit
            statuses[index].collarExtensions = message.extensions
        case .ipoQuotingPeriod:
            let message = IPOQuotingMessage(base: base)
            statuses[index].releaseTime = message.qualifierLetter == 0x41 ? message.releaseTime : 0
        case .marketWideDeclineLevels:
            let message = DeclineLevelsMessage(base: base)
            event.kind = .other
            declineLevels = (message.level1, message.level2, message.level3)
        case .marketWideStatus:
            // Of no instrument: `isTrading` of each says no until its own next word.
            event.kind = .other
            event.code = MarketWideStatusMessage(base: base).levelLetter
            marketWideLevel = event.code &- 0x30
        default: event.kind = .other
        }
    }
}
