/// Walks framed ITCH 5.0 in memory and shows each message to a visitor: the decoder without a book.

/// Messages behind two-byte big-endian lengths, as NASDAQ's files have them.
public enum ITCHDecoder {
    /// Shows the messages of `bytes` in order.
    ///
    /// The visitor's methods are inlined into the loop, so fields that are not read cost nothing. Nothing
    /// is allocated. A message of an unknown type or a wrong length is a fault and is passed over.
    /// - Returns: where it stopped: `bytes.count`, or the prefix of the message that is cut.
    @inlinable
    public static func decode<Visitor: ITCHVisitor & ~Copyable>(
        _ bytes: UnsafeRawBufferPointer, into visitor: inout Visitor
    ) -> Int {
        guard let base = bytes.baseAddress else { return 0 }
        let end = bytes.count
        var at = 0
        while at &+ 2 < end {
            let length = Int(base.u16(at))
            let next = at &+ 2 &+ length
            guard next <= end else { return at }
            show(base + (at &+ 2), length, at, to: &visitor)
            at = next
        }
        // A message of no bytes may be the last.
        if at &+ 2 == end, base.u16(at) == 0 {
            visitor.visit(.empty, at: at)
            at = end
        }
        return at
    }

    /// Shows one message, which is at least one byte that can be read, `length` of them its own.
    @inlinable @inline(__always)
    public static func show<Visitor: ITCHVisitor & ~Copyable>(
        _ base: UnsafeRawPointer, _ length: Int, _ offset: Int, to visitor: inout Visitor
    ) {
        switch base.u8(0) {
        case ITCHMessageType.addOrder.rawValue:
            guard length == ITCHMessageType.addOrder.length else { break }
            return visitor.visit(AddOrderMessage(base: base))
        case ITCHMessageType.orderDelete.rawValue:
            guard length == ITCHMessageType.orderDelete.length else { break }
            return visitor.visit(OrderDeleteMessage(base: base))
        case ITCHMessageType.addOrderAttributed.rawValue:
            guard length == ITCHMessageType.addOrderAttributed.length else { break }
            return visitor.visit(AddAttributedOrderMessage(base: base))
        case ITCHMessageType.orderExecuted.rawValue:
            guard length == ITCHMessageType.orderExecuted.length else { break }
            return visitor.visit(OrderExecutedMessage(base: base))
        case ITCHMessageType.orderExecutedWithPrice.rawValue:
            guard length == ITCHMessageType.orderExecutedWithPrice.length else { break }
            return visitor.visit(OrderExecutedWithPriceMessage(base: base))
        case ITCHMessageType.orderCancel.rawValue:
            guard length == ITCHMessageType.orderCancel.length else { break }
            return visitor.visit(OrderCancelMessage(base: base))
        case ITCHMessageType.orderReplace.rawValue:
            guard length == ITCHMessageType.orderReplace.length else { break }
            return visitor.visit(OrderReplaceMessage(base: base))
        case ITCHMessageType.trade.rawValue:
            guard length == ITCHMessageType.trade.length else { break }
            return visitor.visit(TradeMessage(base: base))
        case ITCHMessageType.crossTrade.rawValue:
            guard length == ITCHMessageType.crossTrade.length else { break }
            return visitor.visit(CrossTradeMessage(base: base))
        case ITCHMessageType.brokenTrade.rawValue:
            guard length == ITCHMessageType.brokenTrade.length else { break }
            return visitor.visit(BrokenTradeMessage(base: base))
        case ITCHMessageType.imbalance.rawValue:
            guard length == ITCHMessageType.imbalance.length else { break }
            return visitor.visit(ImbalanceMessage(base: base))
        case ITCHMessageType.retailInterest.rawValue:
            guard length == ITCHMessageType.retailInterest.length else { break }
            return visitor.visit(RetailInterestMessage(base: base))
        case ITCHMessageType.directListing.rawValue:
            guard length == ITCHMessageType.directListing.length else { break }
            return visitor.visit(DirectListingMessage(base: base))
        case ITCHMessageType.systemEvent.rawValue:
            guard length == ITCHMessageType.systemEvent.length else { break }
            return visitor.visit(SystemEventMessage(base: base))
        case ITCHMessageType.stockDirectory.rawValue:
            guard length == ITCHMessageType.stockDirectory.length else { break }
            return visitor.visit(StockDirectoryMessage(base: base))
        case ITCHMessageType.stockTradingAction.rawValue:
            guard length == ITCHMessageType.stockTradingAction.length else { break }
            return visitor.visit(TradingActionMessage(base: base))
        case ITCHMessageType.regSHORestriction.rawValue:
            guard length == ITCHMessageType.regSHORestriction.length else { break }
            return visitor.visit(ShortSaleMessage(base: base))
        case ITCHMessageType.marketParticipantPosition.rawValue:
            guard length == ITCHMessageType.marketParticipantPosition.length else { break }
            return visitor.visit(ParticipantMessage(base: base))
        case ITCHMessageType.marketWideDeclineLevels.rawValue:
            guard length == ITCHMessageType.marketWideDeclineLevels.length else { break }
            return visitor.visit(DeclineLevelsMessage(base: base))
        case ITCHMessageType.marketWideStatus.rawValue:
            guard length == ITCHMessageType.marketWideStatus.length else { break }
            return visitor.visit(MarketWideStatusMessage(base: base))
        case ITCHMessageType.ipoQuotingPeriod.rawValue:
            guard length == ITCHMessageType.ipoQuotingPeriod.length else { break }
            return visitor.visit(IPOQuotingMessage(base: base))
        case ITCHMessageType.luldAuctionCollar.rawValue:
            guard length == ITCHMessageType.luldAuctionCollar.length else { break }
            return visitor.visit(AuctionCollarMessage(base: base))
        case ITCHMessageType.operationalHalt.rawValue:
            guard length == ITCHMessageType.operationalHalt.length else { break }
            return visitor.visit(OperationalHaltMessage(base: base))
        default: return visitor.visit(length == 0 ? .empty : .unknownType, at: offset)
        }
        visitor.visit(length == 0 ? .empty : .wrongLength, at: offset)
    }
}
