/// One message of the feed and what it does.
internal import PluginABI
internal import Records

extension MarketBooks {
    /// Decodes one ITCH 5.0 message, without its length prefix, and applies it. A message that is
    /// refused is a fault event and changes nothing.
    public mutating func apply(_ message: UnsafeRawBufferPointer) -> MarketEvent {
        var event = MarketEvent()
        guard let base = message.baseAddress, message.count > 0 else { return refused(&event, .empty) }
        guard let type = ITCHMessageType(rawValue: base.u8(0)) else { return refused(&event, .unknownType) }
        guard message.count == type.length else { return refused(&event, .wrongLength) }
        event.time = base.itchTime
        event.instrument = UInt32(base.u16(1))
        guard Int(event.instrument) < capacity.instruments else { return refused(&event, .instrumentOutOfRange) }
        switch type {
        // A and F are the same up to the attribution.
        case .addOrder, .addOrderAttributed: add(&event, AddOrderMessage(base: base))
        case .orderDelete:
            take(&event, reference: OrderDeleteMessage(base: base).reference, quantity: 0, isWhole: true, kind: .delete)
        case .orderExecuted: execute(&event, OrderExecutedMessage(base: base))
        case .orderExecutedWithPrice: execute(&event, OrderExecutedWithPriceMessage(base: base))
        case .orderCancel:
            let cancel = OrderCancelMessage(base: base)
            take(&event, reference: cancel.reference, quantity: cancel.shares, isWhole: false, kind: .cancel)
        case .orderReplace: replace(&event, OrderReplaceMessage(base: base))
        case .trade: trade(&event, TradeMessage(base: base))
        case .crossTrade: cross(&event, CrossTradeMessage(base: base))
        case .brokenTrade: breakTrade(&event, BrokenTradeMessage(base: base))
        case .imbalance: imbalance(&event, ImbalanceMessage(base: base))
        default: note(&event, type, base)
        }
        return event
    }

    private mutating func refused(_ event: inout MarketEvent, _ fault: FeedFault) -> MarketEvent {
        refuse(&event, fault)
        return event
    }

    @inline(__always)
    private mutating func add(_ event: inout MarketEvent, _ message: AddOrderMessage) {
        let letter = message.sideLetter
        let reference = message.reference
        guard letter == 0x42 || letter == 0x53, reference != 0, message.shares != 0 else {
            return refuse(&event, .badField)
        }
        add(
            &event, reference: reference, sell: UInt32(letter & 1), quantity: message.shares,
            price: message.price)
    }
}
